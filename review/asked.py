"""What a request asks for, read strictly: what is not understood is refused, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from starlette.requests import Request

from knowledge import Phrases
from knowledge.phrases import LANGUAGES
from news.errors import UsageError

_SHOWN = 60
"""Most characters of a refused value that are shown."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase to be said in a language that is not known yet."""

    code: str
    detail: tuple[str | Saying, ...] = ()

    def told(self, phrases: Phrases, language: str) -> str:
        """The phrase in a language."""
        detail = (
            part.told(phrases, language) if isinstance(part, Saying) else part
            for part in self.detail
        )
        return phrases.say(self.code, language, *detail)


class RefusalError(UsageError):
    """A request that cannot be answered as it is put; says what is allowed."""

    def __init__(self, code: str, *detail: str | Saying) -> None:
        super().__init__(f"{code}: {', '.join(map(str, detail))}")
        self.saying = Saying(code, detail)


def bad_value(name: str, value: str, expected: str | Saying) -> RefusalError:
    """The refusal of one parameter's value."""
    return RefusalError("bad-value", name, value[:_SHOWN], expected)


def no_page(value: str, last: int) -> RefusalError:
    """The refusal of a page that does not exist."""
    return bad_value("page", value, Saying("expected-page", (str(last),)))


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one request; an empty one counts as absent, as forms send it."""

    values: dict[str, str]

    def text(self, name: str) -> str:
        """A parameter without the spaces around it; empty when absent."""
        return self.values.get(name, "")

    def short(self, name: str, limit: int) -> str:
        """A parameter of at most `limit` characters.

        Raises:
            RefusalError: when it is longer.
        """
        value = self.text(name)
        if len(value) > limit:
            raise bad_value(name, f"{value[:_SHOWN]}…", Saying("expected-short", (str(limit),)))
        return value

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of some values; empty when absent.

        Raises:
            RefusalError: when it is none of them.
        """
        value = self.text(name)
        if value and value not in allowed:
            raise bad_value(name, value, ", ".join(allowed))
        return value


def read_asked(request: Request, *allowed: str) -> Asked:
    """The parameters of a request; `lang` is always allowed.

    Raises:
        RefusalError: when one is unknown or given twice.
    """
    return read_fields(request.query_params.multi_items(), allowed)


def read_fields(items: Iterable[tuple[str, object]], allowed: Collection[str]) -> Asked:
    """The parameters of an address, or the fields of a form; `lang` is always allowed.

    Raises:
        RefusalError: when one is unknown, is given twice, or is no text.
    """
    known = (*allowed, "lang")
    values: dict[str, str] = {}
    for name, value in items:
        if name not in known or not isinstance(value, str):
            raise RefusalError("unknown-parameter", name[:_SHOWN], ", ".join(known))
        if name in values:
            raise RefusalError("repeated-parameter", name)
        values[name] = value.strip()
    asked = Asked(values)
    asked.choice("lang", LANGUAGES)
    return asked


def choose_language(request: Request) -> str:
    """The interface language: the one asked for, else the browser's favourite, else French."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    wanted = sorted(_accepted(request.headers.get("accept-language", "")), reverse=True)
    return wanted[0][2] if wanted else LANGUAGES[0]


def _accepted(header: str) -> list[tuple[float, int, str]]:
    """Weight, place counted from the end, language: of each language that the desk speaks."""
    found = []
    for place, item in enumerate(header[:1000].split(",")):
        name, _, weight = item.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES and (value := _weight(weight)) > 0:
            found.append((value, -place, language))
    return found


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0
