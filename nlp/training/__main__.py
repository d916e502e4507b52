"""`python -m nlp.training DATA OUT [--only ja|fr]`: the models of names from the declared data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from news.errors import SoieError
from nlp.training.sources import Data, declared

_LANGUAGES = ("ja", "fr")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check all data, then train and write the models; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds the declared files")
    parser.add_argument("out", type=Path, help="folder for the weights, one folder a language")
    parser.add_argument("--only", choices=_LANGUAGES, help="one language instead of both")
    given = parser.parse_args(arguments)
    languages = (given.only,) if given.only else _LANGUAGES
    try:
        for language in languages:
            Data(given.data, language, declared())
        _train(given.data, given.out, languages)
    except SoieError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return error.exit_code
    return 0


def _train(data: Path, out: Path, languages: Sequence[str]) -> None:
    from nlp.training.pack import pack  # noqa: PLC0415 - seconds that a wrong file should not cost
    from nlp.training.recipes import make  # noqa: PLC0415 - the same

    out.mkdir(parents=True, exist_ok=True)
    for language in languages:
        size = pack(make(language, data), out / language)
        sys.stdout.write(f"{language}: {size} bytes\n")


if __name__ == "__main__":
    sys.exit(main())
