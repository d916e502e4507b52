"""`make bench-reading`: the reading and the gate against the bare models, as ratios in one run.

*Bare* is `NameModel.run`: the same spaCy components, already loaded, on the same cleaned pieces of
the same texts in batches of the same size, and nothing of ours around them: no language, no rules,
no knowledge base. The works alternate in one process, so that what else the machine does meets
all of them; each ratio is of one round, the median and the best of the rounds are printed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

from demo import CLOCK, SamplePress
from knowledge import Knowledge, load
from news.article import Article
from news.text import fold
from nlp import Reader
from nlp.clean import clean
from nlp.gate import Gate
from nlp.gazetteer import Gazetteer
from nlp.models import NameModel
from tests.bench.measure import processor_seconds, say_head, say_row

ROUNDS = 7
HELD = 16
"""Articles that the reader gives its models at once."""


def articles(language: str) -> list[Article]:
    """The sample press's articles in one language."""
    return [
        Article(item.id, "bench", item.url, item.title, item.text, language, None, CLOCK)
        for item in SamplePress.load().articles
        if item.language == language
    ]


def works(
    base: Knowledge, given: Sequence[Article]
) -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """The bare model, the reading and the gate, on the same articles."""
    reader, model = Reader(base), NameModel(given[0].language)
    gate = Gate(base, Gazetteer(base.entities, base.look_alikes))
    cleaned = [clean(article.full_text).text for article in given]

    def bare() -> None:
        for start in range(0, len(cleaned), HELD):
            model.run(cleaned[start : start + HELD])

    def read() -> None:
        for _ in reader.read(given):
            pass

    def ask() -> None:
        for article in given:
            text = article.full_text
            gate.refuse(text, len(article.title), fold(text))

    return bare, read, ask


def most_memory(way: str, language: str) -> int:
    """MiB that a new process takes at the most, which loads and reads all articles one way."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_memory, way, language).result()


def _memory(way: str, language: str) -> int:
    given = articles(language)
    if way == "bare":
        NameModel(language).run([clean(article.full_text).text for article in given])
    else:
        list(Reader(load()).read(given))
    # Not `ru_maxrss`: a process begins with that of the one it was forked from.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main() -> None:
    """Print the table."""
    base = load()
    told: dict[str, list[str]] = {name: [] for name in ROWS}
    for language in ("fr", "ja"):
        given = articles(language)
        trio = works(base, given)
        for work in trio:
            work()
        times = [[processor_seconds(work) for work in trio] for _ in range(ROUNDS)]
        whole = [read / bare for bare, read, _ in times]
        passed = [bare / asked for bare, _, asked in times]
        cells = [
            str(len(given)),
            f"{1 / median(whole):.2f}",
            f"{median(whole):.2f} ({min(whole):.2f})",
            f"{median(passed):.0f} ({max(passed):.0f})",
            *(str(most_memory(way, language)) for way in ("bare", "reading")),
        ]
        for name, cell in zip(ROWS, cells, strict=True):
            told[name].append(cell)
    say_head("analysis", "French", "Japanese")
    for name, row in told.items():
        say_row(name, *row)


ROWS = (
    "articles of the sample press",
    "articles a second, of those of the bare pipeline",
    "time of the reading over that of the bare pipeline (best round)",
    "the gate, times as many articles a second as the bare pipeline (best round)",
    "MiB at the most, the bare pipeline alone",
    "MiB at the most, the whole reading",
)


if __name__ == "__main__":
    main()
