"""The sample press: small fictional outlets, and the loopback server that publishes them.

    press = SamplePress.load()
    with serve(press) as newsroom:
        ...  # collect with proxy=newsroom.proxy

Every outlet lives under a reserved `.example` name, so the server is asked as an HTTP proxy and
addresses stay the same whatever port it is given. Nothing of it can be mistaken for a real site.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from demo.outlets import Outlet, SampleArticle
from demo.press import SamplePress
from demo.server import Access, Newsroom, serve
from demo.written import CLOCK, FIRST_DAY, LAST_DAY
from news.report import SourceState

EXPECTED_FAULTS: Mapping[str, SourceState] = MappingProxyType(
    {
        "courrier-presquile": SourceState.ROBOTS_REFUSED,
        "radio-forez": SourceState.HTTP_ERROR,
        "reveil-dombes": SourceState.PARSE_ERROR,
        "yahagi-times": SourceState.TIMEOUT,
    }
)
"""What a run over the sample press must report, by source id, and nothing else.

The feeds of radio-forez and reveil-dombes fail as a whole. At courrier-presquile and yahagi-times
one page fails, refused by robots.txt and never answered, while the source itself is sound.
"""

__all__ = [
    "CLOCK",
    "EXPECTED_FAULTS",
    "FIRST_DAY",
    "LAST_DAY",
    "Access",
    "Newsroom",
    "Outlet",
    "SampleArticle",
    "SamplePress",
    "serve",
]
