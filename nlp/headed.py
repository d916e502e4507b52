"""Patterns that begin with a word of a list, tried only where one of these words stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ahocorasick

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator


class HeadedPattern:
    """A pattern with the words that every match of it begins with.

    Python's engine tries a hundred words one by one at every character of a text; an automaton
    finds the few places of all of them in one pass. The matches are those of `finditer`.
    """

    def __init__(
        self, pattern: re.Pattern[str], heads: Iterable[str], *, lower: bool = False
    ) -> None:
        """Build the automaton.

        Args:
            pattern: what is looked for; only lookbehinds may stand before its first word.
            heads: what its matches begin with, written as in the text.
            lower: whether the pattern takes its first word in any case; heads are in lower case.
        """
        self._pattern = pattern
        self._lower = lower
        self._heads = ahocorasick.Automaton()
        for head in heads:
            self._heads.add_word(head, len(head))
        self._heads.make_automaton()

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text, in order, without overlap."""
        searched = text.lower() if self._lower else text
        if len(searched) != len(text):
            # A letter that grows in lower case would shift every place behind it.
            yield from self._pattern.finditer(text)
            return
        free = 0
        for start in sorted({last + 1 - length for last, length in self._heads.iter(searched)}):
            match = self._pattern.match(text, start) if start >= free else None
            if match:
                free = match.end()
                yield match
