"""The name of a territory: its land or its government."""

import pytest

from news.entity import EntityKind
from nlp.institutions import reads_as

ORGANISATION, PLACE = EntityKind.ORGANISATION, EntityKind.PLACE


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("dont le siège est à Kariya, dans la préfecture d’Aichi", "préfecture d’Aichi", PLACE),
        ("le gouverneur de la préfecture d’Aichi, M. X", "préfecture d’Aichi", ORGANISATION),
        ("La préfecture d’Aichi espère un accord", "préfecture d’Aichi", ORGANISATION),
        ("Aichi signe un mémorandum", "Aichi", ORGANISATION),
        ("les usines d’Aichi tournent", "Aichi", PLACE),
        ("au titre de son accord avec Aichi.", "Aichi", ORGANISATION),
        ("le partenariat entre Lyon et Aichi", "Aichi", ORGANISATION),
        ("une délégation d’Aichi est arrivée", "Aichi", ORGANISATION),
        ("des sociétés implantées en Aichi", "Aichi", PLACE),
    ],
)
def test_french(text: str, name: str, kind: EntityKind) -> None:
    start = text.index(name)
    assert reads_as(text, (start, start + len(name)), "fr", tracked=True) is kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("愛知県は5日、補助を発表した", "愛知県", ORGANISATION),
        ("愛知県の大村秀章知事は", "愛知県", ORGANISATION),
        ("愛知県知事の親書", "愛知県", ORGANISATION),
        ("愛知県の製造業5社が登壇", "愛知県", PLACE),
        ("愛知県内の工場", "愛知県", PLACE),
        ("愛知県で開かれた", "愛知県", PLACE),
        ("愛知県と地域圏が覚書を結んだ", "愛知県", ORGANISATION),
        ("愛知の県議8人が訪問", "愛知", ORGANISATION),
        ("愛知を訪れた", "愛知", PLACE),
    ],
)
def test_japanese(text: str, name: str, kind: EntityKind) -> None:
    start = text.index(name)
    assert reads_as(text, (start, start + len(name)), "ja", tracked=True) is kind
