"""What stands before every request: whose name it came under, how large it is, what it may cost."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from svqkit.responses.collecting.limits import ANSWERS, PAGES, Limits

__all__ = ["MOST_BYTES", "Guards", "known_host", "policy_of"]

MOST_BYTES = 131_072
"""Of one submission: 44 items take 1 kB, and a text question at most 4."""

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def policy_of(page: str, form_action: str = "'none'") -> str:
    """Make the content security policy of a page: its own style and script, and nothing else.

    Parameters
    ----------
    page : str
        HTML with everything in it.
    form_action : str
        Where its forms may lead.

    Returns
    -------
    str

    Examples
    --------
    >>> policy_of("<style>a {}</style>").split("; ")[1][:18]
    "style-src 'sha256-"
    """

    def hashes(tag: str) -> str:
        parts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        made = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts]
        return " ".join(f"'sha256-{one}'" for one in made) or "'none'"

    return (
        f"default-src 'none'; style-src {hashes('style')}; script-src {hashes('script')}; "
        f"connect-src 'self'; img-src data:; base-uri 'none'; form-action {form_action}; "
        "frame-ancestors 'none'"
    )


def known_host(host: str, names: Iterable[str]) -> bool:
    """Whether a Host header names this server.

    A page of somebody else's can make a browser send requests here under a name of its own that
    leads to this address (DNS rebinding); it cannot do so under a bare address.

    Parameters
    ----------
    host : str
        As it came, with or without a port.
    names : iterable of str
        Names of this computer.

    Returns
    -------
    bool

    Examples
    --------
    >>> known_host("192.168.1.20:8765", []), known_host("evil.example:8765", ["localhost"])
    (True, False)
    """
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,5})?", host, re.ASCII)
    if found is None:
        return False
    name = found.group(1).strip("[]").rstrip(".").casefold()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in {one.casefold() for one in names}
    return True


class Guards:
    """Middleware around an application.

    Parameters
    ----------
    app : ASGI application
    names : iterable of str
        Names that this computer is known by.
    limits : Limits
    refuse : callable
        Says no in the form's language: takes the words' key and what fills them in.

    Examples
    --------
    >>> Guards(None, names=["localhost"], limits=Limits(), refuse=str).names
    ('localhost',)
    """

    def __init__(
        self, app: _App, *, names: Iterable[str], limits: Limits, refuse: Callable[..., str]
    ) -> None:
        self.app = app
        self.names = tuple(names)
        self.limits = limits
        self.refuse = refuse

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: _Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                added = {**_HEADERS, "content-security-policy": _NOTHING}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (k.encode(), v.encode())
                        for k, v in added.items()
                        if k.encode() not in there
                    ),
                ]
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not known_host(hosts[0], self.names):
            await _say(sending, 421, "This server is not known under that name.")
            return
        kind = ANSWERS if scope["method"] == "POST" else PAGES
        seconds = self.limits.wait(kind, (scope["client"] or ("",))[0])
        if seconds:
            said = self.refuse("too_many", seconds=seconds)
            await _say(sending, 429, said, {"retry-after": str(seconds)})
            return
        body = await _body(scope, receive)
        if body is None:
            # Reading on would be what the sender wants; the connection ends with the answer.
            await _say(sending, 413, self.refuse("too_large"), {"connection": "close"})
            return
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> _Message:
            return parts.pop() if parts else await receive()

        await self.app(scope, replayed, sending)


async def _body(scope: _Message, receive: _Receive) -> bytes | None:
    """Read a request's body, or give None where it is too large."""
    for name, value in scope["headers"]:
        if name == b"content-length" and (len(value) > 9 or int(value) > MOST_BYTES):
            return None
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body


async def _say(send: _Send, status: int, text: str, more: dict[str, str] | None = None) -> None:
    body = json.dumps({"error": text}, ensure_ascii=False).encode()
    headers = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        **(more or {}),
    }
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": body})
