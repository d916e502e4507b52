"""`make bench`: the reading and the gate against the bare models, as ratios in one run.

*Bare* is `NameModel.run`: the same spaCy components, already loaded, on the same cleaned pieces of
the same texts in batches of the same size, and nothing of ours around them: no language, no rules,
no knowledge base. The works alternate in one process, so that what else the machine does meets
all of them; each ratio is of one round, the median and the best of the rounds are printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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


def seconds(work: Callable[[], object]) -> float:
    """How long the processor works on it; what else runs on the machine counts less so."""
    start = time.process_time()
    work()
    return time.process_time() - start


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


def main() -> None:
    """Print, for each language, the reading's and the gate's time over the bare model's."""
    base = load()
    for language in ("fr", "ja"):
        given = articles(language)
        trio = works(base, given)
        for work in trio:
            work()
        times = [[seconds(work) for work in trio] for _ in range(ROUNDS)]
        whole = [read / bare for bare, read, _ in times]
        passed = [bare / asked for bare, _, asked in times]
        print(  # noqa: T201 (a report)
            f"{language}: {len(given)} articles; "
            f"reading / bare model = {median(whole):.2f} (best {min(whole):.2f}); "
            f"gate: {median(passed):.0f} times as many articles a second as the bare model "
            f"(best {max(passed):.0f})"
        )


if __name__ == "__main__":
    main()
