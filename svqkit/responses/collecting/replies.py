"""How the server answers: pages with the policy that fits them, plain data, and no to a wrong code."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from svqkit.responses.collecting.guards import policy_of
from svqkit.responses.collecting.limits import WRONG
from svqkit.responses.collecting.pages import door_page
from svqkit.responses.collecting.room import Room

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["address_of", "data", "page", "unpacks", "wrong_code"]


def address_of(request: Request) -> str:
    """Give the address that a request came from; it is kept in memory only."""
    return request.client.host if request.client else ""


def data(content: Any, status: int = 200, **headers: str) -> Response:
    """Answer with JSON."""
    from starlette.responses import JSONResponse

    return JSONResponse(content, status, headers=headers)


def unpacks(request: Request) -> bool:
    """Whether the browser unpacks gzip: a class shares one access point."""
    return "gzip" in request.headers.get("accept-encoding", "")


def page(html: str, request: Request, status: int = 200, policy: str | None = None) -> Response:
    """Answer with a page and the policy that fits it, packed where the browser unpacks."""
    from starlette.responses import Response

    body = html.encode()
    headers = {"content-security-policy": policy or policy_of(html), "vary": "accept-encoding"}
    if unpacks(request):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type="text/html")


def wrong_code(room: Room, request: Request) -> Response:
    """Say that there is nothing here; to an address that guesses on and on, that it must wait."""
    seconds = room.limits.wait(WRONG, address_of(request))
    if seconds:
        said = door_page(room.language, text=room.say("too_many", seconds=seconds), asks=False)
        answer = page(said, request, 429)
        answer.headers["retry-after"] = str(seconds)
        return answer
    said = door_page(room.language, text=room.say("wrong_code"))
    return page(said, request, 404, policy_of(said, "'self'"))
