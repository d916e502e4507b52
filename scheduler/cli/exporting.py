"""The command that hands out what is kept: export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

import typer

from news.analysis import Tier
from scheduler.cli.app import knowledge, opened, settings, state
from scheduler.cli.asked import asked_day
from scheduler.export import COLUMNS, exported, row
from storage import Query

_BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets read accents and Japanese as something else."""


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
        records = exported(store, query, base)
        if state.json or to == "jsonl":
            for record in records:
                typer.echo(json.dumps(record, ensure_ascii=False))
            return
        typer.echo(_BYTE_ORDER_MARK, nl=False)
        typer.echo(_line(COLUMNS), nl=False)
        for record in records:
            typer.echo(_line(row(record)), nl=False)


def _line(cells: Iterable[str]) -> str:
    """Cells as RFC 4180 writes them."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _midnight(option: str, day: str, later: int) -> datetime | None:
    found = asked_day(day, option)
    if found is None:
        return None
    return datetime.combine(found + timedelta(days=later), time.min, UTC)
