"""The door to the three forms of a digest."""

from __future__ import annotations

from digest.as_html import to_html
from digest.as_json import to_json
from digest.as_markdown import to_markdown
from digest.order import Format
from knowledge import Knowledge
from news.digest import Digest

_FORMS = {"html": to_html, "md": to_markdown, "json": to_json}


def render(digest: Digest, fmt: Format, knowledge: Knowledge) -> str:
    """A digest in one form, in the language it was built for."""
    return _FORMS[fmt](digest, knowledge)
