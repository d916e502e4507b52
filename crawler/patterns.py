"""Many patterns looked for in bytes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import hyperscan


class Patterns:
    """Regular expressions over bytes, whatever the case of ASCII letters; each is told once.

    Not for several threads at once.
    """

    def __init__(self, patterns: Iterable[bytes]) -> None:
        self._given = tuple(patterns)
        count = len(self._given)
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        if count:
            self._database.compile(
                expressions=list(self._given),
                ids=list(range(count)),
                elements=count,
                flags=[hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH] * count,
            )

    def each_in(self, data: bytes, take: Callable[[bytes], bool]) -> None:
        """Tell each pattern that matches, as it is found, until `take` says that it is enough."""
        if not self._given or not data:
            return
        enough = False

        def found(number: int, *_where: object) -> bool:
            nonlocal enough
            enough = take(self._given[number])
            return enough

        try:
            self._database.scan(data, match_event_handler=found)
        except hyperscan.error:
            if not enough:  # else it is how a scan that was broken off tells so
                raise

    def any_in(self, data: bytes) -> bool:
        """Whether any pattern matches."""
        seen: list[bytes] = []

        def take(pattern: bytes) -> bool:
            seen.append(pattern)
            return True

        self.each_in(data, take)
        return bool(seen)


class Ends:
    """Where one regular expression over bytes ends, everywhere in them."""

    def __init__(self, pattern: bytes) -> None:
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        flags = [hyperscan.HS_FLAG_CASELESS]
        self._database.compile(expressions=[pattern], ids=[0], elements=1, flags=flags)

    def find(self, data: bytes) -> list[int]:
        """Offsets right behind the matches."""
        found: list[int] = []

        def take(_number: int, _start: int, end: int, *_: object) -> None:
            found.append(end)

        if data:
            self._database.scan(data, match_event_handler=take)
        return found
