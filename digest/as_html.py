"""A digest as one self-contained page: no script, nothing loaded from anywhere."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from digest.picture import draw
from digest.shown import ShownDigest
from digest.words import Words
from news.analysis import Tier

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(shown: ShownDigest, words: Words) -> str:
    """The page of a digest."""
    return fill("digest.html", words, digest=shown, picture=draw(shown.fortnight, words))


def fill(template: str, words: Words, **values: object) -> str:
    """A page from a template; every value is escaped, every word comes from the phrases."""
    style = _style()
    return (
        _environment()
        .get_template(template)
        .render(
            say=words.say,
            number=words.number,
            language=words.language,
            tiers=Tier,
            style=Markup(style),  # noqa: S704 (our own file, no value in it)
            style_hash=b64encode(sha256(style.encode()).digest()).decode("ascii"),
            **values,
        )
    )


@cache
def _style() -> str:
    return (_TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True}
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, **options)
