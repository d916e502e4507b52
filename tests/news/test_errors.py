"""The tree of errors."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime
from pathlib import Path

from news import errors
from news.errors import ConfigurationError, ExtractionError, KnowledgeError, SoieError
from news.report import Fault, SourceReport, SourceState


def test_the_tree_in_the_docstring_is_the_tree_of_the_code() -> None:
    drawn = set(re.findall(r"(\w+Error)", errors.__doc__ or ""))
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, SoieError)
    }
    assert drawn == defined


def test_a_sentence_is_one_line_with_its_remedy() -> None:
    error = KnowledgeError(Path("people.toml"), 12, "unknown key\n'rol'", "write 'roles'")
    assert error.sentence == "people.toml:12: unknown key 'rol' — write 'roles'"
    assert error.exit_code == ConfigurationError.exit_code == 78


def test_a_source_is_sound_when_it_and_all_its_pages_were_read() -> None:
    since = datetime(2022, 5, 19, tzinfo=UTC)
    fault = Fault("https://presse.example/a", SourceState.TIMEOUT, "no answer in 30 s")
    assert SourceReport("a", SourceState.UNCHANGED, since).sound
    assert not SourceReport("a", SourceState.OK, since, faults=(fault,)).sound
    assert not SourceReport("a", SourceState.TIMEOUT, since).sound


def test_errors_pass_between_processes_whole() -> None:
    sent = ExtractionError("no-body", "nothing there", "look again")
    back = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert (type(back), back.code, str(back), back.remedy) == (
        ExtractionError,
        "no-body",
        "nothing there",
        "look again",
    )
