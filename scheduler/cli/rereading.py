"""The command that reads the store anew: reread."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from news.change import Comparison, Score
from news.proportion import Share
from scheduler.cli.app import AsJson, knowledge, opened, print_json, settings, state
from scheduler.cli.daily import PARTIAL
from scheduler.cli.engines import open_engine
from scheduler.cli.progress import shown
from storage import open_calendar, open_rereading

if TYPE_CHECKING:
    from scheduler.backfill.rereading import Report
    from scheduler.settings import Settings


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(reread)


def reread(
    limit: Annotated[int, typer.Option(min=0, help="Articles to read anew; 0: all.")] = 0,
    jobs: Annotated[int, typer.Option(help="Batches read at once; 0: one a core.")] = -1,
    cluster: Annotated[
        str, typer.Option(help="Address of a Dask scheduler whose workers read.")
    ] = "",
    *,
    trial: Annotated[bool, typer.Option("--trial", help="Compare, and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read anew what other models, rules or knowledge read, and tell what changes."""
    report = _run(settings(), cluster, jobs, limit, trial=trial)
    if as_json or state.json:
        print_json("reread", _data(report))
    else:
        for line in _lines(report):
            typer.echo(line)
    if report.given_up:
        raise typer.Exit(PARTIAL)


def _run(chosen: Settings, cluster: str, jobs: int, limit: int, *, trial: bool) -> Report:
    from scheduler.backfill.anew import read_batch  # noqa: PLC0415 (models are slow to import)
    from scheduler.backfill.order import order_of  # noqa: PLC0415 (the same)
    from scheduler.backfill.rereading import Report, reread, try_out  # noqa: PLC0415 (the same)
    from scheduler.lease import held  # noqa: PLC0415 (the same)
    from scheduler.reader import make_reader  # noqa: PLC0415 (the same)
    from scheduler.run import Job  # noqa: PLC0415 (the same)

    base = knowledge(chosen)
    report = Report(make_reader(chosen, base, gate=chosen.analyse.gate).maker)
    work = partial(read_batch, order_of(chosen, report.maker))
    with (
        opened(chosen) as store,
        open_rereading(chosen.database) as rereading,
        open_calendar(chosen.database) as calendar,
        held(calendar, "reread"),
        open_engine(chosen, cluster, jobs, work) as engine,
        shown("reread") as progress,
    ):
        job = Job(chosen, base, store, progress)
        if trial:
            try_out(job, engine, report, limit)
        else:
            reread(job, engine, rereading, report, limit)
    return report


def _data(report: Report) -> dict[str, Any]:
    change = report.change
    return {
        "maker": report.maker,
        "read": report.read,
        "given_up": report.given_up,
        "grouped": report.grouped,
        "seconds": round(report.seconds, 3),
        "compared": change.articles,
        "changed": change.changed,
        "gained": {kind.value: count for kind, count in sorted(change.gained.items())},
        "lost": {kind.value: count for kind, count in sorted(change.lost.items())},
        "moved": [
            {"from": old.value, "to": new.value, "articles": count}
            for (old, new), count in sorted(change.moved.items())
        ],
        "judged": {
            "before": _score(change.before, change),
            "after": _score(change.after, change),
        },
    }


def _score(score: Score, change: Comparison) -> dict[str, Any]:
    return {
        "precision": _share(score.precision),
        "recall": _share(score.recall),
        "tiers": _share(Share(score.tiers, change.tiers_judged)),
    }


def _share(share: Share) -> dict[str, float]:
    found = share.estimate
    limits = {"value": found.value, "low": found.low, "high": found.high}
    return {"hits": share.hits, "of": share.of} | limits


def _lines(report: Report) -> Iterator[str]:
    change = report.change
    yield (
        f"Articles: {report.read} read, {len(report.given_up)} given up; {report.seconds:.1f} s. "
        f"Reader: {report.maker}"
    )
    yield f"Compared with the reading before: {change.articles} articles, {change.changed} changed."
    for told, counts in (("gained", change.gained), ("lost", change.lost)):
        if counts:
            by_kind = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
            yield f"Tags {told}: {by_kind}"
    for (old, new), count in sorted(change.moved.items(), key=lambda item: -item[1]):
        yield f"Tier {old} -> {new}: {count}"
    yield from _judged_lines(change)
    for article_id, why in report.given_up.items():
        yield f"  given up: {article_id}: {why}"


def _judged_lines(change: Comparison) -> Iterator[str]:
    if not (change.before.precision.of or change.before.recall.of or change.tiers_judged):
        yield "By the team's reviews: nothing of it was judged yet."
        return
    for name, before, after in (
        ("tags right, of those judged", change.before.precision, change.after.precision),
        ("right tags found", change.before.recall, change.after.recall),
        (
            "tiers right",
            Share(change.before.tiers, change.tiers_judged),
            Share(change.after.tiers, change.tiers_judged),
        ),
    ):
        if before.of or after.of:
            yield f"By the team's reviews, {name}: {_told(before)} before, {_told(after)} after"


def _told(share: Share) -> str:
    found = share.estimate
    return f"{share.hits} of {share.of} ({found.low:.0%} to {found.high:.0%})"
