"""The application that serves a collection: which address leads where."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from svqkit.responses.collecting.guards import Guards, policy_of
from svqkit.responses.collecting.instructor import PARTS, show_instructor
from svqkit.responses.collecting.limits import WRONG
from svqkit.responses.collecting.pages import FormPage, door_page
from svqkit.responses.collecting.replies import address_of, data, page, wrong_code
from svqkit.responses.collecting.room import Room
from svqkit.responses.collecting.submissions import give_form, take_answers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

__all__ = ["collecting_app"]


def _respondents(room: Room, intro: str | None) -> list[Route]:
    from starlette.responses import RedirectResponse, Response
    from starlette.routing import Route

    form = FormPage(room.collection, intro)
    code = room.collection.code

    def door(request: Request) -> Response:
        typed = request.query_params.get("code")
        if typed is None:
            said = door_page(room.language)
            return page(said, request, policy=policy_of(said, "'self'"))
        if "".join(typed.split()).casefold() == code:
            return RedirectResponse(f"/{code}", 303)
        return wrong_code(room, request)

    async def ask(request: Request) -> Response:
        asked = request.path_params["code"]
        if asked == "instructor":
            return RedirectResponse("/instructor/", 307)
        if asked == code:
            return give_form(room, form, request)
        if asked.strip().casefold() == code:
            return RedirectResponse(f"/{code}", 307)
        return wrong_code(room, request)

    async def take(request: Request) -> Response:
        if request.path_params["code"] == code:
            return await take_answers(room, request)
        seconds = room.limits.wait(WRONG, address_of(request))
        return data({"error": room.say("wrong_code")}, 429 if seconds else 404)

    return [
        Route("/", door),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/{code}", ask),
        Route("/{code}/answers", take, methods=["POST"]),
    ]


def _instructors(room: Room) -> list[Route]:
    from starlette.routing import Route

    def showing(part: str) -> Callable[[Request], Response]:
        return lambda request: show_instructor(room, request, part)

    return [
        Route(f"{begin}/{part}", showing(part))
        for part in PARTS
        for begin in ("/instructor", "/instructor/{key}")
    ]


def collecting_app(room: Room, *, intro: str | None = None) -> Guards:
    """Build the application for a collection.

    Parameters
    ----------
    room : Room
    intro : str, optional
        Said above the form.

    Returns
    -------
    ASGI application
        ``GET /CODE`` the form, ``POST /CODE/answers``, ``GET /`` where a code can be typed, and
        under ``/instructor/`` (on this computer) or ``/instructor/KEY/`` the instructor's page
        with ``counts``, ``items`` and ``answers.csv``.
    """
    from starlette.applications import Starlette

    def fault(request: Request, error: Exception) -> Response:
        """Say that something is wrong without repeating what was sent."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.name}, line {place.lineno}"
        print(
            f"svqkit: a fault while answering: {type(error).__name__} in {where}", file=sys.stderr
        )
        return data({"error": room.say("fault")}, 500)

    routes = [*_instructors(room), *_respondents(room, intro)]
    app = Starlette(routes=routes, exception_handlers={Exception: fault})
    return Guards(app, names=room.names, limits=room.limits, refuse=room.say)
