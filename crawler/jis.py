"""The Japanese encodings as browsers read them, vendors' characters included.

Python's `iso2022_jp` and `euc_jp` know JIS X 0208 and refuse ① or 髙, which Windows has been
writing for thirty years in rows that the standard left empty. Those rows are the ones of code
page 932, and a pair of JIS bytes is turned into a pair of code page 932 bytes by arithmetic
(JIS X 0208:1997, annex 1).
"""

from __future__ import annotations

import re

_ESCAPES = re.compile(rb"\x1b(\$[@B]|\$\([@BDOQ]|\([BJIH])")
_ASCII_SETS = frozenset((b"(B", b"(J", b"(H"))
_HALF_WIDTH = b"(I"
_EUC_UNIT = re.compile(
    rb"\x8f[\xa1-\xfe]{2}|\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}|[\x00-\x7f]+|.", re.DOTALL
)
_REPLACEMENT = "\ufffd"


def decode_iso_2022_jp(body: bytes) -> str:
    """Text of ISO-2022-JP with vendors' rows and half-width katakana (code page 50221)."""
    pieces = _ESCAPES.split(body)
    out = [pieces[0].decode("ascii", "replace")]
    for escape, run in zip(pieces[1::2], pieces[2::2], strict=True):
        if escape in _ASCII_SETS:
            out.append(run.decode("ascii", "replace"))
        elif escape == _HALF_WIDTH:
            out.append(bytes(byte | 0x80 for byte in run).decode("cp932", "replace"))
        else:
            out.append(_decode_pairs(run))
    return "".join(out)


def _decode_pairs(run: bytes) -> str:
    # Line ends are written outside the escapes by some mailers and inside by others.
    out = []
    for line in re.split(rb"([\x00-\x20]+)", run):
        if line[:1] and line[0] > 0x20:  # noqa: PLR2004 - the first byte that is no control
            pairs = (line[index : index + 2] for index in range(0, len(line) - 1, 2))
            out.append(b"".join(_to_cp932(*pair) for pair in pairs).decode("cp932", "replace"))
        else:
            out.append(line.decode("ascii"))
    return "".join(out)


def _to_cp932(first: int, second: int) -> bytes:
    """The code page 932 pair of a JIS pair (both 0x21 to 0x7e)."""
    lead = ((first - 0x21) >> 1) + 0x81
    lead += 0x40 if lead > 0x9F else 0  # noqa: PLR2004 - leads jump over half-width katakana
    # Trails jump over 0x7f.
    trail = second + (0x1F + (second >= 0x60) if first % 2 else 0x7E)  # noqa: PLR2004
    return bytes((lead & 0xFF, trail & 0xFF))


def decode_euc_jp(body: bytes) -> str:
    """Text of EUC-JP with vendors' rows; U+FFFD for what is no EUC-JP."""
    try:
        return body.decode("euc_jp")
    except UnicodeDecodeError:
        return "".join(_decode_unit(unit) for unit in _EUC_UNIT.findall(body))


def _decode_unit(unit: bytes) -> str:
    if unit[0] < 0x80:  # noqa: PLR2004 - ASCII
        return unit.decode("ascii")
    try:
        return unit.decode("euc_jp")
    except UnicodeDecodeError:
        if len(unit) != 2 or unit[0] < 0xA1:  # noqa: PLR2004 - a pair of JIS bytes
            return _REPLACEMENT
        return _to_cp932(unit[0] & 0x7F, unit[1] & 0x7F).decode("cp932", "replace")
