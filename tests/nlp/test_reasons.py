"""Every reason that the code can give has its phrase."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from knowledge import load


def codes(folder: Path) -> Iterator[tuple[str, str]]:
    """First arguments of `Reason(...)` that are written out, with their file."""
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "Reason" and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value), path.name


def test_every_reason_has_its_phrase(root: Path) -> None:
    found = [*codes(root / "nlp"), *codes(root / "news")]
    phrases = load().phrases
    assert len(found) > 20
    assert [(code, name) for code, name in found if code not in phrases] == []
