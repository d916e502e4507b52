"""The command that hands out what is kept: export."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

import typer

from news.analysis import Tier
from news.export import COLUMNS, record, row
from news.spreadsheet import BYTE_ORDER_MARK, write_row
from scheduler.cli.app import knowledge, opened, settings, state
from scheduler.cli.asked import asked_day
from storage import Query, walk


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(export)


def export(
    to: Annotated[Literal["csv", "jsonl"], typer.Option(help="Format.")] = "csv",
    since: Annotated[str, typer.Option("--from", help="First day (UTC), as 2022-05-01.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day (UTC), as 2022-05-31.")] = "",
    tier: Annotated[
        list[Tier] | None, typer.Option(help="Only this tier; may be repeated.")
    ] = None,
) -> None:
    """Print articles with their tags, newest first, as a spreadsheet or as JSON lines."""
    chosen = settings()
    base = knowledge(chosen)
    query = Query(
        since=_midnight("--from", since, 0),
        until=_midnight("--until", until, 1),
        tiers=tuple(tier or ()),
    )
    with opened(chosen) as store:
        records = (
            record(each, base.sources.get(each.article.source_id)) for each in walk(store, query)
        )
        if state.json or to == "jsonl":
            for told in records:
                typer.echo(json.dumps(told, ensure_ascii=False))
            return
        typer.echo(BYTE_ORDER_MARK, nl=False)
        typer.echo(write_row(COLUMNS), nl=False)
        for told in records:
            typer.echo(write_row(row(told)), nl=False)


def _midnight(option: str, day: str, later: int) -> datetime | None:
    found = asked_day(day, option)
    if found is None:
        return None
    return datetime.combine(found + timedelta(days=later), time.min, UTC)
