"""`make bench`: the reading and the gate against the bare models, as ratios in one run.

*Bare* is `NameModel.run`: the same spaCy components, already loaded, on the same cleaned pieces of
the same texts in batches of the same size, and nothing of ours around them: no language, no rules,
no knowledge base. The works alternate in one process, so that what else the machine does meets
all of them; each ratio is of one round, the median and the best of the rounds are printed.

Then the product as it runs, by the clock: a row of two thousand articles read by as many processes
as there are cores, their start and their loading counted, against spaCy's own `nlp.pipe` over the
same cleaned texts, already loaded, in this process. It says what the second core gives, and needs a
machine that has nothing else to do.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from statistics import median

from demo import CLOCK, SamplePress
from knowledge import Knowledge, load
from news.article import Article
from news.text import fold
from nlp import Reader, ReaderOptions, SharedReader, Sharing
from nlp.clean import clean
from nlp.gate import Gate
from nlp.gazetteer import Gazetteer
from nlp.models import NameModel

ROUNDS = 7
HELD = 16
"""Articles that the reader gives its models at once."""


ROW = 2000
"""Articles of a long row."""


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


def clocked(work: Callable[[], object]) -> float:
    """How long one waits for it."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def as_it_runs(base: Knowledge, given: Sequence[Article]) -> None:
    """Print what a long row takes by the clock, over what spaCy takes for the same texts."""
    row = [replace(one, id=str(number)) for number, one in enumerate(islice(cycle(given), ROW))]
    cleaned = [clean(article.full_text).text for article in row]
    pipeline = NameModel(given[0].language)._pipeline
    bare = clocked(lambda: [None for _ in pipeline.pipe(cleaned)])
    for processes in (1, 0):
        readers = SharedReader(base, ReaderOptions(), Sharing(processes), print)
        took = clocked(lambda readers=readers: [None for _ in readers.read(row)])  # type: ignore[misc] # a default binds it now
        print(  # noqa: T201 (a report)
            f"  {ROW} articles by the clock, {processes or 'a process a core'}: "
            f"{took / bare:.2f} of nlp.pipe"
        )


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
        as_it_runs(base, given)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"another process took {most} MiB at the most")  # noqa: T201 (a report)


if __name__ == "__main__":
    main()
