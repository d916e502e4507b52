"""French names that their own writing gives away: heads of institutions, honorifics, signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp import lexicon_fr as lexicon
from nlp.headed import HeadedPattern
from nlp.spans import FORM, GUESS, ORGANISATION, PERSON, PLACE, RULE, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from news.entity import EntityKind
    from nlp.models import Token

_UP = (
    r"A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0106\u010c\u0112\u0141\u014c\u0152\u015a\u0160\u016a"
    r"\u0178\u017d"
)
_LETTER = r"[^\W\d_]"
NAME: Final = rf"(?:[dlDL]')?[{_UP}](?:{_LETTER}|[-']){{0,60}}"
"""One word of a name, with its elided particle."""
# Counted, not endless: a text of nothing but capitals must not cost the square of its length.
_MORE = "{0,9}"
NAMES: Final = (
    rf"{NAME}(?:[ ](?:(?:de|du|des|d'|la|le|les|van|von|der|del)[ ]){{0,3}}{NAME}){_MORE}"
)
_LINK = r"(?:de la |de l'|du |des |de |d')"
_ADJECTIVE = (
    rf"{_LETTER}{{1,40}}(?:al|ale|aux|ales|nel|nelle|ique|iques|if|ive|iens?|iennes?|aire|aires|ier|ière"
    r"|ères|iers|ieure?s?|ée?"
    r"|ais|aise|ois|oise|ain|aine|ouge)(?!\w)"
)


def _either_case(nouns: Iterable[str]) -> str:
    return "|".join(f"[{noun[0].upper()}{noun[0]}]{re.escape(noun[1:])}" for noun in nouns)


def _headed(nouns: Iterable[str], pattern: str) -> HeadedPattern:
    """A pattern that begins with one of some nouns, its first letter in either case."""
    heads = [case + noun[1:] for noun in nouns for case in (noun[0], noun[0].upper())]
    return HeadedPattern(re.compile(pattern), heads)


_ALL = [*lexicon.INSTITUTIONS, *lexicon.LOOSE_INSTITUTIONS]
_MODIFIER = (
    rf"(?: {_ADJECTIVE}| d'appel| d'assises| de commerce(?: et d'industrie)?| de technologie"
    r"| de recherche| de police| de santé| des sciences| d'agriculture| de métiers| d'études)"
)
_CAPITAL_HEAD = (
    rf"(?<![\w-])(?:{'|'.join(noun[0].upper() + re.escape(noun[1:]) for noun in _ALL)})(?![\w-])"
)
_OF_NAME = _headed(
    _ALL,
    rf"(?<![\w-])(?:(?:{_either_case(lexicon.INSTITUTIONS)}){_MODIFIER}?"
    rf"|(?:{_either_case(lexicon.LOOSE_INSTITUTIONS)}){_MODIFIER}"
    rf"|{_CAPITAL_HEAD}{_MODIFIER}?)"
    rf" (?:{_LINK}){NAMES}(?: \d+)?",
)
_DIRECT_NAME = _headed(
    lexicon.NAMED_DIRECTLY,
    rf"(?<![\w-])(?:{_either_case(lexicon.NAMED_DIRECTLY)})(?: {_ADJECTIVE})? {NAMES}(?: \d+)?",
)
_OF_NOUN = _headed(
    _ALL,
    rf"{_CAPITAL_HEAD}(?: {_ADJECTIVE}){{0,4}} {_LINK}{_LETTER}[\w'-]{{0,60}}(?: {_ADJECTIVE})?"
    rf"(?: {_LINK}{NAME})?",
)
_MINISTRY = _headed(
    ("ministère",), rf"(?<![\w-])[Mm]inistère {_LINK}{NAME}(?: {_ADJECTIVE})?(?: et {_LINK}{NAME})?"
)
_TERRITORY = _headed(
    ("préfecture", "province", "département", "ville", "métropole", "région"),
    rf"(?<![\w-])(?:[Pp]réfecture|[Pp]rovince|[Dd]épartement|Ville|Métropole|Région) {_LINK}{NAME}"
    rf"|(?<![\w-])[Rr]égion {NAME}(?:[ ]{NAME}){_MORE}",
)
_REGION = re.compile(r"(?<![\w-])(?:la|La|cette|Cette|notre) (?P<name>Région)(?! [A-Z])")
_IN = re.compile(
    r"(?:dans|en|située? dans|au sein de|à travers|autour de) (?:la |l'|le )?$", re.IGNORECASE
)
_HONORED = re.compile(
    rf"(?:(?<!\w)(?:M\.|MM\.|Mme|Mmes|Mlle|Me|Mgr|Dr|Pr) )"
    rf"(?P<name>(?:(?:de La|de la|de l'|du|des|de|d'|van|von|le|la) ?)?{NAMES})"
)
_SAID = re.compile(
    rf"[»”\"],? (?:a |ont |se |s')?(?:{_LETTER}{{1,40}}) "
    rf"(?P<name>{NAME} {NAME}(?: {NAME})?)(?=[,.;: ]|$)"
)
_SAID_BEFORE = 40  # characters between a quotation and who speaks
_TRADE = HeadedPattern(
    re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, lexicon.TRADES))}) {NAME}(?: {NAME}){{0,3}}"
    ),
    lexicon.TRADES,
)
_COMPANY = "|".join(sorted(map(re.escape, lexicon.COMPANIES), key=len, reverse=True))
_ANNOUNCED = HeadedPattern(
    re.compile(
        rf"(?<![\w-])(?<!chef de )(?i:{_COMPANY})(?: (?:de|d')[ ]?{_LETTER}{{1,40}})?"
        rf"(?: {_LETTER}{{1,40}}(?:aise|ais|oise|ois|ienne|ien|aine|ain|éen|éenne)(?!\w))?"
        rf" (?P<name>{NAME}(?: {NAME}){_MORE})"
    ),
    lexicon.COMPANIES,
    lower=True,
)
_COMPANY_BEFORE = re.compile(rf"(?<![\w-])(?i:{_COMPANY})(?: {_LETTER}{{1,40}})? $")
_SIGN = re.compile(lexicon.COMPANY_SIGNS)
_SMALL_NAME = re.compile(r"[a-z\u00df-\u00ff][a-z\u00df-\u00ff-]{3,}")
_ORIGIN = re.compile(r"(?:[ïi]te|ais|aise|ois|oise|ien|ienne|éen|éenne|ain|aine)s?$")
"""How an adjective of origin ends, which few dictionaries hold: *une filiale tokyoïte*."""
_SIGNED = re.compile(rf"(?P<name>{NAME}(?: {NAME}){_MORE})(?={lexicon.COMPANY_SIGNS})")
_AT = re.compile(rf"(?:^|(?<=[.!?»] )|(?<=\n))À (?P<name>{NAMES})")
_MEDIUM = HeadedPattern(
    re.compile(rf"(?<![\w'-])(?:{lexicon.MEDIA})(?: (?:du|des|de) {NAME})?(?![\w-])"),
    lexicon.MEDIA.split("|"),
)
_WAY = HeadedPattern(
    re.compile(rf"(?<![\w'-])(?:{'|'.join(lexicon.WAYS)}) (?:{_LINK})?{NAMES}"), lexicon.WAYS
)
_ACRONYM = re.compile(rf"\((?P<name>[{_UP}]{{2,8}})\)")


def candidates(text: str) -> Iterator[Span]:
    """Every span that a rule proposes; they may overlap."""
    yield from _matches(_MINISTRY, text, ORGANISATION, FORM)
    yield from _matches(_OF_NAME, text, ORGANISATION, RULE)
    yield from _matches(_DIRECT_NAME, text, ORGANISATION, RULE)
    yield from _matches(_OF_NOUN, text, ORGANISATION, GUESS)
    yield from _matches(_MEDIUM, text, ORGANISATION, FORM)
    yield from _matches(_HONORED, text, PERSON, FORM)
    if "À " in text:
        yield from _matches(_AT, text, PLACE, GUESS)
    yield from _matches(_WAY, text, PLACE, RULE)
    for match in _TERRITORY.finditer(text):
        kind = (
            PLACE if _IN.search(text[max(0, match.start() - 24) : match.start()]) else ORGANISATION
        )
        yield Span(*match.span(), kind, RULE)
    if " Région" in text:
        yield from _matches(_REGION, text, ORGANISATION, FORM)


def firms(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Names that words beside them call a firm; they retype what the model marked."""
    yield from _matches(_ANNOUNCED, text, ORGANISATION, RULE)
    yield from _matches(_TRADE, text, ORGANISATION, RULE)
    signed = _matches(_SIGNED, text, ORGANISATION, RULE) if _SIGN.search(text) else ()
    for span in signed:
        if not _common_noun(text[span.start : span.end]) and not _speaks(text, span):
            yield span
    yield from _uncapitalised(text, tokens)


def _common_noun(name: str) -> bool:
    """*L'entreprise*, *La PME* at the beginning of a sentence."""
    if name[1:2] == "'" and name[2:3].islower():
        return True  # *L'installation*
    return bool({word.lower() for word in re.split(r"[ ']", name)} & set(lexicon.COMPANIES))


def _speaks(text: str, span: Span) -> bool:
    """Whether a name is a person's: behind a quotation, or by its given name."""
    said = _SAID.search(text, max(0, span.start - _SAID_BEFORE), span.end + 1)
    given, _, family = text[span.start : span.end].partition(" ")
    return bool(said and said.start("name") == span.start) or (
        bool(family) and given.partition("-")[0] in lexicon.GIVEN_NAMES
    )


def _uncapitalised(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Firms that write themselves small, by a word no dictionary holds: *la société ortésia*."""
    for token in tokens:
        word = text[token.start : token.end]
        if token.known or not _SMALL_NAME.fullmatch(word) or _ORIGIN.search(word):
            continue
        before = _COMPANY_BEFORE.search(text[max(0, token.start - 40) : token.start])
        if before or _SIGN.match(text, token.end):
            yield from _everywhere(text, word)
            return


def _everywhere(text: str, word: str) -> Iterator[Span]:
    for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
        yield Span(*match.span(), ORGANISATION, RULE)


def acronym_at(text: str, offset: int) -> Span | None:
    """An acronym in brackets right behind a name."""
    match = _ACRONYM.match(text, offset + 1)
    return Span(*match.span("name"), ORGANISATION, RULE) if match else None


def _matches(
    pattern: re.Pattern[str] | HeadedPattern, text: str, kind: EntityKind, rank: int
) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(*match.span("name" if "name" in match.re.groupindex else 0), kind, rank)
