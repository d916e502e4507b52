"""The written forms of a name that follow from it by rule, so that nobody types them.

Width, case, accents and the marks between katakana are no concern here: whoever compares names
folds them with `news.text.fold_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# How a long Japanese o or u is also romanised; the bare vowel comes from folding.
_LONG_VOWELS = (
    {"ō": "oh", "Ō": "Oh"},
    {"ō": "ou", "Ō": "Ou"},
    {"ō": "oo", "Ō": "Oo", "ū": "uu", "Ū": "Uu"},
)
_PARTED = re.compile("(?<=[ァ-ヺー])[・＝=](?=[ァ-ヺー])")
_INVARIABLE = frozenset("sxz")
# After one of these a French phrase keeps its form in the plural.
_LINK = re.compile(r"(?:de|du|des|d'.*|à|au|aux|en|et|ou|par|pour|sans|sur|l'.*|la|le|les)")
_PLURAL_ENDINGS = (("au", "aux"), ("al", "aux"), ("eu", "eux"))


def unique(forms: Iterable[str]) -> tuple[str, ...]:
    """The forms in their order, each once, empty ones left out."""
    return tuple(dict.fromkeys(form for form in forms if form))


def romanised(name: str) -> tuple[str, ...]:
    """A name and its spellings without macrons: Ōmura, Ohmura, Oumura, Oomura."""
    variants = (
        name.translate({ord(old): new for old, new in table.items()}) for table in _LONG_VOWELS
    )
    return unique((name, *variants))


def person_aliases(label: str, names: Mapping[str, str], family: Mapping[str, str]) -> list[str]:
    """Full forms of a person: both orders in Latin script, a space in a Japanese name."""
    forms: list[str] = []
    given = _given(label, family.get("latin", ""))
    if given:
        both = zip(romanised(given), romanised(family["latin"]), strict=False)
        pairs = [*both, *((given, form) for form in romanised(family["latin"]))]
        forms += [f"{first} {last}" for first, last in pairs]
        forms += [f"{last} {first}" for first, last in pairs]
    japanese, surname = names.get("ja", ""), family.get("ja", "")
    if surname and japanese.startswith(surname) and japanese != surname:
        forms.append(f"{surname} {japanese.removeprefix(surname)}")
    return forms


def person_weak_aliases(label: str, family: Mapping[str, str]) -> list[str]:
    """Forms of a person that need a full form beside them: family name, initial and family name."""
    forms = list(romanised(family["latin"])) if "latin" in family else []
    given = _given(label, family.get("latin", ""))
    if given:
        initial = "-".join(f"{part[0]}." for part in given.split("-"))
        forms.append(f"{initial} {family['latin']}")
    # One character is too common a word to stand for anybody.
    if len(family.get("ja", "")) > 1:
        forms.append(family["ja"])
    return forms


def place_aliases(names: Iterable[str]) -> list[str]:
    """Katakana names of places without the marks between their parts: オートサヴォワ県."""
    parted = (name for name in names if _PARTED.search(name))
    return [_PARTED.sub("", name) for name in parted]


def _given(label: str, surname: str) -> str:
    if not surname or not label.endswith(f" {surname}"):
        return ""
    return label.removesuffix(surname).strip()


def with_plural(cue: str) -> tuple[str, ...]:
    """A French word or phrase and its regular plural: remontée mécanique, remontées mécaniques."""
    words = cue.split(" ")
    end = next((at for at, word in enumerate(words) if at and _LINK.fullmatch(word)), len(words))
    return unique((cue, " ".join([*map(_plural, words[:end]), *words[end:]])))


def _plural(word: str) -> str:
    if word[-1] in _INVARIABLE or not word[-1].isalpha() or word.isupper():
        return word
    for ending, plural in _PLURAL_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + plural
    return f"{word}s"
