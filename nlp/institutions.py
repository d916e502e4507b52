"""Whether the name of a territory speaks of the land or of its government.

A full form (*Région X*, 愛知県) is the institution when it acts, pays, signs or has a head, and
the place when it locates. A bare name is the place, except as subject or partner of an
institutional act.
"""

from __future__ import annotations

import re
from typing import Final

from news.entity import EntityKind
from news.text import fold_text

_WINDOW = 60  # characters on either side that are looked at

_PACT = (
    r"(?:accord|partenariat|memorandum|cooperation|protocole|convention|jumelage|alliance|amitie"
    r"|entente|jumele)"
)
_FULL = re.compile(
    r"(?:la |l')?(?:region|prefecture|province|departement|ville|metropole|conseil|commune|etat)\b"
)
_LOCATED = re.compile(
    r"\b(?:dans|en|au sein de|au coeur de|a travers|autour de|partout en)"
    r" (?:toute )?(?:la |l'|le )?$"
    r"|\b(?:a|pres de|depuis) [\w' -]{2,30}, (?:en |dans la )?$"
)
_WITH = re.compile(rf"\b{_PACT}\w*(?: [^.;:]{{0,25}})? avec (?:la |l'|le )?$")
_BETWEEN = re.compile(r"\b(?:entre|uni\w+|lie\w*|relie\w*) (?:la |l'|le )?$")
_SECOND = re.compile(r"\b(?:entre|uni\w+|lie\w*|relie\w*) [^.;:]{3,50} et (?:la |l'|le )?$")
_BODY = re.compile(
    r"\b(?:delegations?|assemblee|elus?|elues?|presidente?|gouverneure?|executif|majorite"
    r"|vice-presidente?|plan(?: \w+)?|budget|conseillers? regiona\w+) (?:de la |de l'|du |de |d')$"
)
_ACTS = (
    r"(?:a |ont |va |vont |s'|se )?(?:sign|scell|engag|alli|paraph|lanc|financ|vot|debloqu"
    r"|cherch|envoi|adopt|renforc|accueill|mis|investi|soutien|promet|veu|prevoi|annonc|present"
    r"|renouvell|officialis|recoi|inaugur|cofinanc|consacr|approfondi|celebr|nou|joue|pari|approuv|subventionn)\w*"
)
_SIGNS = r"(?:a |ont |s'|se )?(?:sign|scell|engag|alli|paraph|jumel|renouvell)\w*"
_SUBJECT = re.compile(rf"(?: et (?:la |l'|le )?[^,.;:]{{2,40}}?)? {_ACTS}(?= |$)")
_SIGNING = re.compile(rf"(?: et (?:la |l'|le )?[^,.;:]{{2,40}}?)? {_SIGNS}(?= |$)")
_OPENS = re.compile(r"(?:^|[.!?:»\"] ?|\n)(?:la |l'|le )?$")
_OPENS_PAIR = re.compile(r"(?:^|[.!?:»\"] |\n)(?:la |l'|le )?[^,.;:]{2,40} et (?:la |l'|le )?$")

_JA_FULL: Final = (*"都道府県市町村州区", "地域圏", "地域政府", "県庁", "共和国")
_JA_PACT = re.compile("協定|覚書|提携|連携|協力|締結|友好|姉妹|合意|調印|署名|交流")
_JA_PLACE_AFTER = re.compile(
    "内|産|外|[東西南北中]部|出身|在住|民|で|に(?!よる)|へ|から|まで|[（(]|各地|周辺|沿岸|全域|育ち|発"
)
_JA_HEAD_AFTER = re.compile(
    "側|の?(?:副?知事|首長|市長|町長|村長|議会|議長|県議|府議|都議|市議|議員|職員|担当者|代表団"
    "|教育委員会|予算|県庁|広報|補助|助成|支援"
    "|[^、。]{0,5}機関|公社|外郭団体|使節団|視察団|訪問団)"
)
_JA_SECOND = re.compile("の(?:協力|連携|協定|覚書|交流|友好|提携|共同|合意)")
_JA_BODIES: Final = ("議会", "政府", "県庁", "府庁", "都庁", "市役所")
_JA_HEAD_NAME = re.compile("の[^、。のはが]{2,16}?(?:副?知事|市長|町長|村長|議長|首長)")
_JA_ACTS_AFTER = re.compile(
    r"[はがも]|、(?![^、。はがを]{1,14}[都道府県市町村州区圏](?:[、。（(]|など|の[\d一-十各両]))"
)
"""A comma is the topic's mark in headlines, unless another territory of a list follows."""
_JA_JOINT_SUBJECT = re.compile("と[^、。はがを]{1,12}[都道府県市町村州区圏](?:が|は|も)")
_JA_PAIR = re.compile("[と・][^、。]{1,14}(?:姉妹|友好|協定|提携|覚書)|姉妹|友好協")


def is_full_form(name: str, language: str) -> bool:
    """Whether a territory is named with its rank: *préfecture d'Aichi*, 愛知県."""
    if language == "ja":
        return name.endswith(_JA_FULL)
    return bool(_FULL.match(fold_text(name)))


def reads_as(text: str, span: tuple[int, int], language: str, *, tracked: bool) -> EntityKind:
    """Organisation or place, for the name of a territory at a span.

    Args:
        text: the article's text.
        span: where the name stands.
        language: `fr` or `ja`; in others a full form is the organisation.
        tracked: whether it is one of the two territories of the cooperation; then its bare name
            in the title of its head, delegation, assembly or plan is the institution too.
    """
    start, end = span
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + _WINDOW].partition("\n")[0]
    if before.endswith(("(", "（")) and after.startswith((")", "）", ",")):
        return EntityKind.PLACE  # where the name before the bracket lies
    if language == "ja":
        acts = _acts_ja(text[start:end], before, after, tracked=tracked)
    else:
        full = is_full_form(text[start:end], language)
        acts = _acts_fr(fold_text(before), fold_text(after), full=full, tracked=tracked)
    return EntityKind.ORGANISATION if acts else EntityKind.PLACE


def _acts_fr(before: str, after: str, *, full: bool, tracked: bool) -> bool:
    if full:
        return not _LOCATED.search(before)
    if _WITH.search(before):
        return True
    between = _BETWEEN.search(before) and " et " in after
    second = _SECOND.search(before)
    clear = "entre" in before and tracked
    if (between or second) and (clear or re.search(_PACT, before)):
        return True
    if tracked and _BODY.search(before):
        return True
    verbs = _SUBJECT if tracked else _SIGNING
    return bool((_OPENS.search(before) or _OPENS_PAIR.search(before)) and verbs.match(after))


def _acts_ja(name: str, before: str, after: str, *, tracked: bool) -> bool:
    headed = bool(_JA_HEAD_AFTER.match(after) or _JA_HEAD_NAME.match(after))
    if name.endswith(_JA_BODIES):
        return True
    joined = before.endswith(("と", "・"))
    if not is_full_form(name, "ja"):
        paired = joined or after.startswith(("と", "・"))
        return (headed and tracked) or (paired and bool(_JA_PAIR.match(after)))
    if headed or after.startswith("政府"):
        return True
    if after.startswith("の"):
        return joined and bool(_JA_SECOND.match(after))
    if after.startswith("と"):
        pact = _JA_PACT.search(after[:40]) or _JA_PACT.search(before[-20:])
        return bool(pact or _JA_JOINT_SUBJECT.match(after))
    acts = _JA_ACTS_AFTER.match(after) or (not before and not after)
    return bool(acts) and not _JA_PLACE_AFTER.match(after)
