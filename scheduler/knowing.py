"""What is known for a store: the bundled base with what its team changed, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge import Knowledge, load
from knowledge.amendments import (
    Amended,
    KeptAmendment,
    Signature,
    amend_where_possible,
    counting,
    with_changes,
    without_change,
)
from news.errors import BusyError
from scheduler.settings import Settings
from storage import Amendments, file_of, open_amendments


def bundled(settings: Settings) -> Knowledge:
    """The knowledge base of the files, without what the team changed."""
    return load(settings.knowledge, settings.sources)


def known(settings: Settings, base: Knowledge | None = None) -> Amended:
    """The knowledge base that the store of these settings is read with.

    Args:
        settings: where the store is; without one yet, nobody has changed anything.
        base: what is changed; that of the files when it is None.
    """
    base = base or bundled(settings)
    file = file_of(settings.database)
    if file and not file.is_file():
        return Amended(base, {})
    with open_amendments(settings.database) as amendments:
        return amend_where_possible(base, counting(amendments.kept()))


def take_in(
    base: Knowledge, amendments: Amendments, given: Sequence[KeptAmendment]
) -> list[KeptAmendment]:
    """Keep changes that come from elsewhere; those that were new, all of them or none.

    Raises:
        AmendmentError: when one does not fit with what is known here.
        BusyError: when somebody else makes changes at the same time.
    """
    seen, kept = amendments.count(), amendments.kept()
    here = {each.id for each in kept}
    fresh = [each for each in given if each.id not in here]
    if fresh:
        with_changes(base, kept, [each.amendment for each in fresh])
    for place, each in enumerate(fresh):
        if not amendments.append(each, seen + place):
            raise _meanwhile()
    return fresh


def undo(base: Knowledge, amendments: Amendments, key: str, signed: Signature) -> None:
    """Take a change back.

    Raises:
        AmendmentError: when another change rests on it.
        StoreError: when there is no such change, or it was taken back already.
        BusyError: when somebody else makes changes at the same time.
    """
    seen = amendments.count()
    without_change(base, amendments.kept(), key)
    if not amendments.take_back(key, signed, seen):
        raise _meanwhile()


def _meanwhile() -> BusyError:
    return BusyError("somebody else changed what is known meanwhile", "look again, and repeat it")
