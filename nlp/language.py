"""The language of a text: the script first, then two statistical opinions, then the hint.

langdetect alone calls kanji-only headlines Korean, reads capitals as German and changes its
answer from call to call; here it is seeded, given priors and asked only about Latin text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN: Final = "und"
"""ISO 639-2 code of a text whose language cannot be told, such as a row of digits."""

_SAMPLE = 6000  # characters; more text changes no answer and costs time
_FLOOR = 0.3  # below it py3langid guesses among many languages
_SHORT = 12  # letters below which the statistics are guesses
_LONG_HAN = 12  # characters
_SCRIPT_CONFIDENCE = 0.99
_CJK_WEIGHT = 3  # one kana or kanji says about as much as three Latin letters
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+", re.IGNORECASE)
_CJK_LANGUAGES = frozenset({"ja", "zh", "ko"})
_PRIORS: Final = {"fr": 0.3, "en": 0.1, "de": 0.05, "es": 0.05, "it": 0.05, "nl": 0.03, "pt": 0.05}
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

    def classify(self, text: str) -> tuple[str, float]: ...


def detect_language(text: str, hint: str = "") -> Language:
    """The main language of a text; the same text and hint always give the same answer.

    Args:
        text: any text, unnormalised; only its first thousands of characters count.
        hint: the language the source declares (`fr`, `ja-JP` ...). It decides where the text
            does not: no letters, a few kanji that China and Japan share, a very short text.
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE])
    hint = hint.strip().lower().replace("_", "-").partition("-")[0]
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    hangul, latin = len(_HANGUL.findall(sample)), len(_LATIN.findall(sample))
    cjk = _CJK_WEIGHT * (han + kana + hangul)
    if cjk == 0 and not any(char.isalpha() for char in sample):
        return Language(hint or UNKNOWN, 0.0)
    if cjk >= latin and cjk > 0:
        if hangul > kana + han // 2:
            return Language("ko", _SCRIPT_CONFIDENCE)
        if kana:
            return Language("ja", _SCRIPT_CONFIDENCE)
        return _han_only("".join(_HAN.findall(sample)), hint)
    return _alphabetic(sample, hint)


def _han_only(characters: str, hint: str) -> Language:
    """Chinese or Japanese, by what the national character sets can write."""
    if not all(_encodable(char, "shift_jis") for char in characters):
        return Language("zh", 0.98)
    if any(not _encodable(char, "gb2312") and not _encodable(char, "big5") for char in characters):
        return Language("ja", 0.98)
    if hint in _CJK_LANGUAGES:
        return Language(hint, 0.8)
    # Characters that both write: a Japanese text of some length would have shown a kana or a
    # character of Japan alone; a short one is more likely Japanese in the press read here.
    if len(characters) > _LONG_HAN:
        return Language("zh", 0.6)
    return Language("ja", 0.6)


@cache
def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _alphabetic(sample: str, hint: str) -> Language:
    """What langdetect and py3langid agree on; else what the hint confirms; else py3langid."""
    sample = _printable(sample)
    first = _by_langdetect(sample)
    second = _by_langid(sample)
    letters = sum(char.isalpha() for char in sample)
    if first.code == second.code:
        return Language(first.code, max(first.confidence, second.confidence))
    if hint in (first.code, second.code):
        return Language(hint, 0.7)
    if letters < _SHORT and hint:
        return Language(hint, 0.3)
    best = first if second.confidence < _FLOOR else second
    return Language(best.code, best.confidence / 2)


def _printable(sample: str) -> str:
    """Lone surrogates out, capitals down: both opinions were formed on running text."""
    sample = sample.encode("utf-8", "replace").decode("utf-8")
    upper = sum(char.isupper() for char in sample)
    return sample.lower() if upper * 2 > sum(char.isalpha() for char in sample) else sample


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
    code, confidence = _classifier()(sample)
    return Language(code, float(confidence))


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    # Imported here, after nlp.models has said how many threads NumPy's OpenBLAS may start.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - said above

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier.classify
