"""A figure as wide as its place, also when the place changes and the window does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["fitting"]

LEAST = 300
"""Pixels below which a figure is narrow."""
SMALL = 12
"""Size of its letters then."""

_SCRIPT = Path(__file__).with_name("fitting.js")


def fitting(figure: Any) -> Any:
    """Make the invisible part of a widget that fits its figure to the frame around it.

    It is for what carries the class ``svq-widget`` and has a frame with the class ``svq-frame``.

    Parameters
    ----------
    figure : FigureWidget
        Its letters are smaller while the frame is narrower than a phone, as beside JupyterLab's
        sidebars in a small window: labels would leave no room for the picture.

    Returns
    -------
    anywidget.AnyWidget
        Trait ``narrow`` says whether the frame is.

    Examples
    --------
    >>> from svqkit.present.widgets.look import new_figure
    >>> figure = new_figure()
    >>> fitting(figure).narrow = True
    >>> figure.layout.font.size
    12
    """
    import anywidget
    import traitlets

    class Fitting(anywidget.AnyWidget):
        _esm = _SCRIPT
        least = traitlets.Int(LEAST).tag(sync=True)
        narrow = traitlets.Bool(False).tag(sync=True)

    usual = figure.layout.font.size
    made = Fitting()

    def fit(change: Any) -> None:
        figure.layout.font.size = SMALL if change["new"] else usual

    made.observe(fit, names="narrow")
    return made
