"""Drawing the weekly sample: which weeks may be, and what is kept of a draw."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from news.rating import week_of
from news.recall import Sample, draw
from storage import Insight

WEEKS = 8
"""Weeks that can still be drawn and judged."""


def open_weeks(now: datetime) -> list[date]:
    """Mondays of the weeks that ended, newest first; a week is one of UTC."""
    present = week_of(now.astimezone(UTC).date())
    return [present - timedelta(weeks=number) for number in range(1, WEEKS + 1)]


def draw_sample(insight: Insight, week: date, now: datetime) -> Sample:
    """The sample of a week that ended, by its Monday; drawn now unless it was drawn before."""
    start = datetime.combine(week, time(), UTC)
    strata = insight.strata(start, start + timedelta(weeks=1))
    insight.keep_sample(draw(week, strata, now))
    kept = (sample for sample in insight.samples(week) if sample.week == week)
    return next(kept, Sample(week, now, {}, ()))
