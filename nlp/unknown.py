"""Names that are not in the knowledge base: one key for all spellings of one name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from news.entity import EntityKind
from news.text import fold_text
from nlp.lexicon_fr import COMPANIES, INSTITUTIONS, LOOSE_INSTITUTIONS
from nlp.lexicon_ja import COMPANY_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nlp.names import Name

_FORMS = re.compile("|".join(map(re.escape, sorted(COMPANY_FORMS, key=len, reverse=True))))
_LATIN_FORMS = r"(?:SAS|SASU|SA|SARL|EURL|SNC|SCOP|SCIC|SCI|SE|GmbH|AG|NV|BV|LLC|PLC|Inc\.?|Ltd\.?)"
# A legal form stands at an end of the name, apart: Vexor SA, SARL Vexor, Vexor Co., Ltd.
_LATIN_FORM = re.compile(rf"^{_LATIN_FORMS} (?=\S)|(?<=\S),? (?:Co\.?,? ?)?{_LATIN_FORMS}$")
_KATAKANA_EQUALS = re.compile("(?<=[ァ-ヺー])=(?=[ァ-ヺー])")
_CAN_BE_NAMED = frozenset({"assemblée", "union", "académie", "parquet", "radio", "maison"})
"""Of these a capital alone can make a name: *l'Assemblée*."""
_COMMON = frozenset(
    fold_text(form)
    for noun in {*COMPANIES, *INSTITUTIONS, *LOOSE_INSTITUTIONS} - _CAN_BE_NAMED
    for form in (noun, f"{noun}s", f"{noun}x")
)
_SPACES = re.compile(r"\s+")
# One syllable of romanised Japanese, long vowels included.
_SYLLABLE = (
    r"(?:(?:[kgsztdnhbpmr]y?|sh|ch|ts|j|f|w|y)?(?:ou|oo|oh(?![aeiou])|uu|[aeiou])"
    r"|n(?![aeiou])|(?:k|s|t|p|c)(?=[kstpc]))"
)
_ROMAJI = re.compile(rf"{_SYLLABLE}{{2,}}")
_LONG = re.compile(r"o[uo]|oh(?![aeiou])|uu")
_JOINT = re.compile("[ ・=]")
_GIVEN = re.compile("(?P<given>[^ ・=]{2,})[ ・]")
_KANJI = re.compile("[\u3005\u4e00-\u9fff]+")
_KANJI_KANA = re.compile("(?P<family>[\u3005\u4e00-\u9fff]+)(?P<given>[ぁ-ゖァ-ヺー]{2,})")
_ARTICLE = re.compile(r"(?<![.!?:»«“\"\n\s])[ \u00a0](?P<article>L[ea]s? )$")
_SHORTEST_PART = 2  # characters of a name's part that may stand for the whole


def label_of(surface: str) -> str:
    """The name as a reader expects it: widths unified, ＝ kept, legal form left out."""
    composed = unicodedata.normalize("NFKC", _FORMS.sub("", surface) or surface)
    plain = _SPACES.sub(" ", _FORMS.sub("", composed).replace("’", "'").replace("‑", "-")).strip()
    return _KATAKANA_EQUALS.sub("＝", _LATIN_FORM.sub("", plain))


def is_firm(surface: str) -> bool:
    """Whether a legal form says that a name is a firm's."""
    return bool(_LATIN_FORM.search(_SPACES.sub(" ", surface)) or _FORMS.search(surface))


def normal_form(surface: str) -> str:
    """The key that all spellings of a name share: folded, ou, oh, ō of romaji read as o."""
    name = fold_text(label_of(surface)).strip()
    return " ".join(_short_vowels(word) for word in name.split(" ")) or surface


def _short_vowels(word: str) -> str:
    if not _ROMAJI.fullmatch(word):
        return word
    return _LONG.sub(lambda match: match.group()[0], word)


def is_common(surface: str) -> bool:
    """Whether a name is no more than a noun for a body, which a capital made look like one."""
    return fold_text(surface) in _COMMON


def widened(text: str, name: Name) -> Name:
    """A place with the capital article that its name begins with: *à La Clusaz*, *Le Lioran*."""
    if name.kind is not EntityKind.PLACE:
        return name
    match = _ARTICLE.search(text[max(0, name.start - 8) : name.start])
    return replace(name, start=name.start - len(match["article"])) if match else name


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
        given = _GIVEN.match(full)
        return short | ({given.group("given")} if given else set()) | _kanji_parts(full)
    cuts = (joint.start() for joint in _JOINT.finditer(full) if joint.group() != "=")
    return {full[:cut] for cut in cuts if cut > _SHORTEST_PART}


def is_kanji(name: str) -> bool:
    """Whether a name is written in kanji alone."""
    return _KANJI.fullmatch(name) is not None


def _kanji_parts(full: str) -> set[str]:
    """What may be the family name of a Japanese name; the given name too, where it is in kana."""
    if is_kanji(full):
        return {full[:end] for end in range(1, len(full))}
    mixed = _KANJI_KANA.fullmatch(full)
    return {mixed["family"], mixed["given"]} if mixed else set()
