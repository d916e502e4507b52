"""The root of the command line, and what all commands share."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from knowledge import Knowledge
from knowledge.amendments import to_lines
from news.errors import ConfigurationError, UsageError
from scheduler.knowing import known
from scheduler.logs import Form, Logs, say, start_logs
from scheduler.settings import Settings, load_settings, secrets_of
from storage import Store, file_of, open_store

SCHEMA = 1
"""Version of the documented JSON that commands print."""


@dataclass(slots=True)
class State:
    """What the options before the command say."""

    config: Path | None = None
    json: bool = False
    debug: bool = False
    log_format: Form | None = None


state = State()
errors = Console(stderr=True)
app = typer.Typer(
    name="soie",
    help="Fil de Soie: what the French and Japanese press says of Auvergne-Rhône-Alpes and Aichi.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print data instead of text.")]


def _tell_version(asked: bool) -> None:  # noqa: FBT001 (typer gives the value alone)
    if asked:
        typer.echo(f"soie {version('fildesoie')}")
        raise typer.Exit


@app.callback()
def remember(
    config: Annotated[
        Path | None, typer.Option(help="Settings file; else ./soie.toml, else the XDG place.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print data instead of text.")] = False,
    debug: Annotated[bool, typer.Option(help="Show the traceback of an error.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version."),
    ] = False,
    log_format: Annotated[
        Form | None, typer.Option(help="How work is told on stderr; else log.format.")
    ] = None,
) -> None:
    """Options that hold for every command."""
    state.config, state.json, state.debug = config, json, debug
    state.log_format = log_format
    start_logs(Logs(log_format or "text"))


def settings(**over: Any) -> Settings:  # noqa: ANN401 (any field of the settings)
    """The settings of this call; its logs are as they say from here on."""
    chosen = load_settings(state.config, **over)
    form = state.log_format or chosen.log.format
    start_logs(Logs(form, chosen.log.level, secrets_of(chosen)))
    return chosen


def knowledge(chosen: Settings) -> Knowledge:
    """The knowledge base that the store of this call is read with."""
    amended = known(chosen)
    for amendment, error in amended.refused.items():
        lines = " ".join(to_lines(amendment))
        say(f"set aside: {lines}: {error.sentence}", "change.refused", why=error.sentence)
    return amended.knowledge


@contextmanager
def opened(chosen: Settings, *, make: bool = False) -> Iterator[Store]:
    """The store of this call.

    Raises:
        ConfigurationError: when there is no database yet and the command does not make one.
    """
    file = file_of(chosen.database)
    if file and not make and not file.is_file():
        raise ConfigurationError(
            f"{file}: no database there yet",
            "start with `soie demo`, `soie run` or `soie ingest`",
        )
    with open_store(chosen.database) as store:
        yield store


def print_json(kind: str, data: Any) -> None:  # noqa: ANN401 (any JSON value)
    """Print one JSON document with its schema's name and version."""
    print_line({"schema": f"{kind}/{SCHEMA}", "data": data})


def print_line(data: Any) -> None:  # noqa: ANN401 (any JSON value)
    """Print one JSON line; lone surrogates are escaped, since UTF-8 cannot carry them."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, ensure_ascii=True, default=str)
    typer.echo(text)


def existing(path: Path) -> Path:
    """The path, when something is there.

    Raises:
        UsageError: when nothing is.
    """
    if not os.path.lexists(path):
        raise UsageError(
            f"{path}: no such file or folder", "give the path of something that exists"
        )
    return path
