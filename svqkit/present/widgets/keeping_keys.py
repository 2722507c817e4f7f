"""Keys pressed in a widget are the widget's: JupyterLab does not go to another cell by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["keeping_keys"]

_SCRIPT = Path(__file__).with_name("keeping_keys.js")


def keeping_keys() -> Any:
    """Make the invisible part of a widget or a quiz that keeps its keys from JupyterLab.

    It is for what carries the class ``svq-widget`` or ``svq-quiz``; elsewhere than in JupyterLab it
    changes nothing.

    Returns
    -------
    anywidget.AnyWidget

    Examples
    --------
    >>> type(keeping_keys()).__name__
    'KeepingKeys'
    """
    import anywidget

    class KeepingKeys(anywidget.AnyWidget):
        _esm = _SCRIPT

    return KeepingKeys()
