"""The language of a text: the script first, then two statistical opinions, then the hint.

langdetect alone calls kanji-only headlines Korean, reads capitals as German and changes its
answer from call to call; here it is seeded, given priors and asked only about Latin text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from nlp.language_han import han_balance
from nlp.language_words import REGIONAL, word_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

UNKNOWN: Final = "und"
"""ISO 639-2 code of a text whose language cannot be told, such as a row of digits."""

_SAMPLE = 6000  # characters; more text changes no answer and costs time
_FLOOR = 0.3  # below it py3langid guesses among many languages
_SHORT = 12  # letters below which the statistics are guesses
_LONG_HAN = 12  # characters
_SURE = 0.9  # py3langid alone is enough above it, with words that bear it out
_TOLD = 1.5  # closed-class words that make a regional language of what looks French
_TOLD_AT_ALL = 1.0  # and that decide between two opinions
_TOLD_PLAINLY = 8.0  # and that need no second opinion ...
_TIMES_PLAINLY = 2.0  # ... where no other language has half of them
_SCRIPT_CONFIDENCE = 0.99
_CJK_WEIGHT = 3  # one kana or kanji says about as much as three Latin letters
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+", re.IGNORECASE)
_ADDRESS_SIGNS = ("@", "://", "www.", "WWW.")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|«[^«»]*»|“[^“”]*”|（[^（）]*）|\([^()]*\)")
_OWN_LETTERS = 6  # outside quotation marks, to tell the language of a text by them
_CJK_LANGUAGES = frozenset({"ja", "zh", "ko"})
_PRIORS: Final = {"fr": 0.3, "en": 0.1, "de": 0.05, "es": 0.05, "it": 0.05, "nl": 0.03, "pt": 0.05}
_EXPECTED: Final = {
    "fr": 0.1,
    "en": 0.1,
    "de": 0.1,
    "es": 0.1,
    "it": 0.1,
    "nl": 0.1,
    "pt": 0.1,
    "ca": 0.1,
    "ro": 0.1,
    "gl": 0.05,
    "oc": 0.05,
    "br": 0.05,
    "co": 0.05,
    "wa": 0.05,
}
_OTHER_PRIOR = 0.01


@dataclass(frozen=True, slots=True)
class Language:
    """What language a text is in, and how sure that is."""

    code: str
    """ISO 639-1 code in lower case, or `und`."""
    confidence: float
    """Between 0 and 1."""


class _Identifier(Protocol):
    """What is used of py3langid, which carries no type information."""

    def rank(self, text: str) -> list[tuple[str, float]]: ...


def detect_language(text: str, hint: str = "") -> Language:
    """The main language of a text; the same text and hint always give the same answer.

    Args:
        text: any text, unnormalised; only its first thousands of characters count.
        hint: the language the source declares (`fr`, `ja-JP` ...). It decides where the text
            does not: no letters, a few kanji that China and Japan share, a very short text.
    """
    sample = text[:_SAMPLE]
    if any(sign in sample for sign in _ADDRESS_SIGNS):
        sample = _ADDRESS.sub(" ", sample)
    weighed = _own_words(sample)
    hint = hint.strip().lower().replace("_", "-").partition("-")[0]
    letters = Counter(weighed)
    han, kana, hangul, latin = (_count(kind, letters) for kind in (_HAN, _KANA, _HANGUL, _LATIN))
    cjk = _CJK_WEIGHT * (han + kana + hangul)
    if cjk == latin == 0 and not any(map(str.isalpha, sample)):
        return Language(hint or UNKNOWN, 0.0)
    if cjk >= latin and cjk > 0:
        if hangul > kana + han // 2:
            return Language("ko", _SCRIPT_CONFIDENCE)
        if kana:
            return Language("ja", _SCRIPT_CONFIDENCE)
        return _han_only("".join(_HAN.findall(weighed)), hint)
    return _alphabetic(sample, hint)


def _count(kind: re.Pattern[str], letters: Mapping[str, int]) -> int:
    """How many characters of a text are of a kind."""
    return sum(letters[letter] for letter in kind.findall("".join(letters)))


def _own_words(sample: str) -> str:
    """The text without what it quotes, unless it is all quotation: titles are cited as they are."""
    rest = _QUOTED.sub(" ", sample)
    enough = islice(filter(str.isalpha, rest), _OWN_LETTERS - 1, None)
    return rest if next(enough, "") else sample


def _han_only(characters: str, hint: str) -> Language:
    """Chinese or Japanese, by what the national character sets write often."""
    balance = han_balance(characters)
    if balance:
        return Language("ja" if balance > 0 else "zh", min(0.8 + 0.05 * abs(balance), 0.98))
    if hint in _CJK_LANGUAGES:
        return Language(hint, 0.8)
    # Characters that both write: a Japanese text of some length would have shown a kana or a
    # character of Japan alone; a short one is more likely Japanese in the press read here.
    return Language("zh" if len(characters) > _LONG_HAN else "ja", 0.6)


def _alphabetic(sample: str, hint: str) -> Language:
    """py3langid where closed-class words bear it out; else what langdetect says is weighed too."""
    sample = _printable(sample)
    words = word_evidence(sample)
    if _plainly_french(words):
        return Language("fr", _SCRIPT_CONFIDENCE)
    second = _by_langid(sample)
    regional = _regional(words)
    if second.code in REGIONAL | {regional} and second.confidence > _SURE:
        return second
    if second.confidence > _SURE and words.get(second.code, 0.0) >= max(words.values(), default=1):
        return second
    found = _weighed(sample, hint, second, words)
    if regional and found.code == "fr":
        return Language(regional, 0.6)
    return found


def _plainly_french(words: Mapping[str, float]) -> bool:
    """Whether the words alone tell French, as in nearly every article of some length.

    Only French is read at length here, and statistics on letters would add nothing but time.
    """
    french = words.get("fr", 0.0)
    others = (evidence for code, evidence in words.items() if code != "fr")
    return french >= _TOLD_PLAINLY and french >= _TIMES_PLAINLY * max(others, default=0.0)


def _regional(words: Mapping[str, float]) -> str:
    """The regional language whose words outweigh those of French; empty where none does."""
    best = max(REGIONAL, key=lambda code: (words.get(code, 0.0), code))
    evidence = words.get(best, 0.0)
    return best if evidence >= _TOLD and evidence > words.get("fr", 0.0) else ""


def _weighed(sample: str, hint: str, second: Language, words: Mapping[str, float]) -> Language:
    """What both opinions agree on; else what the hint or the words confirm; else the surer."""
    first = _by_langdetect(sample)
    if first.code == second.code:
        return Language(first.code, max(first.confidence, second.confidence))
    if hint in (first.code, second.code):
        return Language(hint, 0.7)
    if sum(char.isalpha() for char in sample) < _SHORT and hint:
        return Language(hint, 0.3)
    told = max(words, key=lambda code: (words[code], code), default="")
    unsure = second.confidence < _FLOOR
    if words.get(told, 0.0) >= _TOLD_AT_ALL and (unsure or told in (first.code, second.code)):
        return Language(told, 0.6)
    if unsure and first.confidence < _SURE and (plain := _without_names(sample)):
        return replace(_by_langid(plain), confidence=second.confidence)
    best = first if unsure else second
    return Language(best.code, best.confidence / 2)


def _without_names(sample: str) -> str:
    """The words in small letters, where most are written with a capital as names are."""
    words = sample.split()
    plain = [word for word in words if word[:1].islower()]
    named = sum(word[:1].isupper() for word in words)
    return " ".join(plain) if named > len(plain) > 0 else ""


def _printable(sample: str) -> str:
    """Lone surrogates out, capitals down: both opinions were formed on running text."""
    sample = sample.encode("utf-8", "replace").decode("utf-8")
    letters = Counter(sample)
    upper = sum(count for letter, count in letters.items() if letter.isupper())
    alphabetic = sum(count for letter, count in letters.items() if letter.isalpha())
    return sample.lower() if upper * 2 > alphabetic else sample


def _by_langdetect(sample: str) -> Language:
    factory = _profiles()
    detector = factory.create()
    detector.set_prior_map({code: _PRIORS.get(code, _OTHER_PRIOR) for code in factory.langlist})
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # it found no character it has statistics on
        return Language(UNKNOWN, 0.0)
    if not found:
        return Language(UNKNOWN, 0.0)
    return Language(found[0].lang.partition("-")[0], float(found[0].prob))


@cache
def _profiles() -> DetectorFactory:
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


def _by_langid(sample: str) -> Language:
    weighed = {
        code: probability * _EXPECTED.get(code, _OTHER_PRIOR)
        for code, probability in _classifier()(sample)
    }
    code = max(weighed, key=lambda name: (weighed[name], name))
    return Language(code, float(weighed[code] / sum(weighed.values())))


@cache
def _classifier() -> Callable[[str], list[tuple[str, float]]]:
    # Imported here, after nlp.models has said how many threads NumPy's OpenBLAS may start.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - said above

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier.rank
