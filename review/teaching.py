"""What the team makes known from the desk: tried, kept, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from knowledge import Knowledge
from knowledge.amendments import (
    Amended,
    Amendment,
    KeptAmendment,
    Signature,
    amend_where_possible,
    counting,
    with_changes,
    without_change,
)
from news.errors import BusyError
from review.desk import Desk
from review.trial import DAYS, Readers, Trial, queries, try_out
from storage import Amendments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp import Reader

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Lectern:
    """What teaching needs from outside."""

    amendments: Amendments
    """Where changes are kept."""
    make_reader: Callable[[Knowledge], Reader]
    """The reader of the daily job; called when something is first tried."""


class Teaching:
    """The changes of what is known, and a desk that shows everything by them.

    Trials read with the models, which takes memory and processors: one at a time.
    """

    def __init__(self, base: Knowledge, lectern: Lectern) -> None:
        self.base = base
        self.amendments = lectern.amendments
        self._make_reader = lectern.make_reader
        self._reader: tuple[str, Reader] | None = None
        self._alone = Lock()
        self._seen = -1
        self._amended = Amended(base, {})
        self._last: Trial | None = None

    def renew(self, desk: Desk) -> Amended:
        """Have the desk show what counts now, whoever changed it."""
        count = self.amendments.count()
        if count != self._seen:
            self._amended = amend_where_possible(self.base, counting(self.amendments.kept()))
            self._seen = count
            desk.learn(self._amended.knowledge)
        return self._amended

    def consider(self, amendment: Amendment) -> Knowledge:
        """What would be known with a change more.

        Raises:
            AmendmentError: when it does not fit, or changes nothing.
        """
        return with_changes(self.base, self.amendments.kept(), [amendment])

    def try_out(self, desk: Desk, amendment: Amendment, now: datetime) -> Trial:
        """What a change would do to the articles of late.

        Raises:
            AmendmentError: when it does not fit, or changes nothing.
            BusyError: when another trial takes too long.
        """
        tried = self.consider(amendment)
        known = desk.knowledge
        wanted = tuple(queries(known, tried, amendment, now - timedelta(days=DAYS)))
        with self._by_itself():
            reader = self._reader_of(known)
            readers = Readers(reader, reader.knowing(tried), known.sources)
            self._last = try_out(desk.store, readers, wanted, monotonic)
            return self._last

    def keep(self, desk: Desk, kept: KeptAmendment) -> None:
        """Keep a change; what its trial read is read for good.

        Raises:
            AmendmentError: when it does not fit, or changes nothing.
            BusyError: when others change what is known all the time.
        """
        self._add(
            lambda so_far: with_changes(self.base, so_far, [kept.amendment]),
            lambda seen: self.amendments.append(kept, seen),
        )
        version = self.renew(desk).knowledge.version
        trial, self._last = self._last, None
        if trial and f"knowledge-{version}" in trial.maker:
            desk.store.keep_analyses(trial.analyses)

    def take_back(self, desk: Desk, key: str, signed: Signature) -> None:
        """Take a change back.

        Raises:
            AmendmentError: when another change rests on it.
            StoreError: when there is no such change, or it was taken back already.
            BusyError: when others change what is known all the time.
        """
        self._add(
            lambda so_far: without_change(self.base, so_far, key),
            lambda seen: self.amendments.take_back(key, signed, seen),
        )
        self.renew(desk)

    def _add(
        self,
        check: Callable[[Sequence[KeptAmendment]], Knowledge],
        put: Callable[[int], bool],
    ) -> None:
        """Check against what is kept, and put down; again when somebody came between."""
        for _ in range(3):
            seen = self.amendments.count()
            check(self.amendments.kept())
            if put(seen):
                return
        raise BusyError("others change what is known", "look again, and repeat it")

    def _reader_of(self, knowledge: Knowledge) -> Reader:
        """The reader of what is known now, on models that are loaded once."""
        if self._reader is None:
            self._reader = (knowledge.version, self._make_reader(knowledge))
        elif self._reader[0] != knowledge.version:
            self._reader = (knowledge.version, self._reader[1].knowing(knowledge))
        return self._reader[1]

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        if not self._alone.acquire(timeout=_PATIENCE_SECONDS):
            raise BusyError("another change is being tried", "wait a minute, then try again")
        try:
            yield
        finally:
            self._alone.release()
