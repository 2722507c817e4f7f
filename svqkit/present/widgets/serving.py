"""How a notebook becomes a live page on this machine: Voilà with our template, loopback only."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["TEMPLATES", "voila_arguments", "voila_command", "voila_environment"]

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "jupyter"
"""A folder for the Jupyter path; it holds ``voila/templates/svqkit`` and ``…/svqkit-slides``."""

_EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager7",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
)


def voila_arguments(notebook: Path | str, port: int, *, slides: bool = False) -> list[str]:
    """Write the arguments with which Voilà serves a notebook as a page.

    Only the extensions that widgets need are loaded: others that happen to be installed slow the
    page down or fail in it. A cell that fails does not end the page: a sentence stands there.

    Parameters
    ----------
    notebook : path
        A notebook, or a folder of them.
    port : int
        On 127.0.0.1.
    slides : bool
        Show it as slides.

    Returns
    -------
    list of str
        To go with ``voila_environment``.

    Examples
    --------
    >>> voila_arguments("page.ipynb", 8866)[:2]
    ['page.ipynb', '--port=8866']
    """
    listed = ", ".join(repr(name) for name in _EXTENSIONS)
    return [
        str(notebook),
        f"--port={port}",
        "--Voila.port_retries=0",
        "--Voila.ip=127.0.0.1",
        f"--template={'svqkit-slides' if slides else 'svqkit'}",
        "--VoilaConfiguration.strip_sources=False",
        "--VoilaExecutor.allow_errors=True",
        f"--VoilaConfiguration.extension_allowlist=[{listed}]",
    ]


def voila_command(notebook: Path | str, port: int) -> list[str]:
    """Write the command that serves a notebook as a page and opens no browser.

    Parameters
    ----------
    notebook : path
    port : int
        On 127.0.0.1.

    Returns
    -------
    list of str
        For ``subprocess``, together with ``voila_environment``.

    Examples
    --------
    >>> voila_command("page.ipynb", 8866)[1:4]
    ['-m', 'voila', 'page.ipynb']
    """
    return [sys.executable, "-m", "voila", *voila_arguments(notebook, port), "--no-browser"]


def voila_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Copy the environment with our template on the Jupyter path.

    Parameters
    ----------
    environment : mapping, optional
        Default is this process's environment.

    Returns
    -------
    dict

    Examples
    --------
    >>> voila_environment({})["JUPYTER_PATH"].endswith("jupyter")
    True
    """
    copied = dict(os.environ if environment is None else environment)
    others = copied.get("JUPYTER_PATH")
    copied["JUPYTER_PATH"] = os.pathsep.join([str(TEMPLATES), *([others] if others else [])])
    return copied
