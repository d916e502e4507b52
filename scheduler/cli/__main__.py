"""`python -m scheduler.cli` is `soie`."""

from scheduler.cli import main

main()
