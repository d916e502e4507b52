"""The commands by which an analyst puts stories together and takes them apart."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import uuid4

import typer

from news.decision import Move, StoryDecision
from news.errors import UsageError
from news.story import Story, merge, split
from scheduler.cli.app import opened, print_json, settings, state
from storage import Query, Store

By = Annotated[str, typer.Option("--by", help="Who says so; else the user of this machine.")]
Note = Annotated[str, typer.Option("--note", help="Why; the desk shows it beside the decision.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    stories = typer.Typer(help="Put stories together and take them apart.", no_args_is_help=True)
    stories.command("merge")(merge_stories)
    stories.command("split")(split_story)
    app.add_typer(stories, name="stories")


def merge_stories(
    kept: Annotated[str, typer.Argument(metavar="STORY", help="The story that stays.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Those it takes in.")],
    by: By = "",
    note: Note = "",
) -> None:
    """Make one story of several; later runs never take it apart."""
    with opened(settings()) as store:
        home, *taken = [_story(store, key) for key in dict.fromkeys([kept, *others])]
        if not taken:
            raise UsageError(f"{kept}: given alone", "name the story that it shall take in")
        who = by or getpass.getuser()
        whole = merge(home, taken, _dated(store, (home, *taken)), who)
        now = settings().instant()
        store.decide(_decision(Move.MERGED, who, now, ((home, *taken), (whole,)), note))
    _tell([whole])


def split_story(
    story: Annotated[str, typer.Argument(help="The story.")],
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Those that leave.")],
    by: By = "",
    note: Note = "",
) -> None:
    """Give some articles of a story one of their own; later runs never join the two again."""
    with opened(settings()) as store:
        found = _story(store, story)
        who = by or getpass.getuser()
        pair = split(found, articles, _dated(store, (found,)), who)
        now = settings().instant()
        store.decide(_decision(Move.SPLIT, who, now, ((found,), pair), note))
    _tell(pair)


def _decision(
    move: Move, who: str, at: datetime, stories: tuple[tuple[Story, ...], ...], note: str
) -> StoryDecision:
    before, after = stories
    return StoryDecision(uuid4().hex, move, who, at, before, after, note)


def _story(store: Store, key: str) -> Story:
    for found in store.stories(ids=[key]):
        return found
    raise UsageError(f"{key}: no story has this id", "see the ids in `soie export` or on the desk")


def _dated(store: Store, stories: tuple[Story, ...]) -> dict[str, datetime]:
    ids = tuple(key for story in stories for key in story.article_ids)
    return {item.article.id: item.article.dated for item in store.readings(Query(ids=ids))}


def _tell(stories: Sequence[Story]) -> None:
    if state.json:
        data = [{"id": story.id, "articles": list(story.article_ids)} for story in stories]
        print_json("stories", data)
        return
    for story in stories:
        typer.echo(f"{story.id}: {' '.join(story.article_ids)}")
