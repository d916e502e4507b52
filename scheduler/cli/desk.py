"""The command that opens the review desk: serve."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from getpass import getuser
from typing import Annotated

import typer

from news.errors import ConfigurationError
from scheduler.cli.app import opened, settings
from scheduler.desk_settings import DeskSettings, is_loopback
from scheduler.knowing import bundled
from scheduler.logs import say
from storage import Accounts, open_accounts, open_amendments

_HOW = "see docs/how-to/open-the-desk-to-a-team.md"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def refuse_unguarded(host: str, desk: DeskSettings, accounts: Accounts) -> None:
    """Refuse to open a desk to others that would let everybody in.

    Raises:
        ConfigurationError: when the address or the settings say that others reach the desk, and
            there is nobody to log in, or no address that browsers are to use.
    """
    if is_loopback(host) and not desk.public_url:
        return
    if not any(not account.disabled for account in accounts.accounts()):
        raise ConfigurationError(
            f"the desk has no account: on {host!r} or behind {desk.public_url!r} all could use it",
            f"make one with `soie accounts add NAME --role admin`; {_HOW}",
        )
    if not desk.public_url:
        raise ConfigurationError(
            f"the desk would listen on {host!r} without knowing by what address it is reached",
            f"set desk.public_url to the https address that browsers use; {_HOW}",
        )


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; default from the settings.")
    ] = "",
    port: Annotated[int, typer.Option(help="Port; default from the settings.")] = 0,
) -> None:
    """Open the review desk, until stopped."""
    import uvicorn  # noqa: PLC0415 (only this command needs it)

    from review import Access, DeskOptions, Lectern, create_desk  # noqa: PLC0415
    from scheduler.reader import make_reader  # noqa: PLC0415
    from scheduler.watch import watch  # noqa: PLC0415
    from storage import open_insight  # noqa: PLC0415

    chosen = settings()
    rules = chosen.desk
    place = (host or rules.host, port or rules.port)
    base = bundled(chosen)
    reader_of = partial(make_reader, chosen, gate=chosen.analyse.gate)
    with (
        opened(chosen) as store,
        open_accounts(chosen.database) as accounts,
        open_amendments(chosen.database) as amendments,
        open_insight(chosen.database) as insight,
    ):
        refuse_unguarded(place[0], rules, accounts)
        zones: dict[str, str] = {edition.language: edition.timezone for edition in chosen.editions}
        options = DeskOptions(
            zones=zones,
            now=chosen.instant,
            watch=partial(watch, chosen, store),
            person=getuser(),
        )
        access = Access(
            accounts,
            rules.public_url,
            idle=timedelta(hours=rules.idle_hours),
            lasting=timedelta(days=rules.session_days),
        )
        lectern = Lectern(amendments, reader_of)
        desk = create_desk(store, base, options, access, lectern, insight=insight)
        found_at = rules.public_url or f"http://{place[0]}:{place[1]}"
        say(f"The desk is at {found_at}/ — stop with Ctrl-C.", "desk.started", address=found_at)
        uvicorn.run(
            desk,
            host=place[0],
            port=place[1],
            log_config=None,  # as our own logs
            access_log=False,
            proxy_headers=bool(rules.trusted_proxies),
            forwarded_allow_ips=list(rules.trusted_proxies),
        )
