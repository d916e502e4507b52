"""The command line: one-line errors that say where and how to mend, and exit codes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scheduler.cli import call
from scheduler.cli.app import state


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Exit code and the one line of stderr."""
    code = call(list(arguments))
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    return code, lines[0]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--config", "absent.toml", "status"], 78, ["absent.toml", "no such file"]),
        (["status"], 78, ["soie.sqlite", "soie demo"]),
        (["status", "--colour"], 2, ["--colour", "soie status --help"]),
        (["collect"], 2, ["collect", "soie --help"]),
        (["sources", "list", "no-such-source"], 2, ["no-such-source", "soie sources list"]),
        (["extract", "absent"], 2, ["absent", "no such file"]),
        (["analyse", "absent.jsonl"], 2, ["absent.jsonl"]),
        (["evaluate", "poetry", "x"], 2, ["poetry", "soie evaluate --help"]),
        (["digest", "--date", "19 mai"], 2, ["19 mai", "2022-05-19"]),
        (["ingest"], 2, ["soie ingest --help"]),
        (["ingest", "absent.html"], 2, ["absent.html"]),
        (["ingest", "https://presse.example/a"], 78, ["crawl.contact", "soie.toml"]),
        (["run"], 78, ["crawl.contact", "soie.toml"]),
        (["deliver"], 78, ["[[readers]]", "soie.toml"]),
        (["ledger", "--from", "mai"], 2, ["--from mai", "2022-05-19"]),
        (["ledger"], 78, ["soie.sqlite", "soie demo"]),
        (["digest", "--to", "mail"], 2, ["no reader in fr", "[[readers]]"]),
    ],
)
def test_a_mistake_is_told_on_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: list[str]
) -> None:
    given, line = told(capsys, *arguments)
    assert given == code
    for word in words:
        assert word in line


def test_a_malformed_source_record_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, root: Path
) -> None:
    import shutil  # noqa: PLC0415 (this test alone copies files)

    base = tmp_path / "base"
    shutil.copytree(root / "knowledge", base, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = base / "sources/sample.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.startswith("kind"))
    lines[number] = 'kind = "telegraph"'
    path.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "soie.toml").write_text('knowledge = "base"\n', encoding="utf-8")
    code, line = told(capsys, "sources", "list")
    assert code == 78
    assert f"sources/sample.toml:{number + 1}:" in line
    assert "telegraph" in line


def test_debug_shows_the_traceback() -> None:
    with pytest.raises(Exception, match="no such file"):
        call(["--debug", "extract", "absent"])
    state.debug = False


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert call(["--version"]) == 0
    assert capsys.readouterr().out == f"soie {project['version']}\n"


def test_sources_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["--json", "sources", "list", "--group", "sample"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "sources/1"
    assert {"fr", "ja"} == {source["language"] for source in document["data"]}


def test_language_prints_a_line_each_in_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    texts = ["Le conseil régional se réunit jeudi à Lyon.", "愛知県の知事がリヨンを訪れた。"]
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    (tmp_path / "texts.jsonl").write_text(lines, encoding="utf-8")
    assert call(["language", "texts.jsonl"]) == 0
    found = [json.loads(line)["language"] for line in capsys.readouterr().out.splitlines()]
    assert found == ["fr", "ja"]


def test_extract_gives_an_article_or_a_typed_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    body = "<p>" + "La filature reprend le travail après trois ans de silence. " * 6 + "</p>"
    page = f"<html><head><title>La filature rouvre</title></head><body><article>{body}</article>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    (folder / "b.html").write_bytes(b"\x00\x01\x02")
    for name in "ab":
        notes = {"url": f"https://presse.example/{name}"}
        (folder / f"{name}.json").write_text(json.dumps(notes), encoding="utf-8")
    assert call(["extract", "pages"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["title"] == "La filature rouvre"
    assert "reprend le travail" in first["text"]
    assert second["id"] == "b"
    assert second["error"]
