"""Commands on what a team changed of what is known: list, diff, export, import, undo."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge.amendments import (
    KeptAmendment,
    Signature,
    differences,
    read_file,
    to_file,
    to_lines,
)
from scheduler.cli.app import AsJson, existing, opened, print_json, settings, state
from scheduler.knowing import bundled, known, take_in
from scheduler.knowing import undo as take_back
from storage import open_amendments

By = Annotated[str, typer.Option("--by", help="Who says so; else the user of this machine.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    commands = typer.Typer(help="What the team changed of what is known.", no_args_is_help=True)
    commands.command("list")(list_changes)
    commands.command("diff")(diff)
    commands.command("export")(export)
    commands.command("import")(import_changes)
    commands.command("undo")(undo)
    app.add_typer(commands, name="knowledge")


def list_changes(*, as_json: AsJson = False) -> None:
    """List the team's changes, with who made them, when, why, and what became of them."""
    chosen = settings()
    with opened(chosen), open_amendments(chosen.database) as amendments:
        kept = amendments.kept()
    refused = known(chosen).refused
    told = {amendment: error.sentence for amendment, error in refused.items()}
    if state.json or as_json:
        print_json("knowledge", [_data(each, told.get(each.amendment, "")) for each in kept])
        return
    for each in kept:
        typer.echo(f"{each.id}  {_signed(each.signed)}")
        typer.echo("\n".join(f"    {line}" for line in to_lines(each.amendment)))
        if each.taken_back:
            typer.echo(f"    taken back: {_signed(each.taken_back)}")
        elif each.amendment in told:
            typer.echo(f"    does not fit any more: {told[each.amendment]}")
    if not kept:
        typer.echo("Nothing was changed.", err=True)


def diff() -> None:
    """Print what the team's changes come to against the files, in the lines of the files."""
    chosen = settings()
    with opened(chosen):
        base = bundled(chosen)
    for line in differences(base, known(chosen, base).knowledge):
        typer.echo(line)


def export() -> None:
    """Print the changes that count as a correction file, which another store can import."""
    chosen = settings()
    with opened(chosen), open_amendments(chosen.database) as amendments:
        typer.echo(to_file(amendments.kept()), nl=False)


def import_changes(
    file: Annotated[Path, typer.Argument(help="A correction file, as `export` prints it.")],
    by: By = "",
) -> None:
    """Take the changes of a correction file into this store, all of them or none."""
    chosen = settings()
    given = read_file(existing(file))
    mine = Signature(by or getpass.getuser(), chosen.instant())
    signed = [_sign(each, mine) for each in given]
    with opened(chosen), open_amendments(chosen.database) as amendments:
        fresh = take_in(bundled(chosen), amendments, signed)
    typer.echo(f"{len(fresh)} of {len(given)} changes were new here.")


def undo(
    change: Annotated[str, typer.Argument(help="Id of a change, as `list` prints it.")],
    by: By = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Take a change back; that is a record of its own, nothing is erased."""
    chosen = settings()
    signed = Signature(by or getpass.getuser(), chosen.instant(), note)
    with opened(chosen), open_amendments(chosen.database) as amendments:
        take_back(bundled(chosen), amendments, change, signed)
    typer.echo("Taken back. The next runs read again what it concerned.")


def _sign(each: KeptAmendment, mine: Signature) -> KeptAmendment:
    """A change with the signature of its file, or that of whoever brings it where it has none."""
    known_at = each.signed.at > datetime.fromtimestamp(0, UTC)
    at = each.signed.at if known_at else mine.at
    return replace(each, signed=Signature(each.signed.who or mine.who, at, each.signed.note))


def _data(each: KeptAmendment, misfit: str) -> dict[str, Any]:
    amendment, back = each.amendment, each.taken_back
    return {
        "id": each.id,
        "change": amendment.change.value,
        "target": amendment.target,
        "form": amendment.form,
        "entry": amendment.entry,
        **_signature(each.signed),
        "taken_back": _signature(back) if back else None,
        "misfit": misfit,
    }


def _signature(signed: Signature) -> dict[str, str]:
    return {"by": signed.who, "at": signed.at.isoformat(), "note": signed.note}


def _signed(signed: Signature) -> str:
    note = f": {signed.note}" if signed.note else ""
    return f"{signed.at:%Y-%m-%d %H:%M} {signed.who}{note}"
