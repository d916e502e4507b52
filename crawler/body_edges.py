"""What stands before and after a body without being part of it: dates, bylines, the way to buy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.any_date import read_date
from news.text import fold_text

_WORD = re.compile(r"\w")
# Lines that belong to the shop and not to the article; whole lines only, and short ones.
_FURNITURE = re.compile(
    r"会員(?:限定|の方|登録)|有料(?:会員|記事)|ログイン(?:して|する|はこちら)|カテゴリーをフォロー|"
    r"続きを読む|残り[\d,，]+文字|無料会員|この記事は有料|(?:あわせて|関連して)読みたい|"
    r"^(?:à )?lire (?:aussi|également)|il vous reste [\d.,]+ ?% de (?:cet|la)|"
    r"réservée? (?:aux|à nos) abonné|abonnez-vous|déjà abonné|^partager (?:sur|cet)|^newsletters?$|"
    r"^(?:passer la )?publicité$|^(?:広告|PR|完了しました|印刷する|シェアする|ツイート)$",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 100
_LONGEST_EDGE = 100
_DATE_LINE = re.compile(
    r"^(?:le |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|令和|平成|昭和|[(（\[【]?\d)|"
    r"publi[ée]|mis(?:e)? (?:en ligne|à jour)|modifié|公開|掲載|更新|配信|投稿",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?i:par|propos recueillis par|texte|photos?) ?:? [A-ZÀ-Ý][^.!?]{2,60}$|"
    r"^(?:担当|文|取材|取材・文|記者|執筆|写真|撮影|聞き手)\s*[:：]\s*\S.{0,30}$|"
    r"^[(（\[【][^()（）]{2,20}[)）\]】]$",
)
_SENTENCE_END = tuple(".。！!？?…»」")
_DEEP = 5
_LIST_SHARE = 1 / 3


def trim_body(lines: Sequence[str], title: str, links: frozenset[str] = frozenset()) -> list[str]:
    """The lines of a body without what surrounds it on the page.

    The headline's repetition and all above it, date lines and bylines at either end, links to
    elsewhere at the end, and lines that sell anywhere; a line that is a sentence is never taken
    for any of them.

    Args:
        lines: the body.
        title: the headline.
        links: letters of the links that stand alone on a line of the page.
    """
    kept = [line for line in lines if _is_said(line)]
    kept = kept[_start(kept, letters_of(title)) :]
    away = [_leads_away(line, links) for line in kept]
    # On a page that is a list, the links are the text.
    listing = sum(away) > _LIST_SHARE * len(kept)
    while len(kept) > 1 and (_is_edge(kept[-1]) or (away[len(kept) - 1] and not listing)):
        kept = kept[:-1]
    return kept


def _start(lines: Sequence[str], title: str) -> int:
    """Where the body begins: below the last headline or date line with only scraps above."""
    start = 0
    for index, line in enumerate(lines[:_DEEP]):
        if (title and letters_of(line) == title) or _is_edge(line):
            start = index + 1
        elif len(line) > _LONGEST_EDGE or line.endswith(_SENTENCE_END):
            break
    return start if start < len(lines) else 0


def letters_of(text: str) -> str:
    """Folded letters and digits alone: what two printings of one headline share."""
    return re.sub(r"\W+", "", fold_text(text))


def _is_said(line: str) -> bool:
    """Whether a line says something, and not how to subscribe."""
    if not _WORD.search(line):
        return False
    return len(line) > _LONGEST_FURNITURE or not _FURNITURE.search(line)


def _leads_away(line: str, links: frozenset[str]) -> bool:
    short = len(line) <= _LONGEST_EDGE and not line.endswith(_SENTENCE_END)
    return short and letters_of(line) in links


def _is_edge(line: str) -> bool:
    if len(line) > _LONGEST_EDGE or line.endswith(_SENTENCE_END):
        return False
    if _BYLINE.search(line):
        return True
    return bool(_DATE_LINE.search(line)) and read_date(line) is not None
