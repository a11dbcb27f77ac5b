"""One call over HTTP: what it asks and who asks, and the reply as it goes out."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response

from bot.playground.api import Reply


def written(reply: Reply) -> Response:
    """Return a reply as it goes over the wire."""
    return Response(
        json.dumps(reply.body),
        status_code=reply.status,
        headers=dict(reply.headers),
        media_type="application/json",
    )


def authorization(request: Request, kind: str) -> str | None:
    """Return what a call proves itself with, where it is of that kind."""
    given, _, proof = request.headers.get("authorization", "").partition(" ")
    return proof if given.lower() == kind else None


async def arguments(request: Request) -> dict[str, Any]:
    """Return a call's arguments, from its address and from a form or JSON body."""
    args: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        args |= _object(body)
    elif request.headers.get("content-type", "").startswith("multipart/"):
        args |= {name: str(value) for name, value in (await request.form()).items()}
    else:
        args |= parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    return args


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
