"""From bytes to text, by evidence rather than by what a server claims.

A header or a meta element that lies is common: an old page behind a server that adds
`charset=UTF-8` to all it sends. So what is declared is tried first and kept only when the text
it gives is plausible; otherwise the candidates compete on plausibility.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from w3lib.encoding import http_content_type_encoding, resolve_encoding

from crawler.jis import decode_euc_jp, decode_iso_2022_jp
from news.errors import ExtractionError

_SNIFFED_BYTES = 8192
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")
_GUESSES = ("utf-8", "cp932", "euc_jp", "cp1252")
# Signs of a wrong guess: what no journalist types. Half-width katakana and C1 controls come from
# EUC-JP read as Shift_JIS, the Latin pairs from UTF-8 or Japanese bytes read as Western.
# All begin with one class of characters, by which a search passes over the others quickly.
_IMPLAUSIBLE = re.compile(
    "[\ufffd\x00-\x08\x0e-\x1f\x7f-\xff\ue000-\uf8ff\uff61-\uff9f]"
    "(?:(?<=[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff])"
    "|(?<=[\uff61-\uff9f])[\uff61-\uff9f]?(?![\uff61-\uff9f])"
    "|(?<=[ÃÂ])[\u0080-\u00bf¡-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]"
    "|(?<=[¡-ª¬-º¼-ÿ])[\u0080-\u009f¡-ª¬-º¼-ÿ]{2,})"
)
_BROKEN = re.compile("[\ufffd\x00-\x08\x0e-\x1f]")
_ACCEPTED = 0.02
_HOPELESS = 0.3
_CONTROL = re.compile("[\x80-\x9f]")
_Decoder = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in."""

    text: str
    encoding: str
    doubt: float
    """Share of implausible characters among those outside ASCII."""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Text of a body, from its byte order mark, its declarations, or its bytes.

    Args:
        body: the bytes as served, decompressed.
        content_type: the whole Content-Type header, parameters included.

    Raises:
        ExtractionError: `undecodable`, when no encoding gives plausible text.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(name, "replace")
            return Decoded(text, name, _doubt(text))
    best: Decoded | None = None
    for name in _candidates(body, content_type):
        text = _decoder(name)(body)
        found = Decoded(text, name, _doubt(text))
        if found.doubt <= _ACCEPTED or (name == "utf-8" and _is_utf8(body)):
            best = found
            break
        if best is None or found.doubt < best.doubt:
            best = found
    if best is None or _share(_BROKEN, best.text) > _HOPELESS:
        raise ExtractionError(
            "undecodable",
            "no encoding gives readable text",
            "check that the address serves a page and not a file of another kind",
        )
    return replace(best, text=_CONTROL.sub(_as_meant, best.text))


def _as_meant(control: re.Match[str]) -> str:
    """What code page 1252 has at the place of a control that nobody types."""
    return control[0].encode("latin-1").decode("cp1252", "ignore") or control[0]


def declared_encodings(body: bytes, content_type: str) -> Iterator[str]:
    """What the header, the XML declaration and the meta elements claim, in that order."""
    head = body[:_SNIFFED_BYTES]
    claims = [http_content_type_encoding(content_type)] if content_type else []
    claims += [match.decode("ascii") for match in _XML_DECLARATION.findall(head)]
    claims += [match.decode("ascii") for match in _META.findall(head)]
    for claim in claims:
        name = resolve_encoding(claim.strip()) if claim else None
        # A claim that could be read is no UTF-16, whatever it says.
        if name and not name.startswith(("utf-16", "utf-32")):
            yield name


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    yield from _two_byte_guess(body[:_SNIFFED_BYTES])
    if _JIS_ESCAPE.search(body[:_SNIFFED_BYTES]) or (
        _JIS_ESCAPE.search(body) and not _has_high_bytes(body)
    ):
        # Seven-bit Japanese is also valid ASCII and UTF-8: only its escapes betray it.
        yield "iso2022_jp"
    declared = list(dict.fromkeys(declared_encodings(body, content_type)))
    if _is_utf8(body):
        # Text that happens to be well-formed UTF-8 outside ASCII is UTF-8, whatever is claimed.
        yield "utf-8"
    yield from declared
    yield from (name for name in _GUESSES if name not in declared)


def _two_byte_guess(head: bytes) -> Iterator[str]:
    """UTF-16 without its mark: markup then has a zero in every other place, and only there."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 8 and min(even, odd) <= len(head) // 100:
        yield "utf-16-be" if even > odd else "utf-16-le"


def _has_high_bytes(body: bytes) -> bool:
    return not body.isascii()


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        # An incremental decoder forgives a last character that was cut in two.
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _decoder(name: str) -> _Decoder:
    normal = name.lower().replace("-", "_")
    if normal in {"iso2022_jp", "iso_2022_jp"}:
        return decode_iso_2022_jp
    if normal in {"euc_jp", "eucjp"}:
        return decode_euc_jp
    if normal in {"cp1252", "windows_1252"}:
        return _decode_western
    return partial(_decode_by_codec, name)


def _decode_by_codec(name: str, body: bytes) -> str:
    return body.decode(name, "replace")


def _decode_western(body: bytes) -> str:
    # The five bytes that code page 1252 leaves empty are controls in ISO-8859-1.
    return body.decode("cp1252", "surrogateescape").translate(_WESTERN_GAPS)


_WESTERN_GAPS = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _doubt(text: str) -> float:
    return _share(_IMPLAUSIBLE, text)


def _share(pattern: re.Pattern[str], text: str) -> float:
    """How much of what is not ASCII fits a pattern."""
    wrong = sum(len(match.group()) for match in pattern.finditer(text))
    special = len(text) - len(text.encode("ascii", "ignore"))
    return wrong / max(special, wrong) if wrong else 0.0
