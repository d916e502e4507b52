"""The command that draws what people judge to tell the recall: sample."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from news.errors import UsageError
from news.rating import week_of
from scheduler.cli.app import AsJson, opened, print_json, settings, state
from scheduler.cli.asked import asked_day
from storage import open_insight


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(sample)


def sample(
    week: Annotated[
        str, typer.Option("--week", help="A day of the week; default: the last that ended.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Draw the sample of a week, on which the recall is judged; once drawn, it stays."""
    from review import draw_sample, open_weeks  # noqa: PLC0415 (the desk is slow to import)

    chosen = settings()
    weeks = open_weeks(chosen.instant())
    asked = asked_day(week, "--week")
    monday = week_of(asked) if asked else weeks[0]
    if monday not in weeks:
        raise UsageError(
            f"--week: {monday} is no week that can be drawn", f"give one of {weeks[-1]}-{weeks[0]}"
        )
    with opened(chosen), open_insight(chosen.database) as insight:
        drawn = draw_sample(insight, monday, chosen.instant())
    if state.json or as_json:
        print_json("sample", asdict(drawn))
        return
    total = sum(drawn.sizes.values())
    typer.echo(f"Week of {monday}: {len(drawn.drawn)} of {total} articles drawn.")
