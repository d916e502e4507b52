"""Sentences cover the text, in order, at the offsets they claim."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.sentences import chunks, from_starts, lines, split_japanese, split_latin


def test_japanese_sentences_end_outside_brackets() -> None:
    text = "知事は「行く。必ず」と述べた。議長も応じた！本当か？（了。）"
    found = [sentence.text for sentence in split_japanese(text)]
    assert found == ["知事は「行く。必ず」と述べた。", "議長も応じた！", "本当か？", "（了。）"]


def test_a_bracket_that_never_closes_holds_nothing() -> None:
    assert len(split_japanese("知事は「行く。議長も行く。")) == 2


def test_every_line_is_a_sentence_of_its_own() -> None:
    assert [s.text for s in split_japanese("見出し\n本文だ。")] == ["見出し", "本文だ。"]
    assert [s.text for s in split_latin("Titre\nUn. Deux.")] == ["Titre", "Un.", "Deux."]


def test_starts_of_a_model_are_kept_inside_lines() -> None:
    text = "Titre\nM. Un parle. Deux se tait."
    assert [s.text for s in from_starts(text, (0, 6, 19))] == [
        "Titre",
        "M. Un parle.",
        "Deux se tait.",
    ]


def test_chunks_end_at_sentences_and_never_pass_the_limit() -> None:
    text = "Une phrase. " * 30 + "x" * 70
    pieces = list(chunks(text, 0, len(text), 50))
    assert all(end - start <= 50 for start, end in pieces)
    assert text[pieces[0][0] : pieces[0][1]].rstrip().endswith("phrase.")
    assert "".join(text[start:end] for start, end in pieces) == text


@given(st.text(alphabet="aé .!?。「」（\n\u2028あ漢0", max_size=80), st.integers(1, 20))
def test_nothing_is_lost_or_said_twice(text: str, limit: int) -> None:
    for split in (split_japanese, split_latin):
        kept = "".join(sentence.text for sentence in split(text))
        assert "".join(kept.split()) == "".join(text.split())
        for sentence in split(text):
            assert text[sentence.start : sentence.end] == sentence.text
    for line in lines(text):
        pieces = list(chunks(text, *line, limit))
        assert "".join(text[a:b] for a, b in pieces) == text[line[0] : line[1]]
