"""What only the instructor sees: the large QR code, the counter, the answers so far."""

from __future__ import annotations

import hmac
import ipaddress
import time
from typing import TYPE_CHECKING

from svqkit.errors import DataError
from svqkit.responses.collecting.collected import csv_text
from svqkit.responses.collecting.live import item_counts, progress
from svqkit.responses.collecting.pages import instructor_page
from svqkit.responses.collecting.replies import address_of, data, page, wrong_code
from svqkit.responses.collecting.room import Room

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["PARTS", "show_instructor"]

PARTS = ("", "counts", "items", "answers.csv")
"""What there is under ``/instructor/``."""


def _may(room: Room, request: Request) -> bool:
    """Whether the key is right; or, without a key, whether this is the computer itself.

    Behind a proxy every request seems to come from the computer itself; a proxy says so in its
    headers, and then the key is asked for.
    """
    key = request.path_params.get("key")
    if key is not None:
        return hmac.compare_digest(key.encode(), room.collection.key.encode())
    if {"forwarded", "x-forwarded-for", "x-real-ip"} & set(request.headers.keys()):
        return False
    host = request.headers["host"]
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        near = ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
    return near and name in ("localhost", "127.0.0.1", "[::1]")


def show_instructor(room: Room, request: Request, part: str) -> Response:
    """Give a part of the instructor's page, or the answer that a wrong code gets."""
    if not _may(room, request):
        return wrong_code(room, request)
    try:
        return _part(room, request, part)
    except DataError as problem:  # the file was moved away or damaged while it runs
        return data({"error": str(problem)}, 503)


def _part(room: Room, request: Request, part: str) -> Response:
    from starlette.responses import Response

    collection = room.collection
    if part == "counts":
        state = {"closed": room.closed, "trouble": bool(room.writer.trouble)}
        return data({**progress(collection), **state})
    if part == "items":
        return data(item_counts(collection))
    if part == "answers.csv":
        name = f"{collection.instrument.name}-{collection.code}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(csv_text(collection).encode("utf-8-sig"), 200, headers, "text/csv")
    ends = "" if room.closes is None else time.strftime("%H:%M", time.localtime(room.closes))
    shown = instructor_page(collection, room.addresses(), local_only=room.local_only, ends=ends)
    return page(shown, request)
