"""Voilà as we run it: the gallery, our slides' files, kernels heated before the first visitor."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["READY_WITHIN", "VENDOR", "presenter"]

VENDOR = Path(__file__).resolve().parent.parent / "vendor"
"""Files of others that slides need, served under ``/svqkit/vendor/``."""

READY_WITHIN = 30.0
"""Seconds that pages may run ahead of their first visitor before the address is given anyway."""

AT_ONCE = 2
"""Pages that run ahead at the same time: more of them would only wait for the processor."""

ROOM = 2 * 2**30
"""Bytes of memory that must be free before a page runs ahead that nobody has asked for yet."""


def presenter(
    *, home: str | None, heated: Sequence[str], ready: Callable[[], None], later: Sequence[str] = ()
) -> type:
    """Make the application that serves pages.

    Parameters
    ----------
    home : str or None
        HTML of ``/``, where a folder is served.
    heated : sequence of str
        The notebooks, relative to their folder, that run before their first visitor comes.
    ready : callable
        Called once, when the port answers and the heated pages can be shown.
    later : sequence of str
        Notebooks that run one after the other from then on, while memory lasts.

    Returns
    -------
    type
        A subclass of ``voila.app.Voila``.

    Examples
    --------
    >>> presenter(home="<p>here</p>", heated=[], ready=lambda: None).__name__
    'Presenter'
    """
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
    from tornado.ioloop import IOLoop
    from tornado.web import RequestHandler, StaticFileHandler
    from voila.app import Voila

    class Quiet(AsyncMappingKernelManager):
        async def start_kernel(self, **options: Any) -> Any:  # type: ignore[override]
            # Kernels' own log is not for the terminal of who presents.
            debug = os.environ.get("SVQKIT_DEBUG") == "1"
            quiet: dict[str, Any] = {} if debug else {"stderr": subprocess.DEVNULL}
            return await super().start_kernel(**quiet, **options)

    class Home(RequestHandler):
        def get(self) -> None:
            self.set_header("Cache-Control", "no-store")
            self.write(home or "")

    class Presenter(Voila):
        _heating: Sequence[asyncio.Future[None]] = ()

        def init_settings(self) -> dict[str, Any]:
            self.voila_configuration.multi_kernel_manager_class = Quiet
            return dict(super().init_settings())

        def init_handlers(self) -> list[Any]:
            own: list[Any] = [(r"/svqkit/vendor/(.*)", StaticFileHandler, {"path": VENDOR})]
            if home is not None:
                own.append((r"/", Home))
            # Runs as soon as the loop does, which is after the port is open.
            IOLoop.current().add_callback(self._announce)
            return [*own, *super().init_handlers()]

        async def _announce(self) -> None:
            turns = asyncio.Semaphore(AT_ONCE)
            self._heating = [
                asyncio.ensure_future(_heated(self.kernel_manager, one, turns)) for one in heated
            ]
            await asyncio.wait(self._heating, timeout=READY_WITHIN)
            ready()
            rest = asyncio.ensure_future(_heated_by_turns(self.kernel_manager, later))
            self._heating = [*self._heating, rest]

        def stop(self) -> None:
            # Kernels still waiting to be heated would hold up the end.
            for waiting in self._heating:
                waiting.cancel()
            for pool in getattr(self.kernel_manager, "_pools", {}).values():
                for one in pool:
                    one.cancel()
            super().stop()
            _end_children()

    return Presenter


async def _heated(manager: Any, notebook: str, turns: asyncio.Semaphore) -> None:
    """Keep a kernel that has run a notebook, when its turn comes."""
    async with turns:
        manager.fill_if_needed(delay=0, notebook_name=notebook)
        pool = manager._pools.get(notebook, [])
        if not pool:
            return  # a visitor was faster
        started = pool[0]
        await asyncio.wait([started])
        if not started.cancelled() and started.exception() is None:
            await asyncio.wait([started.result()["task"]])


async def _heated_by_turns(manager: Any, notebooks: Sequence[str]) -> None:
    import psutil

    for notebook in notebooks:
        if psutil.virtual_memory().available < ROOM:
            return
        await _heated(manager, notebook, asyncio.Semaphore(1))


def _end_children() -> None:
    """End kernels that were only half started, and so not yet known to their manager."""
    import psutil

    left = psutil.Process().children(recursive=True)
    for process in left:
        process.terminate()
    _, alive = psutil.wait_procs(left, timeout=3)
    for process in alive:
        process.kill()
