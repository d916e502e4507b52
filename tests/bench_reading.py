"""`make bench`: the reader against the bare models on the sample press, as a ratio in one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from demo import CLOCK, SamplePress
from knowledge import load
from news.article import Article
from nlp import Reader
from nlp.models import NameModel

ROUNDS = 3


def articles(language: str) -> list[Article]:
    """The sample press's articles in one language."""
    return [
        Article(item.id, "bench", item.url, item.title, item.text, language, None, CLOCK)
        for item in SamplePress.load().articles
        if item.language == language
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, by the clock on the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print, for each language, the reader's time over the bare pipeline's, paired by round."""
    base = load()
    for language in ("fr", "ja"):
        given = articles(language)
        texts = [article.full_text for article in given]
        reader, model = Reader(base), NameModel(language)
        works = (lambda: list(model.parse(texts)), lambda: list(reader.read(given)))  # noqa: B023 (called at once)
        for work in works:
            work()
        times = [[seconds(work) for work in works] for _ in range(ROUNDS)]
        ratio = median(whole / bare for bare, whole in times)
        print(f"{language}: {len(given)} articles, reader / bare model = {ratio:.2f}")  # noqa: T201 (a report)


if __name__ == "__main__":
    main()
