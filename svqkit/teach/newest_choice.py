"""The option that was chosen last, however fast its key was followed by the one for *Check*."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["newest_choice"]

_SCRIPT = Path(__file__).with_name("newest_choice.js")


def newest_choice(tell: Callable[[str, int], None]) -> Any:
    """Make the invisible part of a quiz that tells each choice in its turn, and groups the options.

    Parameters
    ----------
    tell : callable
        Called with the question's name and the option's position, from 0.

    Returns
    -------
    anywidget.AnyWidget

    Examples
    --------
    >>> type(newest_choice(print)).__name__
    'NewestChoice'
    """
    import anywidget

    class NewestChoice(anywidget.AnyWidget):
        _esm = _SCRIPT

    def heard(_: Any, content: dict[str, Any], __: Any) -> None:
        if isinstance(content.get("chosen"), int):
            tell(str(content.get("question")), content["chosen"])

    part = NewestChoice()
    part.on_msg(heard)
    return part
