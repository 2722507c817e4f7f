"""Pictures of a report: drawn once, as SVG that needs no font and no network.

Letters become paths, so a picture looks the same wherever it is opened, Chinese words included;
a fixed salt and no date make the same result give the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from svqkit.present.plots.style import offscreen

__all__ = ["Picture", "render"]


@dataclass(frozen=True)
class Picture:
    """An embedded picture and its size in CSS pixels."""

    source: str
    width: int
    height: int


def render(draw: Callable[[], Any]) -> Picture:
    """Draw a picture and embed it.

    Parameters
    ----------
    draw : function without parameters that returns matplotlib Axes

    Returns
    -------
    Picture
        With a ``data:`` address.

    Examples
    --------
    >>> from svqkit.present.plots.style import canvas
    >>> def draw():
    ...     with canvas(None, 2, 1) as ax:
    ...         return ax
    >>> made = render(draw)
    >>> made.source[:26], made.width, made == render(draw)
    ('data:image/svg+xml;base64,', 192, True)
    """
    import matplotlib

    with offscreen(), matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "svqkit"}):
        figure = draw().figure
        buffer = BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    width, height = (round(96 * inches) for inches in figure.get_size_inches())
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{text}", width, height)
