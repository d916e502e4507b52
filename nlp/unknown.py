"""Names that are not in the knowledge base: one key for all spellings of one name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from news.entity import EntityKind
from news.text import fold_text
from nlp.lexicon_ja import COMPANY_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORMS = re.compile("|".join(map(re.escape, sorted(COMPANY_FORMS, key=len, reverse=True))))
_SPACES = re.compile(r"\s+")
# One syllable of romanised Japanese, long vowels included.
_SYLLABLE = (
    r"(?:(?:[kgsztdnhbpmr]y?|sh|ch|ts|j|f|w|y)?(?:ou|oo|oh(?![aeiou])|uu|[aeiou])"
    r"|n(?![aeiou])|(?:k|s|t|p|c)(?=[kstpc]))"
)
_ROMAJI = re.compile(rf"{_SYLLABLE}{{2,}}")
_LONG = re.compile(r"o[uo]|oh(?![aeiou])|uu")
_JOINT = re.compile("[ ・=]")
_SHORTEST_PART = 2  # characters of a name's part that may stand for the whole


def label_of(surface: str) -> str:
    """The name as a reader expects it: widths unified, legal form left out."""
    composed = unicodedata.normalize("NFKC", _FORMS.sub("", surface) or surface)
    return _SPACES.sub(" ", _FORMS.sub("", composed).replace("’", "'").replace("‑", "-")).strip()


def normal_form(surface: str) -> str:
    """The key that all spellings of a name share: folded, ou, oh, ō of romaji read as o."""
    name = _SPACES.sub(" ", fold_text(_FORMS.sub("", surface) or surface)).strip()
    return " ".join(_short_vowels(word) for word in name.split(" ")) or surface


def _short_vowels(word: str) -> str:
    if not _ROMAJI.fullmatch(word):
        return word
    return _LONG.sub(lambda match: match.group()[0], word)


def bind(names: Iterable[tuple[str, EntityKind]]) -> Mapping[tuple[str, EntityKind], str]:
    """Keys of the names of one text: a family name or short form gets the key of the full one.

    Terasawa is Kōji Terasawa and 鵜飼 is 鵜飼征四郎 where the text gives both; Orvane is Orvane
    Mécatronique. Where two full names would fit, the short one stays on its own.
    """
    wanted = dict.fromkeys(names)
    keys = {name: normal_form(name[0]) for name in wanted}
    bearers: dict[tuple[str, EntityKind], list[tuple[str, EntityKind]]] = {}
    for name, full in keys.items():
        for short in _short_forms(full, name[1]):
            bearers.setdefault((short, name[1]), []).append(name)
    for name, key in keys.items():
        longer = {keys[bearer] for bearer in bearers.get((key, name[1]), ())}
        if len(longer) == 1:
            keys[name] = longer.pop()
    return keys


def _short_forms(full: str, kind: EntityKind) -> set[str]:
    """What stands for a name beside it: a family name, the first words of a firm's name."""
    if kind is EntityKind.PLACE:
        return set()
    if kind is EntityKind.PERSON:
        short = {full[joint.end() :] for joint in _JOINT.finditer(full)}
        return short | ({full[:end] for end in range(1, len(full))} if _kanji(full) else set())
    cuts = (joint.start() for joint in _JOINT.finditer(full) if joint.group() != "=")
    return {full[:cut] for cut in cuts if cut > _SHORTEST_PART}


def _kanji(name: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" or char == "々" for char in name)
