"""Commands of the digests by mail: deliver, ledger."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from news.errors import ConfigurationError, UsageError
from news.spreadsheet import safe_cell
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.asked import asked_day
from scheduler.cli.progress import shown
from scheduler.settings import Settings
from storage import LedgerLine, Store, open_outbox

if TYPE_CHECKING:
    from scheduler.due import Errand

PARTIAL = 3
"""Exit code when some mails were not taken."""
_COLUMNS = (
    "day", "edition", "reader", "state", "at", "source", "article", "url", "shown", "title",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(deliver)
    app.command()(ledger)


def deliver(
    day: Annotated[
        str, typer.Option("--date", help="Send the digests of this day, whatever the hour.")
    ] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send nothing, only tell.")] = False,
    as_json: AsJson = False,
) -> None:
    """Send the digests that are due to their readers, each once."""
    from scheduler.delivery import Post, survey  # noqa: PLC0415 (models are slow to import)
    from scheduler.delivery import deliver as send  # noqa: PLC0415
    from scheduler.run import Job  # noqa: PLC0415

    chosen = settings()
    if not chosen.readers:
        raise ConfigurationError("nobody reads the digest by mail", "add [[readers]] to soie.toml")
    base = knowledge(chosen)
    wanted = asked_day(day)
    with (
        opened(chosen) as store,
        open_outbox(chosen.database) as outbox,
        shown("mail") as progress,
    ):
        job = Job(chosen, base, store, progress)
        errands = survey(job, outbox, wanted) if dry_run else send(Post(job, outbox), wanted)
    if state.json or as_json:
        print_json("deliver", [errand_data(errand) for errand in errands])
    else:
        tell_errands(errands)
    if any(errand.fresh and errand.trouble for errand in errands):
        raise typer.Exit(PARTIAL)


def print_message(chosen: Settings, language: str, address: str, day: date | None) -> None:
    """Print the mail of one reader as it would travel; sends nothing.

    Raises:
        UsageError: when there is no such reader.
    """
    from scheduler.delivery import pack  # noqa: PLC0415 (models are slow to import)
    from scheduler.due import errand_of  # noqa: PLC0415
    from scheduler.run import Job  # noqa: PLC0415

    found = (
        item
        for item in chosen.readers
        if (item.key == address.lower() if address else item.language == language)
    )
    reader = next(found, None)
    if reader is None:
        raise UsageError(
            f"--to mail: no reader {address or f'in {language}'}", "add [[readers]] to soie.toml"
        )
    base = knowledge(chosen)
    with opened(chosen) as store, open_outbox(chosen.database) as outbox:
        job = Job(chosen, base, store, lambda _stage, _what: None)
        parcel = pack(job, outbox, errand_of(reader, day, chosen.instant()))
    typer.echo(parcel.message.as_bytes().decode("ascii"), nl=False)


def errand_data(errand: Errand) -> dict[str, Any]:
    """Where one reader's mail stands, as JSON data."""
    return {
        "reader": errand.slot.reader,
        "edition": errand.slot.edition,
        "day": errand.slot.day.isoformat(),
        "state": errand.standing.value,
        "fresh": errand.fresh,
        "detail": errand.detail,
    }


def tell_errands(errands: Iterable[Errand]) -> None:
    """The same for people, a line each."""
    for errand in errands:
        slot, detail = errand.slot, f" ({errand.detail})" if errand.detail else ""
        already = "" if errand.fresh or errand.standing.value != "sent" else "already "
        typer.echo(
            f"{slot.day} {slot.edition:6} {slot.reader}: {already}{errand.standing.value}{detail}"
        )


def standings(chosen: Settings, store: Store) -> list[Errand]:
    """Where every reader's latest mail stands, and what did not surely arrive of late."""
    from scheduler.delivery import survey  # noqa: PLC0415 (models are slow to import)
    from scheduler.due import lost  # noqa: PLC0415
    from scheduler.run import Job  # noqa: PLC0415

    if not (chosen.readers and chosen.mail.host):
        return []
    with open_outbox(chosen.database) as outbox:
        job = Job(chosen, knowledge(chosen), store, lambda _stage, _what: None)
        latest = survey(job, outbox)
        since = chosen.instant().date() - timedelta(days=14)
        return [*latest, *lost(chosen.readers, outbox.deliveries(since), latest)]


def ledger(
    since: Annotated[
        str, typer.Option("--from", help="First day, as 2022-05-01; default: 30 days ago.")
    ] = "",
    until: Annotated[str, typer.Option("--to", help="Last day; default: today.")] = "",
    to_format: Annotated[
        Literal["csv", "json"], typer.Option("--to-format", help="Format.")
    ] = "csv",
) -> None:
    """Print which reader was sent which article, for declarations to rights holders."""
    chosen = settings()
    last = asked_day(until, "--to") or chosen.instant().date()
    first = asked_day(since, "--from") or last - timedelta(days=30)
    with opened(chosen), open_outbox(chosen.database) as outbox:
        lines = outbox.ledger(first, last)
    rows = [_row(line) for line in lines]
    if state.json or to_format == "json":
        print_json("ledger", rows)
        return
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([safe_cell(row[name]) for name in _COLUMNS] for row in rows)


def _row(line: LedgerLine) -> dict[str, str]:
    slot, exhibit = line.delivery.slot, line.exhibit
    return {
        "day": slot.day.isoformat(),
        "edition": slot.edition,
        "reader": slot.reader,
        "state": line.delivery.state.value,
        "at": line.delivery.at.isoformat(),
        "source": exhibit.source_id,
        "article": exhibit.article_id,
        "url": exhibit.url,
        "shown": exhibit.shown.value,
        "title": line.title,
    }
