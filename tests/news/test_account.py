"""Names of accounts, roles, and how guessing is slowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.account import Guesses, Role, name_key, pause, read_name
from news.errors import UsageError

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_role_may_do_what_the_one_before_may() -> None:
    assert [role.rank for role in (Role.READER, Role.REVIEWER, Role.ADMIN)] == [0, 1, 2]


@pytest.mark.parametrize(
    "name", ["a", "anna.b", "Claire Vasseur", "大村 美咲", "o'neil@x", "Ōta 2"]
)
def test_names_in_any_script_are_kept(name: str) -> None:
    assert read_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["", " ", ".a", "a/b", "a\x00b", "a\u202eb", "<b>", "a" * 65, "=1+1", "-a", "@a", "a ;b"],
)
def test_names_that_mislead_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be an account's name"):
        read_name(name)


def test_one_name_written_in_two_ways_is_one_name() -> None:
    assert name_key("ＡＮＮＡ") == name_key(" anna ") == "anna"


def test_the_wait_doubles_up_to_a_limit() -> None:
    waits = [pause(Guesses(n, 0, AT), AT).total_seconds() for n in range(30)]
    assert waits[:6] == [0, 0, 0, 1, 2, 4]
    assert waits[-1] == 900
    assert pause(Guesses(1, 10, AT), AT) == timedelta(seconds=1)
    assert pause(Guesses(1, 10_000, AT), AT) == timedelta(minutes=5)


def test_the_wait_is_counted_from_the_addresss_own_last_guess() -> None:
    tried = Guesses(5, 0, AT)
    assert pause(tried, AT + timedelta(seconds=3)) == timedelta(seconds=1)
    assert pause(tried, AT + timedelta(seconds=4)) == timedelta()
    assert pause(tried, AT - timedelta(hours=9)) == timedelta(seconds=4), "a clock set back"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_address_without_a_wrong_password_never_waits(others: int, wrong: int) -> None:
    assert pause(Guesses(0, others, None), AT) == timedelta()
    waits = pause(Guesses(wrong, others, AT), AT)
    assert timedelta() <= waits <= timedelta(minutes=15)
