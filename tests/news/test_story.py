"""An analyst's merge and split of stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from news.errors import UsageError
from news.story import Membership, Story, merge, split

NOON = datetime(2022, 5, 19, 12, tzinfo=UTC)
DATED = {key: NOON + timedelta(hours=hour) for hour, key in enumerate("abcd")}


def story(name: str, *members: Membership) -> Story:
    ids = [member.article_id for member in members]
    return Story(name, DATED[ids[0]], DATED[ids[-1]], members)


TWO = story("sb", Membership("b"), Membership("d", near_duplicate_of="b"))


def test_a_merge_keeps_one_id_the_order_of_time_and_who_said_so() -> None:
    whole = merge(story("sc", Membership("c")), [TWO, story("sa", Membership("a"))], DATED, "Aya")
    assert (whole.id, whole.article_ids) == ("sc", ("a", "b", "c", "d"))
    assert (whole.opened_at, whole.updated_at) == (DATED["a"], DATED["d"])
    assert whole.members[3].near_duplicate_of == "b"
    said = {item.article_id: [reason.code for reason in item.why] for item in whole.members}
    assert said == {"a": ["placed"], "b": ["placed"], "c": [], "d": ["placed"]}


def test_a_split_gives_two_stories_that_share_nothing() -> None:
    stays, leaves = split(TWO, ["b"], DATED, "Aya")
    assert (stays.id, stays.article_ids) == ("sb", ("d",))
    assert (leaves.id, leaves.article_ids) == ("sb-2", ("b",))
    assert stays.members[0].near_duplicate_of == ""
    assert split(TWO, ["d"], DATED, "Aya")[1].id == "sd"


@pytest.mark.parametrize(("articles", "words"), [(["a"], "a: not in"), ([], "sb"), ("bd", "sb")])
def test_a_split_that_is_none_is_refused(articles: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        split(TWO, articles, DATED, "Aya")
