"""The door to the three forms of a digest."""

from __future__ import annotations

from collections.abc import Iterable

from digest.as_html import to_html
from digest.as_json import to_json
from digest.as_markdown import to_markdown
from digest.order import Format
from digest.show import show
from digest.words import words_for
from knowledge import Knowledge
from news.digest import Digest

_FORMS = {"html": to_html, "md": to_markdown, "json": to_json}


def render(digest: Digest, fmt: Format, knowledge: Knowledge) -> str:
    """A digest in one form, in the language it was built for."""
    return render_forms(digest, (fmt,), knowledge)[fmt]


def render_forms(
    digest: Digest, forms: Iterable[Format], knowledge: Knowledge
) -> dict[Format, str]:
    """A digest in several forms: what is shown is worked out once for all of them."""
    words, shown = words_for(digest, knowledge), show(digest, knowledge)
    return {form: _FORMS[form](shown, words) for form in forms}
