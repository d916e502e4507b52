"""Commands on sources: list, check, add, import-opml, export-opml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge import Knowledge, add_sources, to_toml
from news.errors import UsageError
from news.source import Source
from scheduler.cli.app import AsJson, existing, print_json, settings, state
from scheduler.cli.progress import shown
from scheduler.knowing import bundled

_KEYS = ("id", "name", "language", "kind", "urls", "rights", "groups", "confidence")
Names = Annotated[list[str] | None, typer.Argument(help="Ids of sources; default: all.")]
Group = Annotated[str, typer.Option(help="Only this group.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    sources = typer.Typer(help="The sources that are known.", no_args_is_help=True)
    sources.command("list")(list_sources)
    sources.command("check")(check)
    sources.command("add")(add)
    sources.command("import-opml")(import_opml)
    sources.command("export-opml")(export_opml)
    app.add_typer(sources, name="sources")


def list_sources(names: Names = None, group: Group = "", *, as_json: AsJson = False) -> None:
    """List the sources that are known."""
    found = _chosen(bundled(settings()), names, group)
    if state.json or as_json:
        print_json("sources", [{key: getattr(item, key) for key in _KEYS} for item in found])
        return
    for source in found:
        typer.echo(
            f"{source.id:28} {source.language}  {source.kind.value:8} "
            f"{source.confidence}  {source.name}"
        )


def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; default: all of --group.")
    ] = None,
    group: Group = "daily",
    *,
    as_json: AsJson = False,
) -> None:
    """Try sources and tell what is found, field by field; nothing is kept."""
    from scheduler.checking import check_lines, check_source  # noqa: PLC0415 (Scrapy is slow to import)

    chosen = settings()
    sources = _chosen(bundled(chosen), names, "" if names else group)
    found: list[dict[str, Any]] = []
    with shown("sources") as progress:
        for source in sources:
            progress("check", source.id)
            found.append(check_source(chosen, source))
    if state.json or as_json:
        print_json("check", found)
        return
    for item in found:
        for line in check_lines(item):
            typer.echo(line)


def add(
    url: Annotated[str, typer.Argument(help="A feed, a sitemap or a page of the outlet.")],
    key: Annotated[str, typer.Option("--id", help="Its id; default: made from the host.")] = "",
    *,
    dry: Annotated[bool, typer.Option("--dry", help="Show the record, write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find an outlet's feed, sitemap and language, and write its record."""
    from scheduler.adding import discover_source  # noqa: PLC0415 (Scrapy is slow to import)

    chosen = settings()
    base = bundled(chosen)
    with shown("sources") as progress:
        progress("add", url)
        source = discover_source(chosen, url, base.sources, key)
    if not dry:
        add_sources(chosen.sources, [source], base.sources)
    if state.json or as_json:
        print_json("added", {"file": None if dry else chosen.sources, "sources": [_data(source)]})
        return
    typer.echo(to_toml(source), nl=False)
    if not dry:
        typer.echo(f"Written to {chosen.sources}; `soie sources check {source.id}` tries it.")


def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file of another reader.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take over the sources of an OPML file; those that are known are passed over."""
    from crawler import read_opml  # noqa: PLC0415 (Scrapy is slow to import)
    from knowledge import refuse_duplicate  # noqa: PLC0415 (beside its use)

    chosen = settings()
    base = bundled(chosen)
    seen, added, known = dict(base.sources), [], []
    for source in read_opml(existing(file).read_bytes(), file.name):
        try:
            refuse_duplicate(source, seen)
        except UsageError as error:
            known.append(str(error))
            continue
        seen[source.id] = source
        added.append(source)
    if added:
        add_sources(chosen.sources, added, base.sources)
    if state.json or as_json:
        data = {"file": chosen.sources, "sources": [_data(item) for item in added], "known": known}
        print_json("added", data)
        return
    for source in added:
        typer.echo(f"{source.id:28} {source.language}  {source.kind.value:8} {source.name}")
    typer.echo(f"{len(added)} added to {chosen.sources}, {len(known)} known already.")


def export_opml(
    file: Annotated[Path | None, typer.Argument(help="Where to write; default: stdout.")] = None,
    group: Group = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Write the sources as OPML, for other readers and for import elsewhere."""
    from crawler import write_opml  # noqa: PLC0415 (Scrapy is slow to import)

    found = _chosen(bundled(settings()), None, group)
    text = write_opml(found)
    if file is not None:
        file.write_text(text, encoding="utf-8")
    if state.json or as_json:
        print_json("opml", {"file": file, "sources": len(found), "opml": None if file else text})
    elif file is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(f"{len(found)} sources written to {file}.")


def _chosen(base: Knowledge, names: list[str] | None, group: str) -> list[Source]:
    unknown = sorted(set(names or ()) - set(base.sources))
    if unknown:
        raise UsageError(f"{unknown[0]}: no such source", "`soie sources list` lists them")
    return [
        source
        for source in base.sources.values()
        if (not names or source.id in names) and (not group or group in source.groups)
    ]


def _data(source: Source) -> dict[str, Any]:
    return {key: getattr(source, key) for key in (*_KEYS, "country", "timezone", "evidence")}
