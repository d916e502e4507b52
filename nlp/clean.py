"""The text as the models were taught to read it, with the way back to the original offsets."""

from __future__ import annotations

import unicodedata

from news.text import ClusterTable, Folded, by_cluster

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SURROGATES = range(0xD800, 0xE000)
_REPLACED = {
    **dict.fromkeys("‐‑−﹣", "-"),
    **dict.fromkeys("‘‛ʼ`´′", "'"),
    "’": "'",
    # Written variants that the dictionaries do not hold.
    "髙": "高",
    "﨑": "崎",
    "𠮷": "吉",
    "濵": "浜",
}


def clean(text: str) -> Folded:
    """Compose accents, unify widths, hyphens and apostrophes; case and punctuation stay.

    A decomposed French text or half-width katakana is read like any other. Lone surrogates,
    which no model accepts, become U+FFFD.
    """
    return by_cluster(text, _CLEAN_CLUSTERS)


def _clean_cluster(cluster: str) -> str:
    if cluster in _INVISIBLE:
        return ""
    if cluster in _REPLACED:
        return _REPLACED[cluster]
    if cluster.isspace():
        return cluster if cluster in "\n\r\u2028\u2029" else " "
    if len(cluster) == 1 and ord(cluster) in _SURROGATES:
        return "\ufffd"
    if _changes_width(cluster[0]):
        return unicodedata.normalize("NFKC", cluster)
    return unicodedata.normalize("NFC", cluster)


def _changes_width(char: str) -> bool:
    """Full-width letters and digits, half-width katakana, Latin ligatures; not punctuation."""
    return (
        "０" <= char <= "９"
        or "Ａ" <= char <= "Ｚ"
        or "ａ" <= char <= "ｚ"
        or "\uff65" <= char <= "\uff9d"
        or "\ufb00" <= char <= "\ufb06"
        or char in "＆＋．－"
    )


_CLEAN_CLUSTERS = ClusterTable(_clean_cluster)
