"""A digest as the body of a mail: HTML with its style inside, and the same as plain text.

Programs that show mail drop style sheets, scripts and pictures; nothing here needs any, and
nothing is loaded from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.as_html import fill
from digest.as_text import to_text
from digest.picture import draw
from digest.show import show
from digest.words import words_for
from knowledge import Knowledge
from news.digest import Digest


@dataclass(frozen=True, slots=True)
class MailBody:
    """What a mail says; who sends it to whom is another matter."""

    subject: str
    """One line."""
    html: str
    text: str


def render_mail(digest: Digest, knowledge: Knowledge) -> MailBody:
    """The mail of a digest, in the language it was built for."""
    words = words_for(digest, knowledge)
    shown = show(digest, knowledge)
    picture = draw(shown.fortnight, words)
    html = fill("mail.html", words, digest=shown, picture=picture)
    return MailBody(shown.subject, html.lstrip(), to_text(shown, words))
