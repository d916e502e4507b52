"""The command that reads web archives: backfill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from news.errors import UsageError
from scheduler.cli.app import AsJson, existing, knowledge, opened, print_json, settings, state
from scheduler.cli.daily import PARTIAL
from scheduler.cli.engines import open_engine
from scheduler.cli.progress import shown
from storage import LedgerEntry, Unit, UnitState, file_of, open_calendar, open_ledger

if TYPE_CHECKING:
    from knowledge import Knowledge
    from nlp import ArticleReader
    from scheduler.backfill.coordinator import Report
    from scheduler.settings import Settings

_STATUS = ["status"]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(backfill)


def backfill(  # noqa: PLR0913 (each is an option of the command)
    archives: Annotated[
        list[str] | None,
        typer.Argument(help="WARC files; or the word status: what was read, and what could not."),
    ] = None,
    listed: Annotated[
        Path | None, typer.Option("--list", help="File that names archives, one a line.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Archives read at once; 0: one a core.")] = -1,
    cluster: Annotated[
        str, typer.Option(help="Address of a Dask scheduler whose workers read.")
    ] = "",
    *,
    again: Annotated[bool, typer.Option("--again", help="Try quarantined ones again.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read, and do nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read years of web archives for what they say on the subject."""
    as_json = as_json or state.json
    if archives == _STATUS:
        _tell_status(as_json=as_json)
        return
    chosen = settings()
    places = [*(archives or ()), *(_lines(listed) if listed else ())]
    if not places:
        raise UsageError("no archive was named", "give WARC files, or --list with a file of them")
    if dry_run:
        _tell_plan(chosen, places, as_json=as_json)
        return
    report = _run(chosen, places, cluster, jobs, again=again)
    if as_json:
        print_json("backfill", _data(report))
    else:
        for line in _report_lines(report):
            typer.echo(line)
    if report.quarantined:
        raise typer.Exit(PARTIAL)


def _run(chosen: Settings, places: list[str], cluster: str, jobs: int, *, again: bool) -> Report:
    from scheduler.backfill.coordinator import Coordinator  # noqa: PLC0415 (models are slow to import)
    from scheduler.backfill.order import order_of  # noqa: PLC0415 (the same)
    from scheduler.backfill.work import read_unit  # noqa: PLC0415 (the same)
    from scheduler.lease import held  # noqa: PLC0415 (the same)
    from scheduler.run import Job  # noqa: PLC0415 (the same)

    base, reader, units = _units(chosen, places)
    order = order_of(chosen, reader.maker)
    with (
        opened(chosen, make=True) as store,
        open_ledger(chosen.database) as ledger,
        open_calendar(chosen.database) as calendar,
        held(calendar, "backfill"),
        open_engine(chosen, cluster, jobs, partial(read_unit, order)) as engine,
        shown("backfill") as progress,
    ):
        return Coordinator(Job(chosen, base, store, progress), ledger, engine).run(
            units, again=again
        )


def _units(
    chosen: Settings, places: list[str]
) -> tuple[Knowledge, ArticleReader, tuple[Unit, ...]]:
    from scheduler.backfill.coordinator import find_units  # noqa: PLC0415 (models are slow to import)
    from scheduler.backfill.work import maker_of  # noqa: PLC0415 (the same)
    from scheduler.reader import make_reader  # noqa: PLC0415 (the same)

    base = knowledge(chosen)
    reader = make_reader(chosen, base, gate=chosen.analyse.gate)
    return base, reader, find_units(places, maker_of(reader))


def _lines(path: Path) -> list[str]:
    text = existing(path).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[:1] != "#"]


def _tell_plan(chosen: Settings, places: list[str], *, as_json: bool) -> None:
    _, _, units = _units(chosen, places)
    file = file_of(chosen.database)
    known: dict[Unit, LedgerEntry] = {}
    if file is None or file.is_file():
        with open_ledger(chosen.database) as ledger:
            known = {entry.unit: entry for entry in ledger.entries()}
    planned = [known.get(unit, LedgerEntry(unit)) for unit in units]
    if as_json:
        print_json("backfill-plan", [_entry_data(entry) for entry in planned])
        return
    for entry in planned:
        typer.echo(f"{entry.state:11} {entry.unit.size:>14,}  {entry.unit.place}")


def _tell_status(*, as_json: bool) -> None:
    chosen = settings()
    with opened(chosen), open_ledger(chosen.database) as ledger:
        entries = ledger.entries()
    if as_json:
        print_json("backfill-status", [_entry_data(entry) for entry in entries])
        return
    states = Counter(entry.state for entry in entries)
    told = ", ".join(f"{states[kind]} {kind}" for kind in UnitState if states[kind])
    typer.echo(f"Archives: {told or 'none'}.")
    totals = sum((Counter(entry.counts) for entry in entries), Counter[str]())
    if totals:
        typer.echo(f"Found: {_counted(totals)}.")
    for entry in entries:
        if entry.state is UnitState.DOING:
            typer.echo(f"  doing, last sign of life {entry.beat_at}: {entry.unit.place}")
        elif entry.state is UnitState.QUARANTINED:
            typer.echo(f"  quarantined: {entry.detail}")


def _entry_data(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "place": entry.unit.place,
        "size": entry.unit.size,
        "maker": entry.unit.maker,
        "state": entry.state.value,
        "beat_at": entry.beat_at.isoformat() if entry.beat_at else None,
        "finished_at": entry.finished_at.isoformat() if entry.finished_at else None,
        "attempts": entry.attempts,
        "detail": entry.detail,
        "counts": dict(entry.counts),
    }


def _data(report: Report) -> dict[str, Any]:
    return {
        "units": report.units,
        "earlier": report.earlier,
        "done": report.done,
        "counts": dict(report.counts),
        "quarantined": report.quarantined,
        "seconds": round(report.seconds, 3),
    }


def _report_lines(report: Report) -> Iterator[str]:
    yield (
        f"Archives: {report.units}; {report.done} read, {report.earlier} read before, "
        f"{len(report.quarantined)} quarantined; {report.seconds:.1f} s."
    )
    if report.counts:
        yield f"Found: {_counted(report.counts)}."
    for fault in report.quarantined.values():
        yield f"  quarantined: {fault}"


def _counted(counts: Counter[str]) -> str:
    first = ("pages", "survivors", "new", "unchanged")
    rest = sorted(counts.keys() - set(first))
    return ", ".join(f"{counts[name]} {name}" for name in (*first, *rest))
