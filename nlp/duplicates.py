"""Near-duplicates: articles of one language that repeat one text, as agencies' customers do.

MinHash finds candidates in time that grows with the number of articles, not of pairs; an exact
count of shared shingles then decides (Broder, "On the resemblance and containment of documents",
1997). A shortened copy is contained in its original without resembling it much, so containment
decides, not resemblance alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import datasketch

from news.text import fold_text

SHINGLE = 3
"""Words of a French shingle, characters of a Japanese one."""
CONTAINED = {"fr": 0.37, "ja": 0.6}
"""Part of the shorter text's shingles that the longer one must hold, by language."""
SHORT = {"fr": 60, "ja": 80}
"""Shingles below which names and figures alone make a large part of a text."""
SHORT_NEEDS = 0.15
"""What a short text must hold more."""
SHORTEST = 12
"""Shingles below which a text is too short to be told from a stock phrase."""
_PERMUTATIONS = 64
_CANDIDATE = 0.1
# Datelines and signatures of agencies: 【リヨン＝共同】, (AFP), PARIS (Reuters) -.
_AGENCY = re.compile(
    r"【[^】]{1,24}】|[（(〔][^（）()〕]{1,24}[=＝][^（）()〕]{1,24}[)）〕]"
    r"|\([A-Z][A-Za-zÀ-ÿ/ ]{1,24}\)(?=[^\S\n]*(?:$|[-–—]))|^[A-ZÀ-Ý' ,-]{3,40}[^\S\n]*[-–—]\s",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str, language: str) -> frozenset[str]:
    """The shingles of a body: word 3-grams, or character 3-grams for Japanese.

    Agencies' datelines, punctuation, case, width and accents make no difference.
    """
    words = _WORD.findall(fold_text(_AGENCY.sub(" ", text)))
    if language == "ja":
        joined = "".join(words)
        return frozenset(joined[i : i + SHINGLE] for i in range(len(joined) - SHINGLE + 1))
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def containment(first: frozenset[str], second: frozenset[str]) -> float:
    """Part of the smaller set that the other holds, between 0 and 1."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def near_duplicates(
    texts: Mapping[str, tuple[str, frozenset[str]]],
) -> Iterator[tuple[str, str, float]]:
    """Pairs of near-duplicates with their containment, each pair once, ids in order.

    Args:
        texts: By article id: its language and its shingles.
    """
    for language in sorted({language for language, _ in texts.values()}):
        same = {
            key: grams
            for key, (code, grams) in sorted(texts.items())
            if code == language and len(grams) >= SHORTEST
        }
        for first, second in _candidates(same):
            held = containment(same[first], same[second])
            if held >= _needed(language, min(len(same[first]), len(same[second]))):
                yield first, second, held


def _needed(language: str, length: int) -> float:
    base = CONTAINED.get(language, CONTAINED["fr"])
    return base + (SHORT_NEEDS if length < SHORT.get(language, SHORT["fr"]) else 0.0)


def _candidates(texts: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    index = datasketch.MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    pairs: set[tuple[str, str]] = set()
    for key, grams in texts.items():
        sketch = datasketch.MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch(gram.encode("utf-8", "surrogatepass") for gram in sorted(grams))
        pairs.update((min(key, other), max(key, other)) for other in index.query(sketch))
        index.insert(key, sketch)
    return sorted(pairs)
