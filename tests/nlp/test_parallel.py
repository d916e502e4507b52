"""SharedReader that share a row of articles answer as one does, whatever becomes of the others."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice

import pytest

from knowledge import Knowledge
from news.article import Article
from nlp import Reader, ReaderOptions, SharedReader, Sharing
from nlp.parallel import _Crew

pytestmark = pytest.mark.models

OPTIONS = ReaderOptions(batch=4)
ROW = [
    ("Lyon et Nagoya parlent d'hydrogène", "Vexor SA, à Lyon, livrera un banc à Nagoya.", "fr"),
    ("豊田市の工場が増産へ", "豊田市のミカワ精機は9日、工場を増設すると発表した。", "ja"),
    ("Le marché de Noël ouvre", "Il est ouvert jusqu'à dimanche, place de la mairie.", "fr"),
]


def articles(count: int) -> list[Article]:
    now = datetime(2024, 9, 1, tzinfo=UTC)
    return [
        Article(f"a{number}", "s", f"https://x.example/{number}", title, text, language, None, now)
        for number, (title, text, language) in enumerate(islice(cycle(ROW), count))
    ]


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def pair(knowledge: Knowledge, told: list[str]) -> SharedReader:
    return SharedReader(knowledge, OPTIONS, Sharing(processes=2, worth=8), told.append)


@pytest.fixture
def crew(knowledge: Knowledge) -> Iterator[_Crew]:
    """One other process that has loaded."""
    with _Crew(1, knowledge, OPTIONS) as one:
        one._ready[0].result(120)
        yield one


def helpers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid]


def test_together_they_answer_as_one_does_and_in_order(
    knowledge: Knowledge, pair: SharedReader, crew: _Crew, told: list[str]
) -> None:
    given = articles(60)
    alone = list(Reader(knowledge, OPTIONS).read(given))
    found = pair._together(iter(given), crew)
    assert [next(found)] == alone[:1]
    assert crew._given, "the other process has been given nothing"
    assert list(found) == alone[1:]
    assert not told


def test_one_that_dies_is_told_and_nothing_is_lost(
    pair: SharedReader, crew: _Crew, told: list[str]
) -> None:
    found = pair._together(iter(articles(60)), crew)
    first = next(found)
    for pid in helpers():
        os.kill(pid, signal.SIGKILL)
    ids = [analysis.article_id for analysis in (first, *found)]
    assert ids == [f"a{number}" for number in range(60)]
    assert len(told) == 1
    assert "died" in told[0]


def test_a_short_row_starts_no_process(pair: SharedReader) -> None:
    before = helpers()
    analyses = pair.read(articles(7))
    next(analyses)
    assert helpers() == before
    assert len(list(analyses)) == 6


def test_a_long_row_is_read_whole_before_another_has_loaded(
    knowledge: Knowledge, pair: SharedReader
) -> None:
    source = replace(next(iter(knowledge.sources.values())), language="ja")
    given = [replace(article, language="", title="金山", text="") for article in articles(9)]
    assert [item.language for item in pair.read(given, {"s": source})] == ["ja"] * 9
