"""Voilà as we run it: the gallery, our slides' files, kernels heated before the first visitor."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["READY_WITHIN", "VENDOR", "presenter"]

VENDOR = Path(__file__).resolve().parent.parent / "vendor"
"""Files of others that slides need, served under ``/svqkit/vendor/``."""

READY_WITHIN = 30.0
"""Seconds that a page may run ahead of its first visitor before its address is given anyway."""


def presenter(*, home: str | None, heated: str | None, ready: Callable[[], None]) -> type:
    """Make the application that serves pages.

    Parameters
    ----------
    home : str or None
        HTML of ``/``, where a folder is served.
    heated : str or None
        The notebook, relative to its folder, that runs before its first visitor comes.
    ready : callable
        Called once, when the port answers and the heated page can be shown.

    Returns
    -------
    type
        A subclass of ``voila.app.Voila``.

    Examples
    --------
    >>> presenter(home="<p>here</p>", heated=None, ready=lambda: None).__name__
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
            if heated is not None:
                await _heated(self.kernel_manager, heated)
            ready()

        def stop(self) -> None:
            # Kernels still waiting to be heated would hold up the end.
            for pool in getattr(self.kernel_manager, "_pools", {}).values():
                for one in pool:
                    one.cancel()
            super().stop()
            _end_children()

    return Presenter


async def _heated(manager: Any, notebook: str) -> None:
    """Wait until the kernel kept for a notebook has run it, but no longer than an audience does."""
    pool = manager._pools.get(notebook, [])
    if not pool:
        return
    started, _ = await asyncio.wait([pool[0]], timeout=READY_WITHIN)
    for one in started:
        await asyncio.wait([one.result()["task"]], timeout=READY_WITHIN)


def _end_children() -> None:
    """End kernels that were only half started, and so not yet known to their manager."""
    import psutil

    left = psutil.Process().children(recursive=True)
    for process in left:
        process.terminate()
    _, alive = psutil.wait_procs(left, timeout=3)
    for process in alive:
        process.kill()
