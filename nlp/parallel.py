"""Several readers at once: processes that share a long row of articles, answered in order.

This process reads too, and hands others their share as soon as they have loaded; so a row that is
done before costs nothing but a core that was idle. What is known passes to each once (some hundred
kilobytes), the models are loaded by each when their language first comes. A process that dies is
told, and what it had is read here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from threading import Thread
from typing import TYPE_CHECKING, Final, Protocol, Self

from nlp.reader import Reader, ReaderOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from knowledge import Knowledge
    from news.analysis import Analysis
    from news.article import Article
    from news.source import Source

WORTH: Final = 600
"""Articles below which no other process is started: this one is done before another has loaded."""
_EACH: Final = 2  # batches that a process has at once, so that it never waits for this one
_AHEAD: Final = 32  # batches that may be done before the first of the row is
_GATED: Final = 4  # times the size of a batch of which most will be turned away

_Batch = tuple["Article", ...]


class ArticleReader(Protocol):
    """Whoever reads articles."""

    maker: str
    """Models, rules and knowledge that read: another one reads articles again."""

    def read(
        self, articles: Iterable[Article], sources: Mapping[str, Source] | None = None
    ) -> Iterator[Analysis]:
        """Analyses in the order of the articles, made as they are asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Sharing:
    """Among how many processes the reading is shared."""

    processes: int = 0
    """This one included; 0 for as many as there are cores, 1 for none but this."""
    worth: int = WORTH
    """Articles from which others are started."""


class SharedReader:
    """A reader that has others read with it where there is enough to read."""

    def __init__(
        self,
        knowledge: Knowledge,
        options: ReaderOptions,
        sharing: Sharing,
        tell: Callable[[str], None],
    ) -> None:
        """Start nothing yet.

        Args:
            knowledge: what is known, to every process.
            options: what reads, the same in every process.
            sharing: among how many.
            tell: is given one sentence when processes are lost.
        """
        self._own = Reader(knowledge, options)
        self._knowledge = knowledge
        self._options = options
        self._sharing = sharing
        self._tell = tell
        self.maker = self._own.maker

    def read(
        self, articles: Iterable[Article], sources: Mapping[str, Source] | None = None
    ) -> Iterator[Analysis]:
        """Analyses in the order of the articles, made as they are asked for."""
        given = iter(articles)
        others = (self._sharing.processes or _cores()) - 1
        worth = self._sharing.worth * (_GATED if self._options.gate else 1)
        first = list(islice(given, worth)) if others > 0 else []
        every = chain(first, given)
        if others < 1 or len(first) < worth:
            yield from self._own.read(every, sources)
            return
        hinted = (_hinted(article, sources or {}) for article in every)
        with _Crew(others, self._knowledge, self._options) as crew:
            yield from self._together(hinted, crew)

    def _together(self, articles: Iterator[Article], crew: _Crew) -> Iterator[Analysis]:
        size = self._options.batch * (_GATED if self._options.gate else 1)
        batches = iter(lambda: tuple(islice(articles, size)), ())
        row: deque[tuple[_Batch, Future[list[Analysis]]]] = deque()
        while True:
            while crew.is_free() and (batch := next(batches, ())):
                row.append((batch, crew.read(batch)))
            waits = row and (row[0][1].done() or len(row) >= _AHEAD)
            if not waits and (batch := next(batches, ())):
                row.append((batch, _done(list(self._own.read(batch)))))
            elif row:
                yield from self._result(*row.popleft())
            else:
                break
        if crew.lost:
            self._tell(f"Reading went on in one process: {crew.lost}.")

    def _result(self, batch: _Batch, future: Future[list[Analysis]]) -> Sequence[Analysis]:
        try:
            return future.result()
        except BrokenExecutor:
            return list(self._own.read(batch))


class _Crew:
    """The other processes."""

    def __init__(self, count: int, knowledge: Knowledge, options: ReaderOptions) -> None:
        self._pool = ProcessPoolExecutor(
            count,
            multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(knowledge, options),
        )
        self._ready = [self._pool.submit(_is_ready) for _ in range(count)]
        self._given: list[Future[list[Analysis]]] = []
        self.lost = ""
        """Why they read no more, or nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Without waiting: one that has not loaded yet would be waited for in vain.
        self._pool.shutdown(wait=False, cancel_futures=True)

    def is_free(self) -> bool:
        """Whether one that has loaded could take a batch now."""
        loaded = [future for future in self._ready if future.done()]
        ended = [future for future in self._given if future.done()]
        self._given = [future for future in self._given if future not in ended]
        errors = [*(one.exception() for one in loaded), *(one.exception() for one in ended)]
        if any(isinstance(error, BrokenExecutor) for error in errors):
            self.lost = "another one died (is memory short? analyse.workers = 1 needs least)"
        return not self.lost and len(self._given) < _EACH * len(loaded)

    def read(self, batch: _Batch) -> Future[list[Analysis]]:
        """Hand a batch over."""
        try:
            future = self._pool.submit(_read, batch)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        self._given.append(future)
        return future


def _cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _hinted(article: Article, sources: Mapping[str, Source]) -> Article:
    """The article with its source's language where it declares none."""
    source = sources.get(article.source_id)
    if article.language or source is None:
        return article
    return replace(article, language=source.language)


def _done(result: list[Analysis]) -> Future[list[Analysis]]:
    future: Future[list[Analysis]] = Future()
    future.set_result(result)
    return future


_reader: Reader | None = None
"""The reader of a process of a crew; none anywhere else."""


def _begin(knowledge: Knowledge, options: ReaderOptions) -> None:
    """Get ready to read, and end with the process that asked for it, however that ends."""
    global _reader  # noqa: PLW0603 - a pool's processes keep what they have between calls so
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_outlive_nobody, daemon=True).start()
    _reader = Reader(knowledge, options)


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _is_ready() -> bool:
    return _reader is not None


def _read(batch: _Batch) -> list[Analysis]:
    return list(_reader.read(batch)) if _reader else []
