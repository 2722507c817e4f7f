"""Running the server until Ctrl+C, or until the time is over."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from svqkit.responses.collecting.connection import timed_protocol
from svqkit.responses.collecting.room import Room
from svqkit.responses.collecting.server import collecting_app

__all__ = ["GRACE", "run"]

GRACE = 120.0
"""Seconds after the end in which those who have begun can still send their answers."""
_FILES = 8192


def _allow_many_connections() -> None:
    """Raise the soft limit of open files: macOS begins with 256, a class needs more."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextlib.contextmanager
def _ending(end: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl+C, a closed terminal and ``kill`` end the server in good order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {one: signal.signal(one, lambda *_: end()) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


async def _answers(port: int) -> None:
    """Wait until the server answers a request."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            first = await reader.readline()
            writer.close()
            if b" 200 " in first:
                return
        await asyncio.sleep(0.05)


def run(
    room: Room,
    listening: socket.socket,
    *,
    started: Callable[[], None],
    each_second: Callable[[], None] | None = None,
    intro: str | None = None,
) -> None:
    """Serve a collection until a signal ends it, or until its time and some grace are over.

    Parameters
    ----------
    room : Room
    listening : socket
        Listening already.
    started : callable
        Called once the server answers.
    each_second : callable, optional
        Called again and again while it runs.
    intro : str, optional
        Said above the form.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """uvicorn's server, which leaves signals to us."""

        @contextlib.contextmanager
        def capture_signals(self) -> Any:
            yield

    _allow_many_connections()
    config = uvicorn.Config(
        collecting_app(room, intro=intro),
        http=timed_protocol(),
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=16_384,
    )
    server = Server(config)

    def end() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    async def beside() -> None:
        await _answers(listening.getsockname()[1])
        started()
        while True:
            await asyncio.sleep(1)
            if each_second is not None:
                each_second()
            if room.closes is not None and time.time() > room.closes + GRACE:
                end()

    async def serve() -> None:
        saying = asyncio.create_task(beside())
        saying.add_done_callback(lambda done: None if done.cancelled() else end())
        await server.serve(sockets=[listening])
        if saying.done():
            saying.result()
        saying.cancel()

    with _ending(end):
        asyncio.run(serve())
    sys.stdout.flush()
