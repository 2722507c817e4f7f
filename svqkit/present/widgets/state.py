"""A choice as text that can be kept in a file, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from svqkit.errors import DataError

__all__ = ["read_state", "write_state"]


def write_state(widget: str, choice: Any) -> str:
    """Write a choice as JSON.

    Parameters
    ----------
    widget : str
        The widget's class name.
    choice : dataclass

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.present.widgets.gap_view import GapChoice
    >>> print(write_state("GapExplorer", GapChoice("forms")).splitlines()[1])
      "widget": "GapExplorer",
    """
    return json.dumps(
        {"widget": widget, "choice": asdict(choice)}, ensure_ascii=False, indent=2, allow_nan=False
    )


def read_state(text: str, widget: str, kind: type) -> Any:
    """Read a choice from JSON.

    Parameters
    ----------
    text : str
        From ``write_state``.
    widget : str
        The widget's class name, which the text must be of.
    kind : type
        The dataclass of the choice.

    Returns
    -------
    kind

    Raises
    ------
    DataError
        If the text is no state of this widget.

    Examples
    --------
    >>> from svqkit.present.widgets.gap_view import GapChoice
    >>> read_state(write_state("G", GapChoice("forms")), "G", GapChoice).show
    'forms'
    """
    try:
        held = json.loads(text)
    except json.JSONDecodeError as problem:
        raise DataError(f"this is no saved state: not JSON at line {problem.lineno}") from problem
    if not isinstance(held, dict) or held.get("widget") != widget:
        of = held.get("widget") if isinstance(held, dict) else None
        whose = f"a state of {of}" if isinstance(of, str) else "no saved state of a widget"
        raise DataError(f"this is {whose}; {widget} needs one that it saved itself")
    choice = held.get("choice")
    known = {one.name for one in fields(kind)}
    if not isinstance(choice, dict) or not set(choice) <= known:
        strange = sorted(set(choice) - known) if isinstance(choice, dict) else "choice"
        raise DataError(f"the saved state of {widget} is not readable: {strange}")
    return kind(**{name: _settled(value) for name, value in choice.items()})


def _settled(value: Any) -> Any:
    """JSON's lists stand for tuples: a choice is frozen."""
    return tuple(_settled(one) for one in value) if isinstance(value, list) else value
