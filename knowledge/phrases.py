"""The words that people are shown: one table of codes, three languages, numbered placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("fr", "ja", "en")
PLACEHOLDER = re.compile(r"\{(\d)\}")
_SINGULAR = {"fr": frozenset({"0", "1"}), "en": frozenset({"1"})}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase in every language."""

    texts: Mapping[str, str]
    """By language; `{0}`, `{1}` ... stand for the particulars."""
    singular: Mapping[str, str]
    """The form used when the first particular is a number that the language calls singular."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases by code."""

    table: Mapping[str, Phrase]

    def __contains__(self, code: object) -> bool:
        return code in self.table

    def say(self, code: str, language: str, *detail: str) -> str:
        """The phrase of a code with its particulars filled in.

        An unknown language is answered in English. An unknown code, which only an analysis kept
        by another version can bring, is answered by the code and its particulars. A placeholder
        without a particular becomes empty; braces inside particulars are left alone.
        """
        phrase = self.table.get(code)
        if phrase is None:
            return f"{code}: {', '.join(detail)}" if detail else code
        text = phrase.texts.get(language, phrase.texts["en"])
        if detail and detail[0] in _SINGULAR.get(language, ()):
            text = phrase.singular.get(language, text)
        return PLACEHOLDER.sub(lambda match: _particular(detail, int(match[1])), text)


def _particular(detail: tuple[str, ...], index: int) -> str:
    return str(detail[index]) if index < len(detail) else ""
