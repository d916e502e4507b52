"""What is sent: the settled stories of one day, for one reader's language and time zone.

`build()` decides what a day holds; `render()` says it as a page, as Markdown or as data. Both are
pure: the same material gives the same bytes.
"""

from digest.archive import render_archive
from digest.build import build
from digest.order import DigestOrder, Format
from digest.render import render

__all__ = ["DigestOrder", "Format", "build", "render", "render_archive"]
