"""The normal form of a written name: what folding makes equal anyway is typed in one way only.

So one spelling stands in the files for all widths, apostrophes and hyphens, a search in them finds
it, and a difference that nobody can see cannot hide in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from knowledge.record import Record
from news.text import fold_text

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_KEPT = frozenset("＝（）")
"""Full-width marks that Japanese names are printed with; folding reads them like narrow ones."""
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile("[ぁ-ゖー・ ]+")
_UNFIT = {
    "no-letter": ("holds no letter", "write a name, or leave it out"),
    "too-short": ("is too short to stand alone", "make it longer, or leave it out"),
}
_SHORTEST = 2  # characters of a form that stands for an entity without help


def plain(form: str) -> str:
    """A form as it is to be typed: NFKC but for ＝ and （）, straight apostrophes and hyphens."""
    if form.isascii() and "`" not in form:
        return form
    narrow = (char if char in _KEPT else unicodedata.normalize("NFKC", char) for char in form)
    return unicodedata.normalize("NFC", "".join(narrow)).translate(_PLAIN)


def check_forms(record: Record, key: str, forms: Iterable[str], *, alone: bool = False) -> None:
    """Refuse forms that are not normal, hold no letter or, standing alone, are too short.

    Raises:
        KnowledgeError: at the first of them.
    """
    for form in forms:
        wanted = plain(form)
        if wanted != form and fold_text(wanted) == fold_text(form):
            problem = f"“{form}” in {key} is not in normal form"
            raise record.error(key, problem, f"write “{wanted}”: the other is read like it", form)
        if reason := unfit(form, alone=alone):
            problem, remedy = _UNFIT[reason]
            raise record.error(key, f"“{form}” in {key} {problem}", remedy, form)


def unfit(form: str, *, alone: bool) -> str:
    """Why a form can stand for nothing, `no-letter` or `too-short`; empty when it can."""
    if not _LETTER.search(form):
        return "no-letter"
    return "too-short" if alone and len(form) < _SHORTEST else ""


def check_apart(record: Record, lists: Mapping[str, Iterable[str]]) -> None:
    """Refuse a form that stands in two lists of one entry, or again the name itself.

    Raises:
        KnowledgeError: at the first that does.
    """
    places: dict[str, str] = {}
    for key, forms in lists.items():
        for form in forms:
            if form in places:
                problem = f"“{form}” stands in {places[form]} and in {key}"
                raise record.error(key, problem, "keep one of the two", form)
            places[form] = key


def check_kana(record: Record, names: Mapping[str, str]) -> None:
    """Refuse a reading that is not in hiragana.

    Raises:
        KnowledgeError: when it is not.
    """
    kana = names.get("kana", "")
    if kana and not _KANA.fullmatch(kana):
        remedy = "write it in hiragana, family name first"
        raise record.error("names", f"kana is no reading: “{kana}”", remedy, kana)
