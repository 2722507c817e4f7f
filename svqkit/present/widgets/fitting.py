"""A figure as wide as its place, also when the place changes and the window does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["fitting"]

_SCRIPT = Path(__file__).with_name("fitting.js")


def fitting() -> Any:
    """Make the invisible part of a widget that fits its figure to the frame around it.

    It is for what carries the class ``svq-widget`` and has a frame with the class ``svq-frame``.

    Returns
    -------
    anywidget.AnyWidget

    Examples
    --------
    >>> type(fitting()).__name__
    'Fitting'
    """
    import anywidget

    class Fitting(anywidget.AnyWidget):
        _esm = _SCRIPT

    return Fitting()
