"""`make schema`: writes the JSON Schema of the digest from the types in `digest/data.py`."""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from digest.data import SCHEMA, DigestData

PATH = Path(__file__).parents[1] / "digest" / "schema" / "digest-1.json"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema() -> str:
    """The schema as JSON text, ending in a newline."""
    defined: dict[str, Any] = {}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **_of(DigestData, defined),
        "$defs": dict(sorted(defined.items())),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _of(kind: Any, defined: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 (any type)
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_typeddict(kind):
        if kind.__name__ not in defined:
            defined[kind.__name__] = {}
            defined[kind.__name__] = _object(kind, defined)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if get_origin(kind) is list:
        return {"type": "array", "items": _of(get_args(kind)[0], defined)}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    return {"anyOf": [_of(each, defined) for each in get_args(kind)]}


def _object(kind: Any, defined: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 (any TypedDict)
    told = _told(kind)
    fields = {
        name: {**_of(each, defined), **({"description": told[name]} if name in told else {})}
        for name, each in get_type_hints(kind).items()
    }
    return {
        "type": "object",
        "description": inspect.getdoc(kind),
        "properties": fields,
        "required": list(fields),
    }


def _told(kind: Any) -> dict[str, str]:  # noqa: ANN401 (any TypedDict)
    """What stands under each field."""
    (found,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(found, ast.ClassDef)  # noqa: S101 (narrows for mypy)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(found.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
