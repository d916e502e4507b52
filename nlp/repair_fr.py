"""French names after the model: cut, widened and typed by the words beside them.

The model finds 97 % of the names and mistypes many: towns and firms trade places, an office is
taken for its holder. What a word beside the name says outranks it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from news.text import fold_text
from nlp import lexicon_fr as lexicon
from nlp.repeated_fr import named_again
from nlp.rules_fr import candidates, firms
from nlp.spans import MODEL, ORGANISATION, PERSON, PLACE, RULE, Span, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from news.entity import EntityKind
    from nlp.models import Parse, Token

_KINDS: Final = {"PER": PERSON, "ORG": ORGANISATION, "LOC": PLACE}
_LEADING = re.compile(
    r"(?:[\s«»“”\"'()\[\]*•,.;:–—-]+|(?:d'|l')(?=\w)"
    r"|(?:la|le|les|de|du|des|au|aux|à|en|et|dans|par|chez|un|une) )+"
)
_TRAILING = re.compile(
    r"(?:[\s«»“”\"'()\[\],;:!?–—-]+|(?: (?:" + "|".join(lexicon.WEEKDAYS) + r"))|(?:'s))+$"
)
_ROLE = re.compile(
    r"(?:(?:ex-|ancien(?:ne)? |nouve(?:au|lle) |futur[e]? )?"
    r"(?P<role>[^\W\d_][\w.-]*)(?: (?:générale?s?|délégué|déléguée|adjointe?|régionale?"
    r"|départementale?|municipale?|exécutif|exécutive|d'État|fédérale?|honoraire|d'honneur))*)"
    r"(?P<gap>[ ,]+|$)"
)
_OF = re.compile(r"(?:de la |de l'|du |des |de |d'|à la |au |à )")
_DEMONYM = re.compile(lexicon.DEMONYM_ENDS)
_ARTICLE_BEFORE = re.compile(
    r"(?:\b(?:[Ll]es|[Dd]es|[Aa]ux|[Uu]ne?|[Ll]e|[Ll]a|[Cc]es|[Dd]u|[Aa]u|premiers?|deuxième"
    r"|troisième|jeunes?) |[Ll]')$"
)
_SEVERAL_BEFORE = re.compile(r"\b(?:[Ll]es|[Dd]es|[Aa]ux|[Cc]es) $")
_SHORTEST = 2  # characters; shorter signs are initials
_OPENING = re.compile(r"(?:\n|[.!?] |« ?)$")
_NATURE = re.compile(rf"(?:{'|'.join(lexicon.NATURE)}) (?:de la |de l'|du |des |de |d')?$")
_SIZE = re.compile(r"(?<![\w-])(?:Nouveau|Nouvelle|Grande?|Petite?|Jeune|Vieux|Vieille) $")
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de0-9&.]{1,6}")
_PARTY = re.compile(
    r"(?P<party>[A-Z]{2,5}) (?=[A-Z\u00c0-\u00de][^\W\d_]+[ -].*[A-Z\u00c0-\u00de][^\W\d_])"
)
"""A party's capitals before given and family name."""
_JOINED_PLACE = re.compile(r" (?:de la |de l'|du |des |de |d')")


def repair_french(parse: Parse) -> list[Span]:
    """The names of one text, offsets in its cleaned form."""
    text = parse.cleaned.text
    common = _common_openings(text, parse.tokens)
    repeated = Counter(text[token.start : token.end] for token in parse.tokens) if common else {}
    model = [
        span
        for name in parse.names
        for span in _mended(text, name.start, name.end, name.label)
        if (span.start, span.end) not in common
        or (span.kind is PERSON and text[span.end : span.end + 2].strip() != ":")
        or repeated[text[span.start : span.end]] > 1
    ]
    rules = [mended for span in candidates(text) for mended in _proper(text, span)]
    settled = settle([*model, *rules])
    settled = _joined(text, settled)
    signs = list(firms(text, parse.tokens))
    settled = _retyped(text, settled, signs)
    settled = [_widened(text, span) for span in settled]
    return settle([*settled, *named_again(text, settled, signs)])


def _common_openings(text: str, tokens: Sequence[Token]) -> set[tuple[int, int]]:
    """Common nouns that only the beginning of a sentence gives a capital."""
    return {
        (token.start, token.end)
        for token in tokens
        if (
            token.tag == "common"
            or (token.tag == "either" and text[token.end : token.end + 2].strip() == ":")
        )
        and not text[token.start : token.end].islower()
        and (token.start == 0 or _OPENING.search(text, max(0, token.start - 3), token.start))
    }


def _mended(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """What is left of a span of the model, or nothing."""
    start, end = _trimmed(text, start, end)
    kind = _KINDS.get(label)
    name = text[start:end]
    if not name or kind is None or "\n" in name:
        return
    party = _PARTY.match(text, start, end)
    if party and kind is not ORGANISATION:
        yield Span(*party.span("party"), ORGANISATION)
        start, kind = party.end(), PERSON
        name = text[start:end]
    honorific = name.partition(" ")[0]
    if honorific in lexicon.HONORIFICS:
        start += len(honorific) + 1
        if not _is_role(name.rpartition(" ")[2]):
            yield Span(start, end, PERSON, RULE)
        return
    start, kind, role = _without_role(text, start, end, kind)
    name = text[start:end]
    if not any(char.isupper() for char in name) or name in lexicon.NO_NAMES:
        return
    if not name[0].isupper() and (role or kind is PERSON):
        return
    if kind is not PERSON and _is_demonym(text, start, name):
        return
    yield Span(start, end, kind)


def _is_role(word: str) -> bool:
    return word.lower() in lexicon.ROLES


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    match = _LEADING.match(text, start, end)
    if match:
        start = match.end()
    match = _TRAILING.search(text, start, end)
    if match:
        end = match.start()
    first, _, rest = text[start:end].partition(" ")
    if rest and first in lexicon.OPENERS:
        start += len(first) + 1
    return start, end


def _without_role(
    text: str, start: int, end: int, kind: EntityKind
) -> tuple[int, EntityKind, bool]:
    """Cut *président de la* before a name; what stands behind is no person."""
    match = _ROLE.match(text, start, end)
    if not match or match.group("role").lower() not in lexicon.ROLES:
        return start, kind, False
    rest = match.end()
    of = _OF.match(text, rest, end)
    if match.group("role").lower() == "ministre" or (of and rest >= end):
        return end, kind, True
    if of:
        return of.end(), ORGANISATION if kind is PERSON else kind, True
    return rest, PERSON if kind is not PLACE else kind, True


def _is_demonym(text: str, start: int, name: str) -> bool:
    before = text[max(0, start - 12) : start]
    land = name in lexicon.PLACE_LIKE and not _SEVERAL_BEFORE.search(before)
    return bool(_DEMONYM.fullmatch(name) and _ARTICLE_BEFORE.search(before)) and not land


def _proper(text: str, span: Span) -> Iterator[Span]:
    """A rule's span as it is, unless it runs over a line."""
    if "\n" not in text[span.start : span.end]:
        yield span


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """*Institut de technologie* + *de* + *Nagoya*, *INSA* + *Lyon*: one organisation."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and last.kind is ORGANISATION
            and span.kind is PLACE
            and _one_name(text, last, span)
        ):
            joined[-1] = Span(last.start, span.end, ORGANISATION, max(last.rank, RULE))
        else:
            joined.append(span)
    return joined


def _one_name(text: str, left: Span, right: Span) -> bool:
    gap, name = text[left.end : right.start], text[left.start : left.end]
    if gap == " ":
        return bool(_CAPITALS.fullmatch(name))
    head = re.split(r"[ ']", name)[0].lower()
    return bool(_JOINED_PLACE.fullmatch(gap)) and head in lexicon.INSTITUTIONS


def _retyped(text: str, spans: Sequence[Span], signs: Sequence[Span]) -> list[Span]:
    """Give every occurrence of a name the kind that its clearest occurrence has."""
    begins: dict[int, list[Span]] = {}
    for sign in signs:
        begins.setdefault(sign.start, []).append(sign)
    known = [_signed(span, begins.get(span.start, ())) for span in spans]
    taken = settle(spans)
    known.extend(
        sign for sign in signs if sign.end - sign.start > _SHORTEST and not _overlaps(sign, taken)
    )
    votes = _votes(text, known)
    firsts = {name.split()[0] for name in votes if _is_firm(name, votes)}
    lasts = {name.split()[-1] for name, kinds in votes.items() if kinds[PERSON] and " " in name}
    announced = {text[span.start : span.end] for span in signs}
    out = []
    for span in known:
        kind = span.kind
        if span.rank == MODEL:
            name = text[span.start : span.end]
            kind = _voted(kind, votes.get(name))
            family = name in lasts and name not in announced
            if family or (kind is ORGANISATION and _japanese_person(name)):
                kind = PERSON
            elif kind is PERSON and name in firsts:
                kind = ORGANISATION
        out.append(Span(span.start, span.end, kind, span.rank))
    return settle(out)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    index = bisect_right(others, span.start, key=lambda other: other.start)
    return any(span.overlaps(other) for other in others[max(0, index - 1) : index + 1])


def _votes(text: str, spans: Sequence[Span]) -> dict[str, Counter[EntityKind]]:
    """What each name is called, the clearer the heavier; a place by the model alone is no vote."""
    votes: dict[str, Counter[EntityKind]] = {}
    for span in spans:
        if span.kind is not PLACE or span.rank > MODEL:
            votes.setdefault(text[span.start : span.end], Counter())[span.kind] += 1 + 3 * span.rank
    return votes


def _is_firm(name: str, votes: Mapping[str, Counter[EntityKind]]) -> bool:
    return " " in name and votes[name][ORGANISATION] > 1


def _japanese_person(name: str) -> bool:
    """Whether a name of two words has a given name of Japan first, and no trade behind it."""
    given, _, family = name.partition(" ")
    return fold_text(given).title() in lexicon.JAPANESE_GIVEN_NAMES and family.isalpha()


def _voted(kind: EntityKind, votes: Counter[EntityKind] | None) -> EntityKind:
    if not votes or (kind is PLACE and votes.total() == 1):
        return kind
    return votes.most_common(1)[0][0]


def _signed(span: Span, signs: Sequence[Span]) -> Span:
    """Of the signs where a name begins the one that types it, or widens it to the right."""
    if span.rank >= RULE:
        return span
    fitting = (sign for sign in signs if sign.end >= span.end)
    return next(fitting, span)


def _widened(text: str, span: Span) -> Span:
    """*île de* belongs to Man, *Nouveau* to a theatre."""
    size = _SIZE.search(text, max(0, span.start - 10), span.start)
    if size and span.kind is ORGANISATION:
        return Span(size.start(), span.end, ORGANISATION, span.rank)
    match = _NATURE.search(text[max(0, span.start - 20) : span.start])
    if span.kind is not PLACE or not match:
        return span
    return Span(span.start - len(match.group()), span.end, PLACE, span.rank)
