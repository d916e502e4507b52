"""Whether one change more, or one less, fits with those that count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.amendments.amend import amend, amend_where_possible
from knowledge.amendments.amendment import Amendment, AmendmentError
from knowledge.amendments.kept import KeptAmendment
from knowledge.model import Knowledge


def counting(kept: Iterable[KeptAmendment]) -> tuple[Amendment, ...]:
    """The changes that were not taken back, oldest first."""
    return tuple(each.amendment for each in kept if each.taken_back is None)


def with_changes(
    base: Knowledge, kept: Sequence[KeptAmendment], more: Sequence[Amendment]
) -> Knowledge:
    """What would be known with some changes more.

    Raises:
        AmendmentError: when they do not fit, or change nothing.
    """
    made = counting(kept)
    now = amend_where_possible(base, made)
    after = amend(base, (*(each for each in made if each not in now.refused), *more))
    if after == now.knowledge:
        code = "amend-no-change"
        raise AmendmentError(base.phrases.say(code, "en"), code)
    return after


def without_change(base: Knowledge, kept: Sequence[KeptAmendment], key: str) -> Knowledge:
    """What would be known with one change less.

    Raises:
        AmendmentError: when another change rests on it.
    """
    now = amend_where_possible(base, counting(kept))
    after = amend_where_possible(base, counting(each for each in kept if each.id != key))
    for amendment in after.refused:
        if amendment not in now.refused:
            code, detail = "amend-needed", amendment.form or amendment.target
            raise AmendmentError(base.phrases.say(code, "en", detail), code, detail)
    return after.knowledge
