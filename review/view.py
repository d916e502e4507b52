"""One request's view of the desk: its language, its zone, its links, its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse

from knowledge.phrases import LANGUAGES
from news.analysis import Reason, TagKind
from news.article import Article
from review import dates
from review.asked import choose_language
from review.desk import Desk
from review.names import Names
from review.visitor import Role, Visitor, visitor_of


@dataclass(frozen=True, slots=True)
class View:
    """What templates are given beside their own material."""

    desk: Desk
    language: str
    chosen: bool
    """Whether the address names the language; then the links do too."""
    path: str
    here: str
    """This page's address with its parameters, to come back to."""
    items: tuple[tuple[str, str], ...]
    """Parameters of the address, the language left out."""
    visitor: Visitor | None
    """Who asks; None without a session."""

    @property
    def names(self) -> Names:
        """Names of things in this language."""
        return Names(self.desk.knowledge, self.language, self.desk.labels)

    @property
    def reviewing(self) -> bool:
        """Whether verdicts are offered.

        Nobody is recognised on the first page of a desk without accounts: that page brings the
        session along.
        """
        return self.visitor is None or self.visitor.may(Role.REVIEWER)

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return self.desk.zone(self.language)

    @property
    def _other_zones(self) -> tuple[ZoneInfo, ...]:
        """The zones of the other readers."""
        keys = dict.fromkeys(self.desk.options.zones.values())
        return tuple(ZoneInfo(key) for key in keys if key != self.zone.key)

    def say(self, code: str, *detail: str) -> str:
        """A phrase in this language."""
        return self.desk.knowledge.phrases.say(code, self.language, *detail)

    def reason(self, reason: Reason) -> str:
        """A reason in this language."""
        return self.names.reason(reason)

    def href(self, path: str, **parameters: str | None) -> str:
        """A link within the desk; empty parameters are left out, a chosen language is kept."""
        kept = [(name, value) for name, value in parameters.items() if value]
        if self.chosen:
            kept.append(("lang", self.language))
        return f"{path}?{urlencode(kept)}" if kept else path

    def switches(self) -> Iterable[tuple[str, str, bool]]:
        """Each interface language, this page's address in it, and whether it is the present one."""
        for language in LANGUAGES:
            address = f"{self.path}?{urlencode([*self.items, ('lang', language)])}"
            yield language, address, language == self.language

    def day(self, day: date) -> str:
        """A day with its weekday."""
        return dates.long_day(self.say, day)

    def moment(self, instant: datetime) -> dates.Stamp:
        """An instant in the reader's zone."""
        return dates.stamp(self.say, instant, self.zone, self._other_zones)

    def published(self, article: Article) -> dates.Stamp:
        """When an article was published."""
        return dates.stamp_article(self.say, article, self.zone, self._other_zones)

    def figure(self, value: float, *, signed: bool = False) -> str:
        """A number as this language writes it."""
        text = f"{value:+g}" if signed else f"{value:g}"
        text = text.replace("-", "\N{MINUS SIGN}")
        return text.replace(".", ",") if self.language == "fr" else text

    def percent(self, share: float) -> str:
        """A share of one in percent."""
        space = "\N{NARROW NO-BREAK SPACE}" if self.language == "fr" else ""
        return f"{share * 100:.0f}{space}%"

    def tag_link(self, kind: TagKind, key: str) -> str:
        """The list of the articles that carry a tag."""
        return self.href("/", kind=kind.value, key=key)

    def name_link(self, kind: TagKind, key: str, **parameters: str) -> str:
        """The page of a name; of a sector, which has none, the list of its articles."""
        if kind is TagKind.SECTOR:
            return self.tag_link(kind, key)
        if self.names.of_tag(kind, key):
            return self.href(f"/entities/{key}", **parameters)
        return self.href("/names", kind=kind.value, key=key, **parameters)

    def answer(self, template: str, status: int = 200, **things: Any) -> HTMLResponse:  # noqa: ANN401 (templates take anything)
        """A page."""
        page = self.desk.templates.get_template(template)
        return HTMLResponse(page.render(view=self, say=self.say, **things), status_code=status)


def view_of(desk: Desk, request: Request) -> View:
    """The view that a request asks for."""
    items = request.query_params.multi_items()
    return View(
        desk=desk,
        language=choose_language(request),
        chosen=request.query_params.get("lang", "") in LANGUAGES,
        path=request.url.path,
        here=f"{request.url.path}?{urlencode(items)}" if items else request.url.path,
        items=tuple(item for item in items if item[0] != "lang"),
        visitor=visitor_of(request),
    )


def web_address(url: str) -> str:
    """An address that a reader may follow; empty when it is neither http nor https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
