"""What a team changes of what is known: one explicit step each, made, refused and taken back."""

from knowledge.amendments.amend import Amended, amend, amend_where_possible
from knowledge.amendments.amendment import (
    CUES,
    FORMS,
    NAMES,
    NEW,
    Amendment,
    AmendmentError,
    Change,
)
from knowledge.amendments.correction_file import entry_text, read_file, to_file, to_lines
from knowledge.amendments.difference import differences
from knowledge.amendments.fit import counting, with_changes, without_change
from knowledge.amendments.kept import KeptAmendment, Signature

__all__ = [
    "CUES",
    "FORMS",
    "NAMES",
    "NEW",
    "Amended",
    "Amendment",
    "AmendmentError",
    "Change",
    "KeptAmendment",
    "Signature",
    "amend",
    "amend_where_possible",
    "counting",
    "differences",
    "entry_text",
    "read_file",
    "to_file",
    "to_lines",
    "with_changes",
    "without_change",
]
