"""Commands that do the daily work: demo, run, schedule, ingest, digest."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from news.day import day_of
from news.errors import UsageError
from news.report import RunReport, RunState
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.progress import shown
from scheduler.cli.telling import report_data, report_lines

WEEK = 7
"""Days of a weekly edition."""
PARTIAL = 3
"""Exit code of a run in which some sources failed."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demo)
    app.command()(run)
    app.command()(schedule)
    app.command()(ingest)
    app.command()(digest)


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where the demo keeps its store and digests.")
    ] = Path("var/demo"),
    *,
    as_json: AsJson = False,
) -> None:
    """Run the whole daily job on the bundled sample press, without the outside network."""
    from scheduler.rehearsal import rehearse  # noqa: PLC0415 (models and Scrapy are slow to import)

    with shown("sample press") as progress:
        rehearsal = rehearse(progress, folder)
    _tell(rehearsal.report, as_json=as_json)
    if not (state.json or as_json):
        typer.echo("Digests of the last day, and the pages that list all days:")
        for edition in rehearsal.settings.editions:
            pages = rehearsal.settings.output / edition.language
            last = max(pages.glob("[0-9]*.html"))
            typer.echo(f"  {edition.language}  {last}  {pages / 'index.html'}")
        typer.echo("Read on: `make serve` opens the desk on this store.")


def run(*, as_json: AsJson = False) -> None:
    """Do the daily job: collect, read, group and digest the real sources, once."""
    from scheduler.run import Job  # noqa: PLC0415 (models and Scrapy are slow to import)
    from scheduler.run import run as run_job  # noqa: PLC0415

    chosen = settings()
    base = knowledge(chosen)
    with opened(chosen, make=True) as store, shown("daily job") as progress:
        report = run_job(Job(chosen, base, store, progress))
    _tell(report, as_json=as_json)
    if report.state is RunState.PARTIAL:
        raise typer.Exit(PARTIAL)


def schedule() -> None:
    """Stay and do the daily job at its hour, every day, until stopped."""
    from scheduler.clock import daily_trigger, make_clock  # noqa: PLC0415 (only this command needs it)

    chosen = settings()

    def job() -> None:
        try:
            run()
        except typer.Exit:
            return

    trigger = daily_trigger(chosen.clock)
    following = trigger.get_next_fire_time(None, chosen.instant())
    typer.echo(f"Next run: {following:%Y-%m-%d %H:%M %Z}. Stop with Ctrl-C.")
    make_clock(chosen.clock, job).start()


def ingest(
    places: Annotated[
        list[str], typer.Argument(help="HTML, text or WARC files, folders, addresses.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Take articles from files, folders or addresses through the same path as the daily job."""
    from scheduler.ingestion import ingest_places  # noqa: PLC0415 (models and Scrapy are slow to import)

    chosen = settings()
    base = knowledge(chosen)
    with opened(chosen, make=True) as store, shown("ingest") as progress:
        report = ingest_places(chosen, base, store, progress, places)
    if state.json or as_json:
        print_json("ingest", report.data())
    else:
        for line in report.lines():
            typer.echo(line)
    if report.kept == 0:
        raise typer.Exit(1)


def digest(
    day: Annotated[
        str, typer.Option("--date", help="Last day told, as 2022-05-19; default: yesterday.")
    ] = "",
    to: Annotated[Literal["html", "md", "json", "atom"], typer.Option(help="Format.")] = "md",
    language: Annotated[Literal["fr", "ja", "en"], typer.Option(help="Reader's language.")] = "fr",
    *,
    week: Annotated[bool, typer.Option("--week", help="The seven days that end there.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(help="tier=, sector=, language=, entity= or side=; may be repeated."),
    ] = None,
) -> None:
    """Print one day's digest, or a week's, or the feed of a fortnight."""
    from digest import FEED_DAYS, narrow, render, render_feed  # noqa: PLC0415 (templates are slow to import)
    from scheduler.cli.choosing import read_filter  # noqa: PLC0415
    from scheduler.run import Job, build_digest, last_sighting  # noqa: PLC0415

    chosen = settings()
    zone = chosen.zone_of(language)
    try:
        wanted = (
            date.fromisoformat(day) if day else day_of(chosen.instant(), zone) - timedelta(days=1)
        )
    except ValueError as error:
        raise UsageError(f"--date {day}: no day", "write it as 2022-05-19") from error
    edition = next(item for item in chosen.editions if item.language == language)
    base = knowledge(chosen)
    choice = read_filter(only or (), base)
    days = WEEK if week else FEED_DAYS if to == "atom" else 1
    with opened(chosen) as store:
        job = Job(chosen, base, store, lambda _stage, _what: None)
        built = build_digest(job, edition, wanted, last_sighting(store), days)
    if to == "atom":
        typer.echo(render_feed(built, choice, base), nl=False)
    else:
        typer.echo(render(narrow(built, choice, base), "json" if state.json else to, base))


def _tell(report: RunReport, *, as_json: bool) -> None:
    if state.json or as_json:
        print_json("run", report_data(report))
    else:
        for line in report_lines(report):
            typer.echo(line)
