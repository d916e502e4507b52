"""Adding a tag that the machine missed, from plain forms and from the places scripts send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from news.analysis import TagKind
from news.reading import Reading
from news.review import Verdict
from news.url import article_id
from storage import Query, Store

FRENCH = article_id("https://courrier-presquile.example/fr")
JAPANESE = article_id("https://courrier-presquile.example/ja")
Sit = Callable[[str], TestClient]


def reading_of(store: Store, key: str = FRENCH) -> Reading:
    return store.readings(Query(ids=(key,)))[0]


def add(client: TestClient, key: str = FRENCH, **fields: str) -> int:
    answer = client.post(f"/articles/{key}/tags", data={"revision": "1", **fields})
    return answer.status_code


def test_typed_words_are_found_and_known_names_recognised(sit: Sit, fresh: Store) -> None:
    assert add(sit("Aki"), surface="Nagoya", kind="place") == 303
    reading = reading_of(fresh)
    (word,) = reading.reviews
    assert (word.verdict, word.kind, word.key, word.known) == (
        Verdict.ADDED,
        TagKind.PLACE,
        "nagoya",
        True,
    )
    (mention,) = reading.settled.tags[-1].tag.mentions
    assert reading.article.full_text[mention.start : mention.end] == "Nagoya"
    assert mention.sentence == "Fin à Nagoya."


def test_a_new_name_has_the_key_that_the_machine_would_give(sit: Sit, fresh: Store) -> None:
    assert add(sit("Aki"), JAPANESE, surface="髙島屋", kind="organisation") == 303
    (word,) = reading_of(fresh, JAPANESE).reviews
    assert (word.key, word.label, word.known) == ("高島屋", "髙島屋", False)


def test_other_spellings_are_found(sit: Sit, fresh: Store) -> None:
    add(sit("Aki"), JAPANESE, surface="高島屋", kind="organisation")
    (word,) = reading_of(fresh, JAPANESE).reviews
    assert word.place is not None
    assert word.place.surface == "髙島屋"


def test_a_sector_is_chosen_from_those_there_are(sit: Sit, fresh: Store) -> None:
    fields = {"surface": "laboratoire", "kind": "sector"}
    assert add(sit("Aki"), **fields, sector="research") == 303
    assert reading_of(fresh).reviews[0].key == "research"
    assert add(sit("Aki"), **fields, sector="magic") == 400


def test_a_place_over_a_line_break_is_taken_exactly(sit: Sit, fresh: Store) -> None:
    text = reading_of(fresh).article.full_text
    start = text.index("signent.\r\nFin")
    words = "signent.Fin"  # a field of one line cannot carry the break
    place = {"start": str(start), "end": str(start + len("signent.\r\nFin"))}
    assert add(sit("Aki"), surface=words, kind="place", **place) == 303
    (word,) = reading_of(fresh).reviews
    assert word.place is not None
    assert word.place.surface == "signent.\r\nFin"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"surface": "Osaka", "kind": "place"}, 400),
        ({"surface": "Lyo", "kind": "place"}, 400),
        ({"surface": "", "kind": "place"}, 400),
        ({"surface": "Nagoya"}, 400),
        ({"surface": "Nagoya", "kind": "river"}, 400),
        ({"surface": "Nagoya", "kind": "place", "revision": "2"}, 409),
        ({"surface": "Nagoya", "kind": "place", "revision": ""}, 409),
        ({"surface": "Nagoya", "kind": "place", "start": "0", "end": "6"}, 409),
        ({"surface": "Nagoya", "kind": "place", "start": "0", "end": "999999"}, 409),
        ({"surface": "Nagoya", "kind": "place", "start": "6", "end": "0"}, 409),
        ({"surface": "Nagoya", "kind": "place", "start": "-1", "end": "6"}, 400),
        ({"surface": "Nagoya", "kind": "place", "start": "1"}, 400),
        ({"surface": "Nagoya", "kind": "place", "start": "٣", "end": "9"}, 400),
    ],
)
def test_what_does_not_stand_there_is_refused(
    sit: Sit, fresh: Store, fields: dict[str, str], status: int
) -> None:
    assert add(sit("Aki"), **fields) == status
    assert reading_of(fresh).reviews == ()


def test_a_tag_that_somebody_rejected_meanwhile_is_asked_about(sit: Sit, fresh: Store) -> None:
    sit("Aki").post(
        f"/articles/{FRENCH}/reviews", data={"verdict": "rejected", "kind": "place", "key": "lyon"}
    )
    sent = {"revision": "1", "surface": "Lyon", "kind": "place"}
    answer = sit("Élise").post(f"/articles/{FRENCH}/tags", data=sent)
    assert answer.status_code == 409
    assert f'action="/articles/{FRENCH}/tags"' in answer.text
    assert len(reading_of(fresh).reviews) == 1


def test_an_added_tag_without_its_words_is_shown_with_its_old_sentence(
    sit: Sit, fresh: Store
) -> None:
    add(sit("Aki"), surface="Nagoya", kind="place")
    reading = reading_of(fresh)
    fresh.keep_article(replace(reading.article, text="Une mise à jour."))
    fresh.keep_analyses([replace(reading.analysis, revision=2, tags=())])
    page = sit("Aki").get(f"/articles/{FRENCH}?lang=en").text
    assert "Fin à Nagoya." in page
    assert "(in revision 1 only)" in page
