"""`soie quality`: what the team's reviews say, as text and as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.recall import Stratum, draw
from news.review import Review, Subject, Verdict
from scheduler.cli import call
from storage import open_insight, open_store


@pytest.fixture
def _judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six articles with one place each: five wrong, one right; a week fully judged."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/soie.sqlite"
    (tmp_path / "soie.toml").write_text(f'database = "{url}"\n', encoding="utf-8")
    now = datetime.now(UTC)
    keys = [f"{number:016x}" for number in range(6)]
    with open_store(url) as store:
        for number, key in enumerate(keys):
            address = f"https://radio-forez.example/{number}"
            store.keep_article(Article(key, "radio-forez", address, "T", "", "fr", None, now))
            why = Reason("alias", ("Mie",))
            tag = Tag(TagKind.PLACE, "mie", "Mie", True, 1.0, (), why, "m")  # noqa: FBT003 (known)
            relevance = Relevance(Tier.CORE, 3.0, ())
            store.keep_analyses([Analysis(key, 1, "m", "fr", 1.0, (tag,), relevance)])
            verdict = Verdict.REJECTED if number else Verdict.ACCEPTED
            store.keep_review(
                Review(f"r{key}", key, Subject.TAG, verdict, "Anne", now, TagKind.PLACE, "mie")
            )
            tier = Review(f"t{key}", key, Subject.TIER, Verdict.ACCEPTED, "Anne", now)
            store.keep_review(tier)
    with open_insight(url) as insight:
        insight.keep_sample(draw(now.date(), dict.fromkeys(keys, Stratum.SHOWN), now))


@pytest.mark.usefixtures("_judged")
def test_the_figures_are_told_as_text_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["quality", "--weeks", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "12 tags and tiers judged."
    assert "Right by kind, place: 17% (3% to 56%) of 6" in lines
    assert "Recall of core and related: 100% (100% to 100%)" in lines
    assert "Often wrong: Mie (alias) 83% (44% to 97%)" in lines
    assert call(["quality", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"].startswith("quality/")
    data = told["data"]
    assert data["precision"]["language"]["fr"]["hits"] == 1
    assert data["harms"][0]["wrong"]["of"] == 6
    assert (data["added"], data["agreement"]) == ({}, [])


def test_without_reviews_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/soie.sqlite"
    (tmp_path / "soie.toml").write_text(f'database = "{url}"\n', encoding="utf-8")
    open_store(url).close()
    assert call(["quality"]) == 0
    assert "/quality/sample" in capsys.readouterr().out


@pytest.mark.usefixtures("_judged")
def test_the_sample_of_a_week_is_drawn_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sample"]) == 0
    assert capsys.readouterr().out.startswith("Week of ")
    assert call(["sample", "--week", "2001-01-03"]) == 2
    assert "no week that can be drawn" in capsys.readouterr().err
    assert call(["sample", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "sample/1"
