"""Dates in print."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from demo.printed import STYLES

_JAPAN = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("fr-day", "19 mai 2022"),
        ("fr-long", "jeudi 19 mai 2022 à 17h05"),
        ("fr-numeric", "19/05/2022 à 17:05"),
        ("ja-minute", "2022年5月19日 17時05分"),
        ("ja-noon", "2022年5月19日 午後5時05分"),
        ("ja-slash", "2022/05/19 17:05"),
        ("ja-weekday", "2022年5月19日(木)"),
        ("ja-era", "令和4年5月19日"),
    ],
)
def test_styles(style: str, expected: str) -> None:
    assert STYLES[style](datetime(2022, 5, 19, 17, 5, tzinfo=_JAPAN)) == expected


def test_edges() -> None:
    assert STYLES["fr-day"](datetime(2022, 5, 1, tzinfo=_JAPAN)) == "1er mai 2022"
    assert STYLES["ja-noon"](datetime(2022, 5, 1, 0, 10, tzinfo=_JAPAN)).endswith("午前0時10分")
    assert STYLES["ja-noon"](datetime(2022, 5, 1, 12, 0, tzinfo=_JAPAN)).endswith("午後0時00分")
