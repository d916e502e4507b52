"""The command that tells how well the machine does, by the team's own reviews: quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any

import typer

from news.proportion import Estimate, Share
from news.rating import Rating, agreements, harms, last_words, missed, precision
from news.recall import Sample, recall
from news.review import Subject
from scheduler.cli.app import AsJson, opened, print_json, settings, state
from storage import open_insight

_FACETS: dict[str, Callable[[Rating], str]] = {
    "kind": lambda rating: rating.review.kind.value if rating.review.kind else "tier",
    "language": lambda rating: rating.language,
    "source": lambda rating: rating.source_id,
    "maker": lambda rating: rating.maker,
    "week": lambda rating: rating.week.isoformat(),
}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(quality)


def quality(
    weeks: Annotated[int, typer.Option(min=1, help="How far back reviews count.")] = 26,
    *,
    as_json: AsJson = False,
) -> None:
    """Tell how well the machine does, by the team's own reviews."""
    chosen = settings()
    since = chosen.instant() - timedelta(weeks=weeks)
    with opened(chosen), open_insight(chosen.database) as insight:
        ratings = insight.ratings(since)
        samples = insight.samples(since.date())
        drawn = [key for sample in samples for key, _ in sample.drawn]
        data = _data(ratings, samples, insight.tier_ratings(drawn))
    if state.json or as_json:
        print_json("quality", data)
        return
    for line in _lines(data):
        typer.echo(line)


def _data(ratings: list[Rating], samples: list[Sample], drawn: list[Rating]) -> dict[str, Any]:
    tags = [rating for rating in ratings if rating.review.subject is Subject.TAG]
    words = {
        rating.review.article_id: tier
        for rating in last_words(drawn)
        if (tier := rating.tier_said) is not None
    }
    found = recall(samples, words)
    return {
        "judged": len(last_words(ratings)),
        "precision": {
            name: {value: _share(share) for value, share in sorted(precision(tags, facet).items())}
            for name, facet in _FACETS.items()
        },
        "added": dict(missed(tags, _FACETS["kind"])),
        "recall": _estimate(found) if found else None,
        "agreement": [
            {
                "reviewers": [item.one, item.other],
                "subject": item.subject.value,
                "both": item.both,
                "same": item.same,
                "kappa": item.kappa,
            }
            for item in agreements(ratings)
        ],
        "harms": [
            {"form": harm.form, "why": harm.code, "kind": harm.kind, "key": harm.key}
            | {"wrong": _share(harm.wrong)}
            for harm in harms(tags)
        ],
    }


def _share(share: Share) -> dict[str, float]:
    return {"hits": share.hits, "of": share.of} | _estimate(share.estimate)


def _estimate(found: Estimate) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}


def _lines(data: dict[str, Any]) -> Iterator[str]:
    yield f"{data['judged']} tags and tiers judged."
    for name, shares in data["precision"].items():
        for value, share in shares.items():
            yield f"Right by {name}, {value}: {_limits(share)} of {share['of']}"
    if data["recall"]:
        yield f"Recall of core and related: {_limits(data['recall'])}"
    else:
        yield "Recall: not known yet, judge a weekly sample on the desk (/quality/sample)."
    for item in data["agreement"]:
        kappa = "none" if item["kappa"] is None else f"{item['kappa']:.2f}"
        who = " and ".join(item["reviewers"])
        yield f"Agreement on {item['subject']}s, {who}: kappa {kappa} on {item['both']}"
    for harm in data["harms"]:
        yield f"Often wrong: {harm['form']} ({harm['why']}) {_limits(harm['wrong'])}"


def _limits(share: dict[str, float]) -> str:
    return f"{share['value']:.0%} ({share['low']:.0%} to {share['high']:.0%})"
