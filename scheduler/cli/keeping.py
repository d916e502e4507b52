"""Commands that take care of what is kept: backup, restore, purge, erase."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from scheduler import retention
from scheduler.backups import kept_backups, make_backup, put_back
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from storage import open_calendar


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(purge)
    app.command()(erase)


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="File to make; else one named by the hour, in backup.folder."),
    ] = None,
    *,
    portable: Annotated[
        bool, typer.Option("--portable", help="As tables that any kind of database takes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write everything that is kept into one checked file, while other commands go on."""
    made = make_backup(settings(), file, portable=portable)
    tables = {name: tally.rows for name, tally in made.backup.tables.items()}
    if state.json or as_json:
        data = {
            "file": str(made.path),
            "bytes": made.path.stat().st_size,
            "schema": made.backup.schema,
            "portable": made.backup.portable,
            "tables": tables,
            "files": made.backup.files,
            "forgotten": [str(path) for path in made.forgotten],
        }
        print_json("backup", data)
        return
    size = made.path.stat().st_size / 1e6
    typer.echo(f"{made.path}: {made.backup.rows} rows, {size:.1f} MB, checked.")
    if made.forgotten:
        typer.echo(f"Older ones deleted: {len(made.forgotten)}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `soie backup` made.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where something is kept; that is put aside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back, as the store of this machine."""
    restored = put_back(settings(), file, replace=replace)
    found = restored.backup
    if state.json or as_json:
        data = {
            "file": str(file),
            "made_at": found.made_at.isoformat(),
            "tables": {name: tally.rows for name, tally in found.tables.items()},
            "aside": restored.aside and str(restored.aside),
            "erased_again": restored.erased,
        }
        print_json("restore", data)
        return
    typer.echo(f"Restored: {found.rows} rows, as of {found.made_at:%Y-%m-%d %H:%M} UTC.")
    if restored.aside:
        typer.echo(f"What was there before: {restored.aside}")
    if restored.erased:
        typer.echo(f"Erasures since, done again: {restored.erased}.")


def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what has been kept long enough, class by class."""
    chosen = settings()
    base = knowledge(chosen)
    with opened(chosen):
        counts = retention.purge(chosen, base.sources.values(), dry_run=dry_run)
    if state.json or as_json:
        print_json("purge", {"dry_run": dry_run, "removed": counts})
        return
    done = "To be removed" if dry_run else "Removed"
    typer.echo(f"{done}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def erase(
    person: Annotated[
        list[str],
        typer.Argument(help="Written forms of one person, in both scripts; or an id."),
    ],
    *,
    by: Annotated[str, typer.Option("--by", help="Who does; else the user of this machine.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; must not name them.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a person out of everything that is kept, for good."""
    from scheduler.erasing import Asked  # noqa: PLC0415 (Scrapy is slow to import)
    from scheduler.erasing import erase as erase_person  # noqa: PLC0415
    from scheduler.lease import Holding, held  # noqa: PLC0415

    chosen = settings()
    base = knowledge(chosen)
    asked = Asked(tuple(person), by or getpass.getuser(), reason)
    with (
        opened(chosen),
        open_calendar(chosen.database) as calendar,
        held(calendar, "run", Holding()),
    ):
        done = erase_person(chosen, base, asked, dry_run=dry_run)
    known = done.names.known.id if done.names.known else None
    backups = kept_backups(chosen)
    if state.json or as_json:
        data = {
            "id": None if dry_run else done.id,
            "dry_run": dry_run,
            "forms": len(done.names.full) + len(done.names.weak),
            "removed": done.counts,
            "knowledge": known,
            "backups": len(backups),
        }
        print_json("erase", data)
        return
    told = ", ".join(f"{count} {name}" for name, count in done.counts.items()) or "nothing found"
    typer.echo(f"{'To be erased' if dry_run else 'Erased'}: {told}.")
    if known:
        typer.echo(
            f"The knowledge base still names them: take out {known} (people/*.toml of the folder"
            " `knowledge`), and the roles and look-alikes that refer to it."
        )
    if backups:
        typer.echo(
            f"{len(backups)} backups in {chosen.backup.folder} are from before; restoring one"
            " erases again. Delete those that need not stay."
        )
