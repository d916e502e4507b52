"""Mixed pages: the main language, and the spans of the other."""

import pytest

from nlp.language import detect_language
from nlp.language_spans import foreign_spans


@pytest.mark.parametrize(
    ("text", "main", "others"),
    [
        ("Le mot もったいない ravit les cuisiniers de Thiers.", "fr", [("もったいない", "ja")]),
        (
            "店の名は「Le Petit Bouchon de Lyon」だ。GL eventsが運営する。",
            "ja",
            [("Le Petit Bouchon de Lyon", "fr")],
        ),
        (
            (
                "Le conseil a voté le budget hier soir, après une longue séance.\n"
                "The two regions agreed to meet again before the end of the year.\n"
                "La séance suivante aura lieu dans un mois, selon le maire de la commune."
            ),
            "fr",
            [("The two regions agreed to meet again before the end of the year.", "en")],
        ),
        ("Le conseil a voté le budget. STATION Ai ouvre.", "fr", []),
        ("大村知事がリヨンを訪問した。", "ja", []),
        ("123", "und", []),
    ],
)
def test_spans_of_the_other_language(text: str, main: str, others: list[tuple[str, str]]) -> None:
    assert detect_language(text).code == main
    spans = foreign_spans(text, main)
    assert [(text[span.start : span.end], span.code) for span in spans] == others


def test_what_is_quoted_does_not_make_the_main_language() -> None:
    text = "献立は「Quenelle sauce Nantua」「Tarte aux pralines roses」という。"
    assert detect_language(text).code == "ja"


def test_a_long_run_takes_no_time() -> None:
    assert foreign_spans("a" * 50_000, "fr") == ()
    assert foreign_spans("あ" * 50_000, "ja") == ()
    assert foreign_spans("a," * 50_000, "ja") == ()
