"""The one home of French and Japanese normalisation.

`fold()` makes two spellings of one name equal and keeps the way back to the original offsets;
`search_text()` makes text that a word index can search in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_HALF_WIDTH_VOICING = "\uff9e\uff9f"
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_REPLACED = {
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("’‘‛ʼ`´′", "'"),
    **dict.fromkeys("「」『』«»“”„", '"'),
    **dict.fromkeys("゠＝", "="),
    **dict.fromkeys("･·•", "・"),
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    # Written variants that one person's name is printed with.
    "髙": "高",
    "﨑": "崎",
    "𠮷": "吉",
    "濵": "浜",
    "邊": "辺",
    "邉": "辺",
}
_VU = {"ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
_VU_AND_VOWEL = re.compile("ブ[ァィェォ]")
_VU_BEGINS = "ヴｳウ"
_MOST_CLUSTERS = 65536
_KATAKANA_JOINT = re.compile(r"[-=](?<=[ァ-ヺー][-=])(?=[ァ-ヺー])")
_KANA = r"\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HAN = r"\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = _KANA + _HAN
_SHORT = 64
"""Length under which a text is likely to be a name that comes again."""
_PREFECTURES = (
    "北海 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 "
    "福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 "
    "山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"
)
_TERRITORIES = re.compile(f"(?:{_PREFECTURES.replace(' ', '|')})(?=[都道府県市])")
_JOINT = "·"
_SEARCH_RUNS = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>(?:(?![{_CJK}])[^\W_])+)")


@dataclass(frozen=True, slots=True)
class Folded:
    """Text made comparable, with the way back.

    `starts[i]` and `ends[i]` are the offsets, in the original, of what gave `text[i]`.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`; `start` must be less than `end`."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold width, case, accents, apostrophes, hyphens, spaces and katakana spellings.

    NFKC by cluster, Latin accents and case dropped, ヴァ行 read as バ行, `-` and `=` between
    katakana read as ・. Folding what is folded changes nothing.
    """
    folded = _one_vu(text, by_cluster(text, _FOLDED_CLUSTERS))
    joined = _KATAKANA_JOINT.sub("・", folded.text)
    return Folded(joined, folded.starts, folded.ends)


def by_cluster(text: str, table: ClusterTable) -> Folded:
    """A text with every cluster, a character with the marks that modify it, changed."""
    letters = set(text)
    known = table.letters(letters)
    if not known.joining.isdisjoint(letters):
        return _by_marked_cluster(text, table)
    changed = text.translate(known.changed)
    odd = letters & known.odd
    if not odd:
        # The common case by far: the offsets count on.
        return Folded(changed, range(len(text)), range(1, len(text) + 1))
    starts: list[int] = []
    ends: list[int] = []
    free = 0
    for place in sorted(place for letter in odd for place in _places(text, letter)):
        count = len(known.changed[ord(text[place])])
        starts += range(free, place)
        ends += range(free + 1, place + 1)
        starts += [place] * count
        ends += [place + 1] * count
        free = place + 1
    starts += range(free, len(text))
    ends += range(free + 1, len(text) + 1)
    return Folded(changed, starts, ends)


def _places(text: str, letter: str) -> Iterator[int]:
    place = text.find(letter)
    while place >= 0:
        yield place
        place = text.find(letter, place + 1)


def _by_marked_cluster(text: str, table: ClusterTable) -> Folded:
    """The same for a text in which marks follow the characters that they modify."""
    clusters = list(_clusters(text))
    changed = table.of(set(clusters))
    pieces = [changed[cluster] for cluster in clusters]
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for cluster, piece in zip(clusters, pieces, strict=True):
        end = start + len(cluster)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        start = end
    return Folded("".join(pieces), starts, ends)


def _one_vu(original: str, folded: Folded) -> Folded:
    """ブァ from ヴァ read as バ."""
    cuts = [
        match.start()
        for match in _VU_AND_VOWEL.finditer(folded.text)
        if original[folded.starts[match.start()]] in _VU_BEGINS
    ]
    if not cuts:
        return folded
    text, starts, ends = list(folded.text), list(folded.starts), list(folded.ends)
    for cut in reversed(cuts):
        text[cut : cut + 2] = _VU[text[cut + 1]]
        del starts[cut + 1], ends[cut]
    return Folded("".join(text), tuple(starts), tuple(ends))


def fold_text(text: str) -> str:
    """`fold(text).text`, for names and other short strings that are folded again and again."""
    return _fold_short(text) if len(text) <= _SHORT else fold(text).text


@lru_cache(maxsize=65536)
def _fold_short(text: str) -> str:
    return fold(text).text


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            yield text[start:index]
            start = index


def _joins(char: str) -> bool:
    return char in _HALF_WIDTH_VOICING or (char > "\u02ff" and bool(unicodedata.combining(char)))


@dataclass(frozen=True, slots=True)
class _Letters:
    """What is known of single characters."""

    seen: set[str]
    changed: dict[int, str]
    """By code point, as `str.translate` asks for it."""
    odd: set[str]
    """Those that become none or several."""
    joining: set[str]
    """Those that modify the character before them."""


class ClusterTable:
    """What becomes of each cluster, worked out when it first comes; a bounded memory."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change
        self._known: dict[str, str] = {}
        self._letters = _Letters(set(), {}, set(), set())

    def of(self, clusters: set[str]) -> Mapping[str, str]:
        """The changes of at least these clusters."""
        known = self._known
        if len(known) > _MOST_CLUSTERS:
            # Another dict, so that whoever reads with the old one is not disturbed.
            known = self._known = {}
        known.update((cluster, self._change(cluster)) for cluster in clusters - known.keys())
        return known

    def letters(self, wanted: set[str]) -> _Letters:
        """What is known of at least these characters."""
        known = self._letters
        if len(known.seen) > _MOST_CLUSTERS:
            known = self._letters = _Letters(set(), {}, set(), set())
        for letter in wanted - known.seen:
            known.changed[ord(letter)] = changed = self._change(letter)
            if len(changed) != 1:
                known.odd.add(letter)
            if _joins(letter):
                known.joining.add(letter)
            known.seen.add(letter)
        return known


def _fold_cluster(cluster: str) -> str:
    if cluster in _INVISIBLE:
        return ""
    replaced = _REPLACED.get(cluster, cluster)
    composed = unicodedata.normalize("NFKC", replaced).casefold()
    kept = []
    for char in composed:
        base = unicodedata.normalize("NFD", char)
        plain = base[0] if base[0] < "\u0500" else char
        if unicodedata.combining(plain) and not _is_kana_mark(plain):
            continue
        kept.append(" " if plain.isspace() and plain != "\n" else _REPLACED.get(plain, plain))
    return "".join(kept).replace("ヴ", "ブ").replace("ゔ", "ぶ")


_FOLDED_CLUSTERS = ClusterTable(_fold_cluster)


def _is_kana_mark(char: str) -> bool:
    return char in "\u3099\u309a"


def is_cjk(char: str) -> bool:
    """Whether a character is kana or a Han character."""
    return bool(re.match(f"[{_CJK}]", char))


def search_text(text: str) -> str:
    """Text for a word index: folded Latin words, and CJK runs cut into overlapping bigrams.

    `愛知県で Ōmura` gives `愛知 知·県 県で omura`. A single CJK character stays itself. Where the
    name of a prefecture meets 都, 道, 府, 県 or 市, a word ends: the bigram across is marked, so
    that 東京都 holds 東京 and 東京都 but not 京都.
    """
    tokens: list[str] = []
    for match in _SEARCH_RUNS.finditer(fold(text).text):
        run = match.group()
        if match.lastgroup == "cjk" and len(run) > 1:
            edges = {match.end() for match in _TERRITORIES.finditer(run)}
            tokens.extend(
                run[end - 1] + (_JOINT if end in edges else "") + run[end]
                for end in range(1, len(run))
            )
        else:
            tokens.append(run)
    return " ".join(tokens)


def units(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words, CJK runs cut into single characters; each with its original offsets."""
    folded = fold(text)
    for match in _SEARCH_RUNS.finditer(folded.text):
        if match.lastgroup == "cjk":
            for at in range(*match.span()):
                yield folded.text[at], *folded.span(at, at + 1)
        else:
            yield match.group(), *folded.span(*match.span())


def words(text: str) -> Iterator[str]:
    """Folded words: Latin words as they are, CJK runs whole."""
    for match in _SEARCH_RUNS.finditer(fold(text).text):
        yield match.group()
