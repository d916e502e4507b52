"""Documentation that cannot lie: every command, option, setting and error is documented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from news.report import SourceState
from scheduler.cli import app
from scheduler.mail_settings import FilterSettings, Recipient
from scheduler.settings import Settings

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def flattened(group: TyperGroup, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from flattened(command, f"{name} ")
        else:
            yield prefix + name, command


GROUP = typer.main.get_command(app)
assert isinstance(GROUP, TyperGroup)
COMMANDS_THERE = dict(flattened(GROUP))


@pytest.mark.parametrize("name", sorted(COMMANDS_THERE))
def test_every_command_and_option_is_documented(name: str) -> None:
    section = re.search(rf"^## `soie {name}\b.*?(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section for soie {name}"
    for parameter in COMMANDS_THERE[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option not in {"--help", "--json"}:
                assert f"`{option}`" in section.group(), f"soie {name} {option}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(
        re.findall(
            r"^## `soie ((?:accounts|knowledge|sources|stories) [\w-]+|\w+)",
            COMMANDS,
            re.MULTILINE,
        )
    ) == set(COMMANDS_THERE)


def names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from names(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_every_setting_is_documented_and_no_other() -> None:
    general = SETTINGS.partition("## Readers")[0]
    documented = re.findall(r"^\| `([\w.]+)` \|", general, re.MULTILINE)
    assert sorted(documented) == sorted(names(Settings))


def test_every_setting_of_a_reader_is_documented_and_no_other() -> None:
    table = SETTINGS.partition("| of a reader |")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(
        Recipient.model_fields
    )
    for name in FilterSettings.model_fields:
        assert f"`{name}`" in table


def test_every_source_state_is_explained() -> None:
    text = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    for state in SourceState:
        assert f"`{state.value}`" in text


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_readme_shows_every_folder() -> None:
    for name in ("news", "knowledge", "crawler", "nlp", "storage", "digest", "review", "scheduler"):
        assert f"`{name}/`" in README
