"""What is sent: the settled stories of one day, for one reader's language and time zone.

`build()` decides what a day holds; `render()` says it as a page, as Markdown or as data,
`render_mail()` as a mail, `render_feed()` as an Atom feed. All are pure: the same material gives
the same bytes.
"""

from digest.archive import render_archive
from digest.build import build
from digest.feed import FEED_DAYS, render_feed
from digest.filter import Filter, narrow
from digest.mail import MailBody, render_mail
from digest.order import DigestOrder, Format
from digest.render import render

__all__ = [
    "FEED_DAYS",
    "DigestOrder",
    "Filter",
    "Format",
    "MailBody",
    "build",
    "narrow",
    "render",
    "render_archive",
    "render_feed",
    "render_mail",
]
