"""Plain text as an article: a title is found in it or made of its first sentence."""

from __future__ import annotations

import re

from crawler.document import flatten
from news.errors import ExtractionError

_LONGEST_TITLE = 150
_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?…])(?=\s+[A-ZÀ-ÖØ-Þ«\"])")


def split_text(text: str) -> tuple[str, str]:
    """Title and body of a plain text.

    A short first line that is no sentence and stands above an empty line is the title. Otherwise
    the first sentence is lent as title, cut at a word, and the body is the whole text.

    Raises:
        ExtractionError: `no-body`, when there is no text at all.
    """
    lines = [flatten(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    filled = [line for line in lines if line]
    if not filled:
        raise ExtractionError("no-body", "the file holds no text")
    first = filled[0]
    follows = lines[lines.index(first) + 1 :]
    headed = bool(follows) and not follows[0] and len(filled) > 1
    if headed and len(first) <= _LONGEST_TITLE and first[-1] not in ".。!！?？…:;,、":
        return first, "\n".join(filled[1:])
    return _shorten(_SENTENCE_END.split(first, maxsplit=1)[0]), "\n".join(filled)


def _shorten(sentence: str) -> str:
    sentence = sentence.strip()
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    cut = sentence[: _LONGEST_TITLE - 1]
    # A word is never cut in two where the language has spaces.
    return f"{cut.rpartition(' ')[0] or cut}…"
