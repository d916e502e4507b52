"""Many patterns looked for in bytes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import hyperscan


class Patterns:
    """Regular expressions over bytes; each is told once. Not for several threads at once."""

    def __init__(
        self, patterns: Iterable[bytes], *, every: Iterable[bytes] = (), caseless: bool = True
    ) -> None:
        """Compile them.

        Args:
            patterns: in the syntax of hyperscan.
            every: such of which each place is told.
            caseless: whether the case of ASCII letters makes no difference.
        """
        once, all_of = tuple(patterns), tuple(every)
        self._given = (*once, *all_of)
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        flags = hyperscan.HS_FLAG_CASELESS if caseless else 0
        single = flags | hyperscan.HS_FLAG_SINGLEMATCH
        if self._given:
            self._database.compile(
                expressions=list(self._given),
                ids=list(range(len(self._given))),
                elements=len(self._given),
                flags=[single] * len(once) + [flags] * len(all_of),
            )

    def each_in(self, data: bytes, take: Callable[[bytes, int], bool]) -> None:
        """Tell each pattern that matches, and where it ends, until `take` says: enough."""
        if not self._given or not data:
            return
        enough = False

        def found(number: int, _start: int, end: int, *_: object) -> bool:
            nonlocal enough
            enough = take(self._given[number], end)
            return enough

        try:
            self._database.scan(data, match_event_handler=found)
        except hyperscan.error:
            if not enough:  # else it is how a scan that was broken off tells so
                raise

    def any_in(self, data: bytes) -> bool:
        """Whether any pattern matches."""
        seen: list[bytes] = []

        def take(pattern: bytes, _end: int) -> bool:
            seen.append(pattern)
            return True

        self.each_in(data, take)
        return bool(seen)
