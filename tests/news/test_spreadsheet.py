"""Case 18: cells that begin like a formula."""

from __future__ import annotations

import pytest

from news.spreadsheet import safe_cell, write_row


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x.example")',
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_what_a_spreadsheet_would_run_is_prefixed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Le fil", "愛知", "1+1", "https://x.example/=a"])
def test_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text


def test_a_row_is_one_line_of_csv_that_runs_nothing() -> None:
    assert write_row(["Le fil", '愛知, "水素"', "=1+1"]) == 'Le fil,"愛知, ""水素""",\'=1+1\r\n'
