"""The command line: `soie`. Data on stdout, progress on stderr, one-line errors."""

from __future__ import annotations

import sys

import typer

from news.errors import SoieError
from scheduler.cli import (
    accounts,
    archives,
    clock,
    daily,
    desk,
    examining,
    exporting,
    joining,
    judging,
    keeping,
    knowing,
    look,
    measuring,
    posting,
    reading,
    rereading,
    sampling,
    sources,
)
from scheduler.cli.app import app, state
from scheduler.logs import take_up, tell_failure

__all__ = ["app", "main"]

for commands in (
    daily,
    clock,
    reading,
    measuring,
    look,
    joining,
    judging,
    knowing,
    sources,
    desk,
    examining,
    exporting,
    posting,
    accounts,
    keeping,
    sampling,
    archives,
    rereading,
):
    commands.register(app)


def main() -> None:
    """Run the command that the arguments name; the process ends with its exit code."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: list[str]) -> int:
    """Run a command and answer its exit code; errors are told on one line of stderr."""
    try:
        take_up()
        code = app(arguments, prog_name="soie", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # the last place where a person can be told
        if state.debug:
            raise
        sentence, code = explain_error(error)
        if not tell_failure(sentence, code, None if _is_foreseen(error) else error):
            typer.echo(f"soie: {sentence}", err=True)
    return code if isinstance(code, int) else 0


def _is_foreseen(error: BaseException) -> bool:
    return isinstance(
        error, SoieError | typer.TyperException | OSError | KeyboardInterrupt | typer.Abort
    )


def explain_error(error: BaseException) -> tuple[str, int]:
    """What to tell a person of an error, on one line, and the exit code it gives."""
    match error:
        case SoieError():
            return error.sentence, error.exit_code
        case typer.TyperException():
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "soie"
            return f"{' '.join(error.format_message().split())} — see `{command} --help`", 2
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}", 1
        case KeyboardInterrupt() | typer.Abort():
            return "stopped before the end; what was done is kept", 130
        case _:
            what = f"{type(error).__name__}: {' '.join(str(error).split())}"
            return f"a fault of the program itself: {what} — show it with `soie --debug …`", 1
