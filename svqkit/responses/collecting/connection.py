"""A connection that may not dawdle: a request is there whole in time, or the line is closed.

uvicorn's own timeout runs between requests only, and every byte stops it. Somebody who sends one
byte a minute could hold a connection for hours, and some hundreds of them the server.
"""

from __future__ import annotations

import asyncio
from typing import Any

__all__ = ["SECONDS", "timed_protocol"]

SECONDS = 20.0
"""From the connection, or from the answer before, to the end of a request."""


def timed_protocol(seconds: float = SECONDS) -> type[asyncio.Protocol]:
    """Make uvicorn's protocol close connections whose request does not come to its end.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    type
        For ``uvicorn.Config(http=…)``.

    Examples
    --------
    >>> timed_protocol(5.0).__name__
    'TimedProtocol'
    """
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class TimedProtocol(H11Protocol):
        """H11Protocol with a deadline for receiving; answering may take as long as it takes."""

        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._start()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._received():
                self._stop()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._stop()
            if not (self.transport.is_closing() or self._received()):
                self._start()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _received(self) -> bool:
            return self.conn.their_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED)

        def _start(self) -> None:
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

        def _stop(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return TimedProtocol
