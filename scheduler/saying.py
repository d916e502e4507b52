"""Reasons as sentences, for the command line."""

from __future__ import annotations

from knowledge import Knowledge
from news.analysis import Reason


def say_reason(reason: Reason, base: Knowledge, language: str = "en") -> str:
    """A reason's phrase with its particulars, and its points where it has any."""
    text = base.phrases.say(reason.code, language, *reason.detail)
    return f"{text} ({reason.points:+g})" if reason.points else text
