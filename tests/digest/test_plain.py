"""What strangers wrote, made safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.plain import one_line, web_link


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//presse.example/x",
        "/relative",
        "https://",
        "http://[::1",
        "",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert web_link(address) == ""


def test_a_link_can_end_no_attribute_and_no_markdown() -> None:
    link = web_link("https://presse.example/a b\"'><(x)`\\愛知?q=%E6&r=1#f")
    assert link.startswith("https://presse.example/a%20b%22'%3E%3C%28x%29%60%5C%E6%84%9B")
    assert link.endswith("?q=%E6&r=1#f")


def test_a_line_has_no_controls_and_turns_no_direction() -> None:
    assert one_line("a\r\n\tb\x00\u202egpj\ud800 \u2028c") == "a bgpj c"


@given(st.text())
def test_a_line_is_one_line_that_can_be_encoded_and_stays_itself(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    line.encode("utf-8")
