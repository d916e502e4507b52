"""Labels of the Japanese models that name what is looked for here."""

from __future__ import annotations

from typing import Final

from news.entity import EntityKind
from nlp.lexicon import listed

_ORGANISATIONS: Final = (
    "Cabinet Company Company_Group Corporation_Other GOE_Other Government "
    "International_Organization Military Museum Newspaper Organization_Other "
    "Political_Organization_Other Political_Party Pro_Sports_Organization Public_Institution "
    "Research_Institute School Show_Organization Sports_Organization_Other"
)
_PLACES: Final = (
    "Airport Amusement_Park Archaeological_Place_Other Bay Bridge Canal Car_Stop City "
    "Continental_Region Country County Domestic_Region Facility_Other GPE_Other "
    "Geological_Region_Other Island Lake Location_Other Mountain Park Port Postal_Address Province "
    "Region_Other River Road Sea Spa Sports_Facility Station Theater Tunnel Worship_Place Zoo"
)
OWN: Final = {
    "PER": EntityKind.PERSON,
    "ORG": EntityKind.ORGANISATION,
    "LOC": EntityKind.PLACE,
}
"""The labels of our own model, which alone has these."""
KINDS: Final = OWN | {
    "Person": EntityKind.PERSON,
    **dict.fromkeys(listed(_ORGANISATIONS), EntityKind.ORGANISATION),
    **dict.fromkeys(listed(_PLACES), EntityKind.PLACE),
}
"""These and those of the 189 of ja_ginza (Sekine's hierarchy) that matter."""
