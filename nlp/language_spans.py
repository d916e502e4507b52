"""Mixed pages: where a text goes on in another language than its main one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlp.language import UNKNOWN, detect_language

if TYPE_CHECKING:
    from collections.abc import Iterator

_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff66-\uff9d"
_MARKS = r"\s、。，．・「」『』（）()〈〉《》！？!?,.;:'’«»“”\-–—"
_CJK_RUN: Final = re.compile(rf"[{_CJK}](?:[{_CJK}{_MARKS}0-9]*[{_CJK}])?")
_LATIN_RUN: Final = re.compile(rf"[^\W\d_{_CJK}](?:[^\W_{_CJK}]|[{_MARKS}])*[^\W_{_CJK}]")
_LINE: Final = re.compile(r"[^\n]+")
_FEWEST_CJK = 2
"""Characters; a single one is a symbol more often than a word."""
_FEWEST_WORDS = 3
"""Of Latin letters inside Japanese; fewer are a name."""
_FEWEST_LETTERS = 40
"""Of a line in another language of the same script; statistics on fewer are guesses."""
_SURE = 0.9
_EASTERN = frozenset({"ja", "zh", "ko"})


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of a text in another language than the main one; offsets are code points."""

    start: int
    end: int
    code: str
    """ISO 639-1 code in lower case."""


def foreign_spans(text: str, main: str) -> tuple[LanguageSpan, ...]:
    """Where a text is in another language than its main one, in order, without overlap.

    Inside a text in Latin letters: every run of kana, kanji or hangul, and every line that is
    surely in another language. Inside Japanese, Chinese or Korean: every run of three words or
    more in Latin letters.

    Args:
        text: The text as stored.
        main: Its main language, as `detect_language` says it.
    """
    if main == UNKNOWN:
        return ()
    found = _latin_runs(text) if main in _EASTERN else _others_in_latin(text, main)
    return tuple(span for span in found if span.code not in (main, UNKNOWN))


def _latin_runs(text: str) -> Iterator[LanguageSpan]:
    for run in _LATIN_RUN.finditer(text):
        if len(run.group().split()) >= _FEWEST_WORDS:
            yield LanguageSpan(*run.span(), detect_language(run.group()).code)


def _others_in_latin(text: str, main: str) -> Iterator[LanguageSpan]:
    for line in _LINE.finditer(text):
        runs = [run for run in _CJK_RUN.finditer(text, *line.span()) if _long_enough(run.group())]
        if runs:
            for run in runs:
                yield LanguageSpan(*run.span(), detect_language(run.group(), "ja").code)
        elif sum(map(str.isalpha, line.group())) >= _FEWEST_LETTERS:
            language = detect_language(line.group(), main)
            if language.confidence >= _SURE:
                yield LanguageSpan(*line.span(), language.code)


def _long_enough(run: str) -> bool:
    return len(run) >= _FEWEST_CJK
