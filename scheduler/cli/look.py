"""Commands that look at what is kept: status, sources, search, explain."""

from __future__ import annotations

from typing import Annotated

import typer

from news.errors import UsageError
from news.reading import Reading
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.explaining import explain_data, explain_lines
from scheduler.cli.telling import report_data, report_lines
from storage import Query


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(status)
    sources = typer.Typer(help="The sources that are known.", no_args_is_help=True)
    sources.command("list")(list_sources)
    app.add_typer(sources, name="sources")
    app.command()(search)
    app.command()(explain)


def status(*, as_json: AsJson = False) -> None:
    """Tell what the last run did, and what the store holds."""
    chosen = settings()
    with opened(chosen) as store:
        last = next(iter(store.runs(1)), None)
        totals = store.totals()
    if state.json or as_json:
        print_json("status", {"run": report_data(last) if last else None, "totals": totals})
        return
    if last is None:
        typer.echo("No run yet: start with `soie run`.")
    else:
        typer.echo(f"Last run: {last.finished_at:%Y-%m-%d %H:%M} UTC")
        for line in report_lines(last):
            typer.echo(line)
    typer.echo("Kept: " + ", ".join(f"{count} {name}" for name, count in totals.items()))


def list_sources(
    names: Annotated[list[str] | None, typer.Argument(help="Ids of sources; default: all.")] = None,
    group: Annotated[str, typer.Option(help="Only this group.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """List the sources that are known."""
    base = knowledge(settings())
    unknown = sorted(set(names or ()) - set(base.sources))
    if unknown:
        raise UsageError(f"{unknown[0]}: no such source", "`soie sources list` lists them")
    found = [
        source
        for source in base.sources.values()
        if (not names or source.id in names) and (not group or group in source.groups)
    ]
    if state.json or as_json:
        keys = ("id", "name", "language", "kind", "urls", "rights", "groups", "confidence")
        print_json("sources", [{key: getattr(item, key) for key in keys} for item in found])
        return
    for source in found:
        typer.echo(
            f"{source.id:28} {source.language}  {source.kind.value:8} "
            f"{source.confidence}  {source.name}"
        )


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
        found = store.readings(Query(text=" ".join(words), limit=limit))
    if state.json or as_json:
        print_json("search", [_line(reading) for reading in found])
        return
    for reading in found:
        line = _line(reading)
        typer.echo(f"{line['id']}  {line['day']}  {line['tier']:8} {line['title']}")
    if not found:
        typer.echo("Nothing found.", err=True)


def explain(
    article: Annotated[str, typer.Argument(help="Id of an article, as `soie search` prints it.")],
    *,
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
    for line in explain_lines(found[0], base):
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
