"""What is sent: the settled stories of one day, for one reader's language and time zone.

`build()` decides what a day holds; `render()` says it as a page, as Markdown or as data,
`render_mail()` and `compose()` as a mail, `render_feed()` as an Atom feed. All are pure: the same
material gives the same bytes. `post()` gives a mail to a server.
"""

from digest.alert import render_alert
from digest.archive import render_archive
from digest.build import build
from digest.deliver import Fate, Letter, MailServer, Posted, knock, post
from digest.displayed import displayed
from digest.feed import FEED_DAYS, render_feed, render_feeds
from digest.filter import Filter, narrow
from digest.mail import MailBody, render_mail
from digest.message import Envelope, annotate, compose, message_id
from digest.order import DigestOrder, Format
from digest.render import render, render_forms

__all__ = [
    "FEED_DAYS",
    "DigestOrder",
    "Envelope",
    "Fate",
    "Filter",
    "Format",
    "Letter",
    "MailBody",
    "MailServer",
    "Posted",
    "annotate",
    "build",
    "compose",
    "displayed",
    "knock",
    "message_id",
    "narrow",
    "post",
    "render",
    "render_alert",
    "render_archive",
    "render_feed",
    "render_feeds",
    "render_forms",
    "render_mail",
]
