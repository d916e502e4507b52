"""What all sections of the settings share."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict


@cache
def _zones() -> set[str]:
    return available_timezones()  # walks through folders


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"{name!r} is no time zone; an IANA name such as Europe/Paris is wanted")
    return name


def _hour(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise ValueError(f"{text!r} is no hour; write it as 08:00")
    return text


Zone = Annotated[str, AfterValidator(_known_zone)]
Hour = Annotated[str, AfterValidator(_hour)]


class Section(BaseModel):
    """A table of the settings file: frozen, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
