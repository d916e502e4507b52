"""Dates as machines, Japanese and French writers put them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.any_date import read_date
from crawler.french_dates import read_french_date
from crawler.japanese_dates import read_japanese_date, read_number
from crawler.written import Written, read_machine_date
from news.article import Precision

TOKYO = ZoneInfo("Asia/Tokyo")
PARIS = ZoneInfo("Europe/Paris")


def day(year: int, month: int, date: int) -> Written:
    return Written(datetime(year, month, date), timed=False)  # noqa: DTZ001 - as written


def minute(year: int, month: int, date: int, hour: int, minutes: int = 0) -> Written:
    return Written(datetime(year, month, date, hour, minutes), timed=True)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年5月19日", day(2022, 5, 19)),
        ("２０２２年５月１９日（木）", day(2022, 5, 19)),
        ("令和4年5月19日", day(2022, 5, 19)),
        ("令和元年5月1日 掲載", day(2019, 5, 1)),
        ("㋿４年５月１９日", day(2022, 5, 19)),
        ("平成三十一年四月三十日", day(2019, 4, 30)),
        ("昭和64年1月7日", day(1989, 1, 7)),
        ("R4.5.19", day(2022, 5, 19)),
        ("二〇二二年五月十九日", day(2022, 5, 19)),
        ("二千二十二年十二月三十一日", day(2022, 12, 31)),
        ("2022年（令和4年）5月19日 正午", minute(2022, 5, 19, 12)),
        ("令和4年5月19日（木曜日）午後3時10分", minute(2022, 5, 19, 15, 10)),
        ("2022年5月19日 午前0時5分", minute(2022, 5, 19, 0, 5)),
        ("2022年5月19日午後0時半", minute(2022, 5, 19, 12, 30)),
        ("公開日：2022年05月19日 17時40分", minute(2022, 5, 19, 17, 40)),
        ("2022/05/19(木) 17:40 更新", minute(2022, 5, 19, 17, 40)),
        ("2022.5.19 9:05", minute(2022, 5, 19, 9, 5)),
        ("2022年5月19日 25時30分", minute(2022, 5, 20, 1, 30)),
    ],
)
def test_japanese_dates(text: str, expected: Written) -> None:
    assert read_japanese_date(text) == expected


@pytest.mark.parametrize(
    "text", ["5月19日", "2022年13月1日", "2022年2月30日", "第十九回", "千年前"]
)
def test_what_is_no_full_japanese_date(text: str) -> None:
    assert read_japanese_date(text) is None


def test_a_year_from_elsewhere_completes_a_japanese_date() -> None:
    assert read_japanese_date("5月19日 17時40分", 2022) == minute(2022, 5, 19, 17, 40)


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("二十三", 23), ("二〇二二", 2022), ("百五", 105), ("元", 1)]
)
def test_kanji_numbers(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19 mai 2022", day(2022, 5, 19)),
        ("Publié le 19 mai 2022 à 17h40", minute(2022, 5, 19, 17, 40)),
        ("jeudi 1er février 2024", day(2024, 2, 1)),
        ("le 3 août 2021 à 9 h 05", minute(2021, 8, 3, 9, 5)),
        ("12 DÉC. 2020, 09:00", minute(2020, 12, 12, 9)),
        ("le 2 juil. 2021", day(2021, 7, 2)),
        ("19/05/2022 - 17:40", minute(2022, 5, 19, 17, 40)),
        ("Mis en ligne le 05.11.2018", day(2018, 11, 5)),
        ("5 novembre 2018 à 12h", minute(2018, 11, 5, 12)),
    ],
)
def test_french_dates(text: str, expected: Written) -> None:
    assert read_french_date(text) == expected


@pytest.mark.parametrize("text", ["31 février 2022", "19 mai", "mai 2022", "32/13/2022", "1 rue"])
def test_what_is_no_full_french_date(text: str) -> None:
    assert read_french_date(text) is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2022-05-19T17:42:00+02:00", timedelta(hours=2)),
        ("2022-05-19T17:42:00.123Z", timedelta()),
        ("2022-05-19 17:42", None),
        ("20220519T174200+0900", timedelta(hours=9)),
        ("Thu, 19 May 2022 17:42:00 +0200", timedelta(hours=2)),
        ("Thu, 19 May 2022 17:42:00 GMT", timedelta()),
        ("Thu, 19 May 2022 17:42:00 JST", timedelta(hours=9)),
        ("Thu, 19 May 2022 17:42:00 XYZ", None),
    ],
)
def test_machine_dates(text: str, offset: timedelta | None) -> None:
    written = read_machine_date(text)

    assert written == Written(datetime(2022, 5, 19, 17, 42), timed=True, offset=offset)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "2022", "May 2022 sale", "2022-13-01", "10:30", "1 2 3"])
def test_what_is_no_machine_date(text: str) -> None:
    assert read_machine_date(text) is None


def test_a_time_without_offset_is_the_publishers() -> None:
    published = minute(2022, 5, 19, 17, 42).published(TOKYO, "meta")

    assert published.instant == datetime(2022, 5, 19, 8, 42, tzinfo=UTC)
    assert (published.precision, published.offset_minutes) == (Precision.INSTANT, 540)


def test_universal_time_is_said_in_the_publishers_zone_and_other_offsets_stay() -> None:
    universal = read_machine_date("2022-05-18T23:30:00Z")
    foreign = read_machine_date("2022-05-18T23:30:00-05:00")
    assert universal
    assert foreign

    assert universal.published(TOKYO, "meta").offset_minutes == 540
    assert foreign.published(PARIS, "meta").offset_minutes == -300


@pytest.mark.parametrize("text", ["2022-05-19", "2022-05-19T00:00:00Z", "2022-05-19T00:00+09:00"])
def test_a_day_begins_at_the_publishers_midnight(text: str) -> None:
    written = read_machine_date(text)
    assert written
    published = written.published(TOKYO, "json-ld")

    assert published.precision is Precision.DAY
    assert published.instant == datetime(2022, 5, 18, 15, tzinfo=UTC)


@given(st.text(alphabet="0123456789年月日時分令和元平成昭/.-:TZ+ 午後十二mai juin", max_size=40))
def test_every_reading_is_an_aware_instant_or_nothing(text: str) -> None:
    written = read_date(text, 2022)

    if written is not None and 2 < written.moment.year < 9998:
        assert written.published(TOKYO, "text").instant.tzinfo is UTC
