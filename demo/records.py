"""The outlets of the sample press as source records, in the form of `knowledge/sources`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from demo.outlets import Outlet
from demo.press import SamplePress

_KINDS = {"news-sitemap": "sitemap", "listing": "listing"}
_SELECTORS: Mapping[str, Mapping[str, str]] = {
    "institution": {
        "item": "ul.actus li.actu",
        "title": "h2.titre-actu",
        "body": "div.texte-actu",
        "published": "p.date-actu",
    },
    "kencho": {
        "item": "dl.oshirase dd.kiji",
        "title": "div.hyoudai h1",
        "body": "div.detail_free",
        "published": "p.keisaibi",
    },
}
"""By look: where a listing and its articles hold what."""


def source_records(press: SamplePress) -> str:
    """All outlets as TOML tables, one `[id]` each, ordered by id."""
    ordered = sorted(press.outlets.values(), key=lambda outlet: outlet.id)
    return "\n".join(_record(outlet) for outlet in ordered)


def _record(outlet: Outlet) -> str:
    fields: dict[str, object] = {
        "name": outlet.name,
        "language": outlet.language,
        "country": outlet.country,
        "timezone": outlet.timezone,
        "kind": _KINDS.get(outlet.format, "feed"),
        "urls": [outlet.feed_url],
        "home": outlet.home,
        "rights": "excerpt",
        "cadence_hours": 24,
        "groups": ["sample"],
        "confidence": "A",
        "evidence": "written for the project",
        "expectation": {"weekly": 1, "fields": ["title", "published"]},
    }
    if outlet.format == "listing":
        fields["selectors"] = _SELECTORS[outlet.site.look]
    lines = [f"{key} = {_toml(value)}" for key, value in fields.items()]
    return "\n".join((f"[{outlet.id}]", *lines, ""))


def _toml(value: object) -> str:
    """A value as TOML, whose strings, numbers and lists are those of JSON."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{key} = {_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}"
    return json.dumps(value, ensure_ascii=False)
