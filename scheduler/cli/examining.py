"""The command that looks whether everything is there: doctor."""

from __future__ import annotations

from dataclasses import asdict

import typer

from scheduler.cli.app import AsJson, print_json, settings, state


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(doctor)


def doctor(*, as_json: AsJson = False) -> None:
    """Check all that the daily job needs, and say how to mend what is missing."""
    from scheduler.doctor import Standing, examine  # noqa: PLC0415 (models are slow to import)

    found = []
    for finding in examine(settings()):
        found.append(finding)
        if not (state.json or as_json):
            remedy = f" — {finding.remedy}" if finding.remedy else ""
            typer.echo(f"{finding.standing.value:8} {finding.check:10} {finding.text}{remedy}")
    if state.json or as_json:
        print_json("doctor", [asdict(finding) for finding in found])
    if any(finding.standing is Standing.FAILURE for finding in found):
        raise typer.Exit(1)
