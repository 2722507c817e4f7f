"""Taking a respondent's answers: whose page they come from, what they are, thanks when they are kept."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from svqkit.errors import DataError
from svqkit.responses.collecting.admission import RefusalError, admit
from svqkit.responses.collecting.codes import mint, minted, random_name
from svqkit.responses.collecting.pages import FormPage, door_page
from svqkit.responses.collecting.replies import data, page, unpacks
from svqkit.responses.collecting.room import Room

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["give_form", "take_answers"]

_COOKIE = "svqkit_visit"


def give_form(room: Room, form: FormPage, request: Request) -> Response:
    """Give the form with a token of its own; whoever loads it again is counted once.

    The cookie holds the token and nothing else, ends with the visit, and is not kept here.
    """
    from starlette.responses import Response

    secret = room.collection.secret
    name = minted(secret, request.cookies.get(_COOKIE))
    if room.closed and name is None:
        title, text = room.say("ended_title"), room.say("ended")
        return page(door_page(room.language, title=title, text=text, asks=False), request, 410)
    token = mint(secret, name or random_name(16))
    packed = unpacks(request)
    headers = {"content-security-policy": form.policy, "vary": "accept-encoding"}
    if packed:
        headers["content-encoding"] = "gzip"
    body = form.packed(token) if packed else form.with_token(token)
    answer = Response(body, 200, headers, "text/html")
    if name is None and request.method == "GET":
        room.writer.count_opened()
        path = f"/{room.collection.code}"
        answer.set_cookie(_COOKIE, token, path=path, httponly=True, samesite="strict")
    return answer


def _from_here(request: Request) -> bool:
    """Whether a browser says that the request comes from a page of this server.

    Programs other than browsers say nothing; they bring a token that they had to fetch.
    """
    origin = request.headers.get("origin")
    if origin is not None:
        return origin == f"{request.url.scheme}://{request.headers['host']}"
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _read(room: Room, request: Request) -> tuple[dict[str, Any], str] | Response:
    """Read the columns and the random name of the page they come from; or say what is wrong."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if media != "application/json":
        return data({"error": room.say("not_readable")}, 415)
    try:
        content = json.loads(await request.body())
    except (ValueError, RecursionError):
        return data({"error": room.say("not_readable")}, 400)
    if not (isinstance(content, dict) and isinstance(content.get("columns"), dict)):
        return data({"error": room.say("not_readable")}, 400)
    name = minted(room.collection.secret, content.get("token"))
    code = content.get("code", room.collection.code)
    if name is None or code != room.collection.code or not _from_here(request):
        return data({"error": room.say("foreign_page")}, 403)
    return content["columns"], name


async def take_answers(room: Room, request: Request) -> Response:
    """Check one respondent's answers, keep them, and only then answer 201 with the receipt."""
    read = await _read(room, request)
    if not isinstance(read, tuple):
        return read
    try:
        row = admit(room.collection.plan, read[0], name=read[1])
    except RefusalError as refused:
        return data({"error": str(refused), "column": refused.column}, 422)
    try:
        receipt = await asyncio.wrap_future(room.writer.save(row))
    except DataError:
        return data({"error": room.say("not_stored")}, 503, **{"retry-after": "5"})
    answer = data({"receipt": receipt, "respondent": row["respondent"]}, 201)
    answer.delete_cookie(_COOKIE, path=f"/{room.collection.code}")
    return answer
