"""Commands that do the daily work: demo, run, ingest, digest."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer
from structlog.contextvars import bound_contextvars

from news.day import day_of
from news.report import RunReport, RunState
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.asked import asked_day
from scheduler.cli.posting import errand_data, print_message, tell_errands
from scheduler.cli.progress import shown
from scheduler.cli.telling import report_data, report_lines
from storage import open_calendar

WEEK = 7
"""Days of a weekly edition."""
PARTIAL = 3
"""Exit code of a run in which some sources failed."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demo)
    app.command()(run)
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
        typer.echo("Mails, as they would be sent:")
        for path in rehearsal.mails:
            typer.echo(f"  {path}")
        typer.echo("Read on: `make serve` opens the desk on this store.")


def run(
    *,
    no_digest: Annotated[
        bool,
        typer.Option("--no-digest", help="Only what is worth asking several times a day; no mail."),
    ] = False,
    wait: Annotated[int, typer.Option(help="Minutes to wait for another run to end.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Do the daily job on the real sources, once, send the mails that are due, purge."""
    from scheduler.alerts import alert_due  # noqa: PLC0415 (models and Scrapy are slow to import)
    from scheduler.delivery import check_readers, deliver_due  # noqa: PLC0415
    from scheduler.lease import Holding, held  # noqa: PLC0415
    from scheduler.retention import purge  # noqa: PLC0415
    from scheduler.run import Job  # noqa: PLC0415
    from scheduler.run import run as run_job  # noqa: PLC0415

    chosen = settings()
    base = knowledge(chosen)
    check_readers(chosen.readers, base)
    patience = Holding(patience=timedelta(minutes=wait))
    with (
        opened(chosen, make=True) as store,
        open_calendar(chosen.database) as calendar,
        held(calendar, "run", patience),
        shown("daily job") as progress,
    ):
        job = Job(chosen, base, store, progress)
        try:
            report = run_job(job, between=no_digest)
        finally:
            alert_due(job)
        with bound_contextvars(run=report.id):
            errands = () if no_digest else deliver_due(job)
            if not no_digest:
                purge(chosen, base.sources.values())
    if state.json or as_json:
        mail = [errand_data(errand) for errand in errands]
        print_json("run", {**report_data(report), "mail": mail})
    else:
        _tell(report, as_json=False)
        if errands:
            tell_errands(errands)
    if report.state is RunState.PARTIAL or any(item.fresh and item.trouble for item in errands):
        raise typer.Exit(PARTIAL)


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


def digest(  # noqa: PLR0913 (each is an option of the command)
    day: Annotated[
        str, typer.Option("--date", help="Last day told, as 2022-05-19; default: yesterday.")
    ] = "",
    to: Annotated[
        Literal["html", "md", "json", "atom", "mail"], typer.Option(help="Format.")
    ] = "md",
    language: Annotated[Literal["fr", "ja", "en"], typer.Option(help="Reader's language.")] = "fr",
    *,
    week: Annotated[bool, typer.Option("--week", help="The seven days that end there.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(help="tier=, sector=, language=, entity= or side=; may be repeated."),
    ] = None,
    reader: Annotated[
        str, typer.Option(help="With --to mail: whose; default: the first in the language.")
    ] = "",
) -> None:
    """Print one day's digest, or a week's, or the feed of a fortnight."""
    from digest import FEED_DAYS, narrow, render, render_feed  # noqa: PLC0415 (templates are slow to import)
    from scheduler.cli.choosing import read_filter  # noqa: PLC0415
    from scheduler.run import Job, build_digest, last_sighting  # noqa: PLC0415

    chosen = settings()
    asked = asked_day(day)
    if to == "mail":
        print_message(chosen, language, reader, asked)
        return
    wanted = asked or day_of(chosen.instant(), chosen.zone_of(language)) - timedelta(days=1)
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
