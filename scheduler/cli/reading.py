"""Commands that read given material and touch no store: extract, analyse, language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import existing, print_line, settings
from scheduler.knowing import bundled


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(extract)
    app.command()(analyse)
    app.command()(language)


def extract(
    folder: Annotated[Path, typer.Argument(help="Folder of <id>.html[.gz] + <id>.json pairs.")],
) -> None:
    """Print the article of each saved page, one JSON line each."""
    from scheduler.measure.extracting import extract_lines  # noqa: PLC0415 (slow to import)

    for line in extract_lines(existing(folder)):
        print_line(line)


def analyse(
    file: Annotated[
        Path, typer.Argument(help="JSON lines {id, title, text, source?, published?, lang?}.")
    ],
) -> None:
    """Print the analysis of each given article, one JSON line each."""
    from scheduler.measure.analysing import (  # noqa: PLC0415
        analysis_line,
        read_all,
        read_articles,
    )
    from scheduler.reader import make_shared_reader  # noqa: PLC0415 (the same)

    chosen = settings()
    base = bundled(chosen)
    articles = read_articles(existing(file))
    for reading in read_all(articles, make_shared_reader(chosen, base), base):
        print_line(analysis_line(reading, base))


def language(
    file: Annotated[Path, typer.Argument(help="JSON lines {text}.")],
) -> None:
    """Print the language of each given text, one JSON line each, in order."""
    from scheduler.measure.analysing import language_lines  # noqa: PLC0415 (slow to import)

    for line in language_lines(existing(file)):
        print_line(line)
