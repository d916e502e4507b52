"""Where the next page of a thread goes on, as an address says it."""

from __future__ import annotations

from datetime import UTC, datetime

from review.asked import Asked, Saying, bad_value
from storage import Place

_MARK = "~"
_LONGEST = 100


def write_place(place: Place) -> str:
    """A place in a thread as the value of a parameter."""
    dated, article_id = place
    return f"{dated.astimezone(UTC).isoformat().replace('+00:00', 'Z')}{_MARK}{article_id}"


def read_place(asked: Asked, name: str = "before") -> Place | None:
    """The place that an address asks for; None for the beginning.

    Raises:
        RefusalError: when it is none that a page wrote.
    """
    value = asked.short(name, _LONGEST)
    if not value:
        return None
    written, mark, article_id = value.partition(_MARK)
    try:
        dated = datetime.fromisoformat(written)
    except ValueError:
        dated = None
    if dated is None or dated.tzinfo is None or not mark or not article_id.isascii():
        raise bad_value(name, value, Saying("expected-thread-place"))
    return dated, article_id
