"""`python -m demo` serves the sample press until interrupted; `--sources` prints its records."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from demo.press import SamplePress
from demo.records import source_records
from demo.server import serve


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--sources", action="store_true", help="print the source records and end")
    parser.add_argument("--port", type=int, default=0, help="port of the proxy; any free one")
    order = parser.parse_args()
    press = SamplePress.load()
    if order.sources:
        sys.stdout.write(source_records(press))
        return
    over = Event()
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, lambda *_: over.set())
    with serve(press, order.port) as newsroom:
        sys.stdout.write(f"{len(press.outlets)} outlets, HTTP proxy {newsroom.proxy}\n")
        for outlet in press.outlets.values():
            sys.stdout.write(f"  {outlet.feed_url}\n")
        sys.stdout.flush()
        over.wait()


if __name__ == "__main__":
    main()
