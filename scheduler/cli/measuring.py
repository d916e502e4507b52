"""The command that scores the product's own work against gold: evaluate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.cli.app import AsJson, existing, print_json, settings, state
from scheduler.knowing import bundled


class Measure(StrEnum):
    """What can be evaluated."""

    LANGUAGE = "language"
    ENTITIES = "entities"
    PAGES = "pages"
    ARTICLES = "articles"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(evaluate)


def evaluate(
    what: Annotated[Measure, typer.Argument(help="What to score.")],
    path: Annotated[Path, typer.Argument(help="Gold: a file of JSON lines, or a folder of pages.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Score the product's own work against gold and list the errors by cause."""
    result = _measure(what, existing(path))
    if state.json or as_json:
        print_json(f"evaluate-{what.value}", result)
        return
    for line in _lines(result, 0):
        typer.echo(line)


def _measure(what: Measure, path: Path) -> dict[str, Any]:
    if what is Measure.PAGES:
        from scheduler.measure.extracting import evaluate_pages  # noqa: PLC0415 (slow to import)

        return evaluate_pages(path)
    if what is Measure.LANGUAGE:
        from scheduler.measure.languages import evaluate_language  # noqa: PLC0415 (slow to import)

        return evaluate_language(path)
    from scheduler.reader import make_shared_reader  # noqa: PLC0415 (models are slow to import)

    chosen = settings()
    base = bundled(chosen)
    reader = make_shared_reader(chosen, base)
    if what is Measure.ENTITIES:
        from scheduler.measure.entities import evaluate_entities  # noqa: PLC0415 (slow to import)

        return evaluate_entities(path, reader)
    from scheduler.measure.articles import evaluate_articles  # noqa: PLC0415 (slow to import)

    return evaluate_articles(path, reader, base)


def _lines(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Figures for people: one line a score, errors indented under their cause."""
    pad = "  " * depth
    for key, item in value.items():
        if isinstance(item, Mapping) and "f1" in item:
            yield (
                f"{pad}{key:42} P {item['precision']:.3f}  R {item['recall']:.3f}  "
                f"F1 {item['f1']:.3f}  ({item['given']} given, {item['expected']} expected)"
            )
        elif isinstance(item, Mapping) and "share" in item:
            yield f"{pad}{key:42} {item['share']:.4f}  ({item['right']} of {item['of']})"
        elif isinstance(item, Mapping):
            yield f"{pad}{key}"
            yield from _lines(item, depth + 1)
        elif isinstance(item, list):
            yield f"{pad}{key}: {len(item)}"
            yield from (f"{pad}  {line}" for line in item)
        else:
            yield f"{pad}{key}: {item}"
