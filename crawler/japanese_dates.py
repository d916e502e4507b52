"""Japanese dates: Western years and eras, kanji numerals, morning and afternoon.

Eras begin as the government's calendar has them; 元年 is the first year of an era. The parsers
at hand read 2022年5月19日 as the first of January or as November, and know no era.
"""

from __future__ import annotations

import re
import unicodedata

from crawler.written import Written, make

_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "R": 2018,
    "H": 1988,
    "S": 1925,
}
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[0-9〇零一二三四五六七八九十百千]"
_LONG_ERA = "令和|平成|昭和|大正|明治"
_YEAR = (
    rf"(?:(?P<era>{_LONG_ERA})\s*(?P<era_year>元|{_NUMBER}{{1,4}})|(?P<year>{_NUMBER}{{4,7}}))\s*年"
)
_ASIDE = r"(?:\s*\([^()]{2,12}\))?"
_WEEKDAY = r"(?:\s*\(?[日月火水木金土](?:曜日?|[・、]?祝)?\)?(?:\s*\([^()]{1,4}\))?)?"
_CLOCK = (
    r"(?:[\s、,:]*(?:(?P<noon>正午)|(?P<half>午前|午後|AM|PM|am|pm)?\s*"
    rf"(?:(?P<hour>{_NUMBER}{{1,3}})\s*時(?:\s*(?P<minute>{_NUMBER}{{1,3}})\s*分|(?P<thirty>半))?"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?::[0-9]{2})?(?![0-9]))))?"
)
_WORDS = re.compile(
    rf"{_YEAR}{_ASIDE}\s*(?P<month>{_NUMBER}{{1,3}})\s*月\s*(?P<day>{_NUMBER}{{1,4}})\s*日"
    rf"{_WEEKDAY}{_CLOCK}"
)
_POINTS = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<era>[RHS])\s*(?P<era_year>[0-9]{1,2}|元)|(?P<year>[0-9]{4}))"
    r"\s*[./]\s*(?P<month>[0-9]{1,2})\s*[./]\s*(?P<day>[0-9]{1,2})(?![0-9])"
    rf"{_WEEKDAY}{_CLOCK}"
)
_YEARLESS = re.compile(
    r"(?<![0-9年])(?P<month>[0-9]{1,2})\s*(?:月|/)\s*(?P<day>[0-9]{1,2})(?:\s*日|(?![0-9/年]))"
    rf"{_WEEKDAY}{_CLOCK}"
)


def read_japanese_date(text: str, year: int = 0) -> Written | None:
    """The first complete date of a text.

    Args:
        text: any text; full-width digits and one-character eras are understood.
        year: the year to read `5月19日` in; 0 leaves dates without a year unread.
    """
    normal = unicodedata.normalize("NFKC", text)
    found = [match for pattern in (_WORDS, _POINTS) if (match := pattern.search(normal))]
    for match in sorted(found, key=lambda match: match.start()):
        written = _read(match.groupdict(), 0)
        if written is not None:
            return written
    match = _YEARLESS.search(normal) if year else None
    return _read(match.groupdict(), year) if match else None


def read_number(text: str) -> int:
    """A number in digits, in kanji by place (二〇二二) or by value (二千二十二)."""
    if text.isdecimal():
        return int(text)
    if not any(char in _POWERS for char in text):
        digits = (str(_DIGITS[char]) if char in _DIGITS else char for char in text)
        return int("".join(digits))
    total = current = 0
    for char in text:
        if char in _POWERS:
            total += max(current, 1) * _POWERS[char]
            current = 0
        else:
            current = current * 10 + (_DIGITS[char] if char in _DIGITS else int(char))
    return total + current


def _read(parts: dict[str, str | None], year: int) -> Written | None:
    if parts.get("era"):
        year = _ERAS[str(parts["era"])] + read_number(str(parts["era_year"]))
    elif parts.get("year"):
        year = read_number(str(parts["year"]))
    day = (year, read_number(str(parts["month"])), read_number(str(parts["day"])))
    return make(day, _clock(parts))


def _clock(parts: dict[str, str | None]) -> tuple[int, ...] | None:
    half = (parts["half"] or "").upper()
    hour = parts["hour"] or parts["hour2"]
    if hour is None:
        return (12, 0) if parts["noon"] else None
    hours = read_number(hour)
    minutes = 30 if parts["thirty"] else read_number(parts["minute"] or parts["minute2"] or "0")
    if half in {"午後", "PM"} and hours < 12:  # noqa: PLR2004 - twelve hours a half
        hours += 12
    return hours, minutes
