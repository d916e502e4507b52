"""`make schema`: writes the page of the API, `docs/api.md`, from its OpenAPI."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from knowledge import load
from nlp import Reader
from review import Access, DeskOptions, Lectern
from review.api.app import PREFIX, create_api, openapi_of
from review.api.asking import Means
from review.desk import Desk, make_templates
from review.lookup import make_lookup
from review.names import read_labels
from review.teaching import Teaching
from storage import open_accounts, open_amendments, open_insight, open_store

PATH = Path(__file__).with_suffix(".md")
_BEGINNING = f"""# The API

Written from its OpenAPI by `make schema`. The OpenAPI itself is at `{PREFIX}/openapi.json` of a
running desk. All that the desk does is here as JSON, by the same functions as its pages.

## Getting in
A program shows a token, which an admin makes on the page of accounts or with `soie accounts token`:

```
curl -H "Authorization: Bearer $TOKEN" "https://desk.example{PREFIX}/articles?tier=core&lang=en"
```

A token acts in the name of an account and may do what its role may, at most what the account's
may. In a browser, the session of the desk works too; what changes something must then come from
the desk's own pages. `GET` never changes anything.

## Lists
A list gives `next`; sent as `after` it gives the following page. Articles that come meanwhile
neither shift nor repeat what was given.

## Words
A word on an article carries `seen`, the id of the last word that was read. When somebody spoke of
the same thing since, the answer is 409 with their words in `others`; nothing is kept. The same
word with the `seen` of that answer counts.

## What is withheld
Of an article whose publisher reserves text mining, or whose source's rights do not reach, there is
no text and no sentence out of it; with the right `link`, no title either.

## Refusals
Every refusal is a problem document of [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457), with
`code` for programs and `detail` for people, in the language asked for.
"""


def openapi() -> dict[str, Any]:
    """The OpenAPI of a desk that has everything."""
    known = load()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.sqlite"
        with (
            open_store(url) as store,
            open_accounts(url) as accounts,
            open_amendments(url) as amendments,
            open_insight(url) as insight,
        ):
            options = DeskOptions({}, lambda: datetime.now(UTC))
            looked_up = make_lookup(known)
            desk = Desk(store, known, options, make_templates(), read_labels(known), looked_up)
            teaching = Teaching(known, Lectern(amendments, Reader))
            return openapi_of(create_api(Means(desk, Access(accounts), teaching, insight)))


@dataclass(frozen=True, slots=True)
class _Page:
    schemas: dict[str, Any]

    def lines(self, made: dict[str, Any]) -> Iterator[str]:
        yield _BEGINNING
        operations = [
            (path, method, operation)
            for path, methods in made["paths"].items()
            for method, operation in methods.items()
        ]
        for tag in dict.fromkeys(operation["tags"][0] for *_, operation in operations):
            yield f"## Addresses: {tag}\n"
            for path, method, operation in operations:
                if operation["tags"][0] == tag:
                    yield from self._operation(f"{method.upper()} {path}", operation)
        yield "## Objects\n"
        for name, schema in sorted(self.schemas.items()):
            yield from self._schema(name, schema)

    def _operation(self, title: str, operation: dict[str, Any]) -> Iterator[str]:
        yield f"### `{title}`\n\n{operation['description']}\n"
        asked = [each for each in operation.get("parameters", []) if each["name"] != "lang"]
        if asked:
            yield "| parameter | type | |\n|---|---|---|"
            for each in asked:
                told = _cell(each.get("description", ""))
                yield f"| `{each['name']}` | {self._type(each['schema'])} | {told} |"
            yield ""
        if body := operation.get("requestBody"):
            yield f"Takes {self._type(body['content']['application/json']['schema'])}.\n"
        yield f"Gives {self._gives(operation['responses'])}\n"

    def _gives(self, responses: dict[str, Any]) -> str:
        well = min(responses)
        content = responses[well].get("content", {})
        if "application/json" in content:
            told = self._type(content["application/json"]["schema"])
        else:
            told = " or ".join(f"`{media}`" for media in content) or "nothing"
        refused = ", ".join(status for status in sorted(responses) if status >= "400")
        return f"{well}: {told}. Refuses with {refused}."

    def _schema(self, name: str, schema: dict[str, Any]) -> Iterator[str]:
        yield f"### {name}\n\n{schema.get('description', '')}\n"
        if "enum" in schema:
            yield " · ".join(f"`{each}`" for each in schema["enum"]) + "\n"
            return
        yield "| field | type | |\n|---|---|---|"
        needed = schema.get("required", [])
        for field, facts in schema.get("properties", {}).items():
            mark = "" if field in needed else " (optional)"
            told = _cell(facts.get("description", ""))
            yield f"| `{field}`{mark} | {self._type(facts)} | {told} |"
        yield ""

    def _type(self, schema: dict[str, Any]) -> str:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return " or ".join(self._type(each) for each in schema[union])
        if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
            return ", ".join(f"`{each}`" for each in values)
        if schema.get("type") == "array":
            return f"list of {self._type(schema['items'])}"
        if isinstance(schema.get("additionalProperties"), dict):
            return f"{self._type(schema['additionalProperties'])} by name"
        return str(schema.get("format") or schema.get("type"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def page() -> str:
    """The page as Markdown."""
    made = openapi()
    return "\n".join(_Page(made["components"]["schemas"]).lines(made)).rstrip() + "\n"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
