"""The project's own sample press as training text, labelled where stock model and rules agree."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from news.errors import UsageError
from nlp.models import STOCK, NameModel
from nlp.names import find_names
from nlp.spans import RULE
from nlp.training.example import ORGANISATION, PERSON, PLACE, UNKNOWN, Annotated, Mark

PRESS: Final = Path(__file__).parents[2] / "demo" / "press"
"""Its files; they belong to the repository, so they need no checksum."""
_LABELS: Final = {"person": PERSON, "organisation": ORGANISATION, "place": PLACE}


def read_press(language: str, folder: Path = PRESS) -> list[str]:
    """Titles and paragraphs of the articles in a language, newest article first.

    Raises:
        UsageError: the folder holds no press.
    """
    outlets = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    if not outlets:
        raise UsageError(f"{folder}: holds no press", "train inside the project's repository")
    articles = [
        (article["published"], f"{outlet['outlet']['id']}/{article['slug']}", article)
        for outlet in outlets
        if outlet["outlet"]["language"] == language
        for article in outlet["article"]
    ]
    return [
        part.strip("\n")
        for *_, article in sorted(articles, key=lambda item: item[:2], reverse=True)
        for part in (article["title"], *article["text"].strip().split("\n"))
        if part.strip()
    ]


def agreed(texts: Iterable[str]) -> Iterator[Annotated]:
    """French texts whose cleaning moves no character; rival labels teach nothing."""
    for parse in NameModel("fr", STOCK).parse(texts):
        text = parse.cleaned.text
        if tuple(parse.cleaned.starts) != tuple(range(len(text))):
            continue
        seen = {(name.start, name.end): name.label for name in parse.names}
        marks = []
        for name in find_names(parse, "fr"):
            label = _LABELS[name.kind.value]
            sure = name.rank >= RULE or seen.get((name.start, name.end)) == label
            marks.append(Mark(name.start, name.end, label if sure else UNKNOWN))
        yield Annotated(text, tuple(marks))
