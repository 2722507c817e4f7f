"""A choice as text that can be kept in a file, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, asdict, fields
from typing import Any

from svqkit.errors import DataError
from svqkit.interface import translator

__all__ = ["read_state", "widget_of", "write_state"]


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


def widget_of(text: str, say: Callable[..., str] | None = None) -> str:
    """Name the widget whose state a text is.

    Parameters
    ----------
    text : str
        From ``write_state``.
    say : callable, optional
        From ``translator``; English otherwise.

    Returns
    -------
    str

    Raises
    ------
    DataError
        If the text is no saved state.

    Examples
    --------
    >>> widget_of('{"widget": "GapExplorer", "choice": {}}')
    'GapExplorer'
    """
    return str(_held(text, say or translator())["widget"])


def read_state(text: str, widget: str, kind: type, say: Callable[..., str] | None = None) -> Any:
    """Read a choice from JSON.

    Parameters
    ----------
    text : str
        From ``write_state``.
    widget : str
        The widget's class name, which the text must be of.
    kind : type
        The dataclass of the choice; every field has a default.
    say : callable, optional
        From ``translator``; English otherwise.

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
    say = say or translator()
    held = _held(text, say)
    if held["widget"] != widget:
        raise DataError(
            say(
                "This is a state of {other}; {widget} needs one that it saved itself.",
                other=held["widget"], widget=widget,
            )
        )  # fmt: skip
    choice, known = held.get("choice"), {one.name: one for one in fields(kind)}
    if not isinstance(choice, dict):
        raise DataError(say("This saved state is damaged: {what}.", what="choice"))
    read = {name: _settled(value) for name, value in choice.items()}
    strange = [name for name, value in read.items()
               if name not in known or not _fits(value, known[name])]  # fmt: skip
    if strange:
        raise DataError(say("This saved state is damaged: {what}.", what=", ".join(strange)))
    return kind(**read)


def _held(text: str, say: Callable[..., str]) -> dict[str, Any]:
    """Parse the text; numbers that JSON does not know, and towers of brackets, are no state."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict) or not isinstance(held.get("widget"), str):
        raise DataError(say("This is no saved state. Open a file that “Save state” has written."))
    return held


def _settled(value: Any) -> Any:
    """JSON's lists stand for tuples: a choice is frozen."""
    return tuple(_settled(one) for one in value) if isinstance(value, list) else value


def _fits(value: Any, field: Field[Any]) -> bool:
    """Tell whether a value is of the kind that the field's default is of."""
    default = field.default
    if default is MISSING:
        default = field.default_factory() if field.default_factory is not MISSING else None
    if isinstance(default, dict):
        return isinstance(value, dict) and all(map(_is_number, value.values()))
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    if isinstance(default, float):
        return _is_number(value)
    return type(value) is type(default)


def _is_number(value: Any) -> bool:
    """Also refuse what JSON can write and no float can hold, such as 1 with 400 zeros."""
    return isinstance(value, (int, float)) and type(value) is not bool and abs(value) < 1e300
