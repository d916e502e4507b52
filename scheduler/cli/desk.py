"""The command that opens the review desk: serve."""

from __future__ import annotations

from functools import partial
from getpass import getuser
from ipaddress import ip_address
from typing import Annotated

import typer

from news.errors import ConfigurationError
from scheduler.cli.app import knowledge, opened, settings


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def _refuse_public(host: str) -> None:
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ConfigurationError(
            f"the desk does not listen on {host!r}: it has no accounts, so all could read it",
            "use 127.0.0.1, and a tunnel to reach it from elsewhere",
        )


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; default from the settings.")
    ] = "",
    port: Annotated[int, typer.Option(help="Port; default from the settings.")] = 0,
) -> None:
    """Open the review desk on this machine, until stopped."""
    import uvicorn  # noqa: PLC0415 (only this command needs it)

    from review import DeskOptions, create_desk  # noqa: PLC0415
    from scheduler.watch import watch  # noqa: PLC0415

    chosen = settings()
    place = (host or chosen.desk.host, port or chosen.desk.port)
    _refuse_public(place[0])
    base = knowledge(chosen)
    with opened(chosen) as store:
        zones: dict[str, str] = {edition.language: edition.timezone for edition in chosen.editions}
        options = DeskOptions(
            zones=zones,
            now=chosen.instant,
            watch=partial(watch, chosen, store),
            person=getuser(),
        )
        desk = create_desk(store, base, options)
        typer.echo(f"The desk is at http://{place[0]}:{place[1]}/ — stop with Ctrl-C.", err=True)
        uvicorn.run(desk, host=place[0], port=place[1], log_level="warning")
