"""Commands that look at what is kept: status, search, explain."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

import typer

from news.analysis import Tier
from news.errors import UsageError
from news.reading import Reading
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.explaining import explain_data, explain_lines
from scheduler.cli.posting import errand_data, standings, tell_errands
from scheduler.cli.telling import report_data, report_lines, say_alarm
from scheduler.kept_pages import measure
from storage import Bookmark, Query, Shelf, Store, Wanted


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(status)
    app.command()(search)
    app.command()(explain)


def status(*, as_json: AsJson = False) -> None:
    """Tell what the last run did, and what the store holds."""
    from scheduler.watch import watch  # noqa: PLC0415 (only this command needs it)

    chosen = settings()
    with opened(chosen) as store:
        last = next(iter(store.runs(1)), None)
        totals = store.totals()
        mails = standings(chosen, store)
        alarms = watch(chosen, store)
    pages = measure(chosen.archive.folder)
    if state.json or as_json:
        print_json(
            "status",
            {
                "alarms": [asdict(alarm) for alarm in alarms],
                "run": report_data(last) if last else None,
                "totals": totals,
                "pages": asdict(pages),
                "mail": [errand_data(errand) for errand in mails],
            },
        )
        return
    for alarm in alarms:
        if alarm.kind.urgent:
            typer.echo(f"Look: {say_alarm(alarm)}")
    if last is None:
        typer.echo("No run yet: start with `soie run`.")
    else:
        typer.echo(f"Last run: {last.finished_at:%Y-%m-%d %H:%M} UTC")
        for line in report_lines(last):
            typer.echo(line)
    typer.echo("Kept: " + ", ".join(f"{count} {name}" for name, count in totals.items()))
    since = f", since {pages.since}" if pages.since else ""
    typer.echo(f"Pages: {pages.bytes / 1e6:.1f} MB in {pages.files} files{since}, {pages.folder}")
    if mails:
        typer.echo("Mail:")
        tell_errands(mails)


def search(
    words: Annotated[
        list[str], typer.Argument(help="Words or Japanese fragments; quotes: a phrase.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Most answers.")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """Find articles by their words, in French and Japanese."""
    with opened(settings()) as store:
        found = find(store, " ".join(words), limit)
    if state.json or as_json:
        print_json("search", [_line(reading) for reading in found])
        return
    for reading in found:
        line = _line(reading)
        typer.echo(f"{line['id']}  {line['day']}  {line['tier']:8} {line['title']}")
    if not found:
        typer.echo("Nothing found.", err=True)


def find(store: Store, text: str, limit: int) -> list[Reading]:
    """The newest articles that hold all of these words, read off the search index."""
    wanted, keys, place = Wanted(bands=tuple(Tier), text=text), list[str](), ""
    while len(keys) < limit:
        leaf = store.leaf(Shelf.ARTICLES, wanted, Bookmark(limit - len(keys), after=place))
        keys += leaf.keys
        place = leaf.after
        if not place:
            break
    return store.readings(Query(ids=tuple(keys))) if keys else []


def explain(
    article: Annotated[str, typer.Argument(help="Id of an article, as `soie search` prints it.")],
    *,
    language: Annotated[Literal["fr", "ja", "en"], typer.Option(help="Reader's language.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Tell why an article is tagged and ranked as it is."""
    chosen = settings()
    base = knowledge(chosen)
    with opened(chosen) as store:
        found = store.readings(Query(ids=(article,)))
    if not found:
        raise UsageError(f"{article}: no article with this id", "`soie search` prints ids")
    if state.json or as_json:
        print_json("explain", explain_data(found[0], base))
        return
    for line in explain_lines(found[0], base, language):
        typer.echo(line)


def _line(reading: Reading) -> dict[str, str]:
    article = reading.article
    return {
        "id": article.id,
        "day": article.dated.date().isoformat(),
        "tier": reading.settled.tier.value,
        "language": reading.analysis.language,
        "source": article.source_id,
        "title": article.title,
        "url": article.url,
    }
