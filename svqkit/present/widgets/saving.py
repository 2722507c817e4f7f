"""Buttons that save picture and state in the browser, and words for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from svqkit.present.widgets.opened_state import LARGEST

__all__ = ["saving"]

_SCRIPT = Path(__file__).with_name("saving.js")


def saving(say: Callable[..., str], file: str) -> Any:
    """Make the buttons; they find the figure of the widget that they stand in.

    Parameters
    ----------
    say : callable
        From ``translator``.
    file : str
        Name of the saved files, without an ending.

    Returns
    -------
    anywidget.AnyWidget
        Traits ``alt`` (what the figure shows, its ``aria-label``), ``said`` (the sentence
        announced at a change), ``state`` (text of the file that is saved), ``told`` (what is said
        of a state that was opened). A file that is opened arrives as the message
        ``{"open": text}``.

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> saving(translator("en"), "gaps").words["png"]
    'Save picture'
    """
    import anywidget
    import traitlets

    class Saving(anywidget.AnyWidget):
        _esm = _SCRIPT
        words = traitlets.Dict().tag(sync=True)
        file = traitlets.Unicode().tag(sync=True)
        alt = traitlets.Unicode().tag(sync=True)
        said = traitlets.Unicode().tag(sync=True)
        state = traitlets.Unicode().tag(sync=True)
        told = traitlets.Unicode().tag(sync=True)
        largest = traitlets.Int(LARGEST).tag(sync=True)

    words = {
        "png": say("Save picture"),
        "png_title": say("Save the picture as a PNG file"),
        "svg_title": say("Save the picture as an SVG file"),
        "state": say("Save state"),
        "state_title": say("Save what is chosen as a file"),
        "open": say("Open state"),
        "open_title": say("Open a file that “Save state” has written"),
    }
    return Saving(words=words, file=file)
