"""What a form sends, read as strictly as what an address asks."""

from __future__ import annotations

from typing import Any

from fastapi import Depends
from starlette.requests import Request

from review.asked import Asked, read_fields

_MOST_FIELDS = 100
_MOST_BYTES = 65_536  # of one field


def posted(*allowed: str) -> Any:  # noqa: ANN401 - the type of what FastAPI calls a dependency
    """The fields of a form, as the annotation of a page's parameter.

    Written `fields: Annotated[Asked, posted("verdict", "note")]`. A field that is unknown, given
    twice, or a file is refused.
    """

    async def read(request: Request) -> Asked:
        form = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)
        return read_fields(form.multi_items(), allowed)

    return Depends(read)
