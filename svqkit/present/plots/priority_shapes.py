"""Shapes on the importance–performance map: ellipses of uncertainty and the line of equal priority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.style import BLUE, GREY, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["confidence_rings", "draw_diagonal", "draw_rings", "reach_line"]


def confidence_rings(
    x: np.ndarray, y: np.ndarray, errors: pd.DataFrame, level: float
) -> np.ndarray:
    """Give the outlines of joint confidence ellipses (normal, two degrees of freedom).

    Parameters
    ----------
    x, y : ndarray (k,)
        Performance and importance.
    errors : DataFrame (k rows)
        ``se_importance se_performance correlation``.
    level : float in (0, 1)

    Returns
    -------
    ndarray (k, 73, 2)

    Examples
    --------
    >>> one = pd.DataFrame({"se_importance": [1.0], "se_performance": [2.0], "correlation": [0.0]})
    >>> ring = confidence_rings(np.zeros(1), np.zeros(1), one, 0.95)[0]
    >>> ring.max(axis=0).round(3).tolist()
    [4.895, 2.448]
    """
    turn = np.linspace(0, 2 * np.pi, 73)
    reach = np.sqrt(-2 * np.log(1 - level))
    r = errors["correlation"].to_numpy(float)[:, None]
    right = np.cos(turn) * errors["se_performance"].to_numpy(float)[:, None]
    upward = (r * np.cos(turn) + np.sqrt(1 - r**2) * np.sin(turn)) * errors[
        "se_importance"
    ].to_numpy(float)[:, None]
    return np.stack([x[:, None] + reach * right, y[:, None] + reach * upward], axis=-1)


def draw_rings(ax: Axes, rings: np.ndarray, urgent: np.ndarray) -> None:
    """Fill the ellipses lightly, those that call for action in their colour.

    Parameters
    ----------
    ax : Axes
    rings : ndarray (k, m, 2)
    urgent : ndarray of bool (k,)

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> draw_rings(ax, np.zeros((2, 5, 2)), np.array([True, False]))
    >>> len(ax.patches)
    2
    >>> plt.close()
    """
    for ring, hot in zip(rings, urgent, strict=True):
        colour = VERMILLION if hot else BLUE
        ax.fill(
            ring[:, 0],
            ring[:, 1],
            facecolor=(*_rgb(colour), 0.16),
            edgecolor=(*_rgb(colour), 0.8),
            linewidth=1.2,
            linestyle="-" if hot else "--",
            zorder=2,
        )


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def reach_line(ax: Axes, line: tuple[float, float, float]) -> None:
    """Widen a picture until a line that passes it by crosses its corner.

    Parameters
    ----------
    ax : Axes
    line : (float, float, float)
        Performance and importance of a point on it, and its slope, which rises.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> _ = ax.set(xlim=(4, 5), ylim=(6, 7))
    >>> reach_line(ax, (1.0, 1.0, 1.0))
    >>> float(ax.get_xlim()[1])
    6.25
    >>> plt.close()
    """
    x, y, slope = line
    if not 0 < slope < np.inf:
        return
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    room = 0.25 * (right - left)
    at_bottom, at_top = x + (bottom - y) / slope, x + (top - y) / slope
    if at_bottom > right - room / 2:
        right = at_bottom + room
    if at_top < left + room / 2:
        left = at_top - room
    ax.set_xlim(left, right)


def draw_diagonal(ax: Axes, line: tuple[float, float, float], words: str) -> Any:
    """Draw the line of equal priority and name it where it leaves the picture.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    line : (float, float, float)
        Performance and importance of a point on it, and its slope.
    words : str

    Returns
    -------
    Text

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> draw_diagonal(ax, (0.5, 0.5, 1.0), "equal priority").get_text()
    'equal priority'
    >>> plt.close()
    """
    x, y, slope = line
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    upright = not np.isfinite(slope)
    if upright:
        ax.plot([x, x], [bottom, top], "-.", color=GREY, linewidth=1.6, zorder=1.2)
        end, angle = (x, bottom + 0.8 * (top - bottom)), 90.0
    else:
        ends = np.array([left, right])
        ax.plot(ends, y + slope * (ends - x), "-.", color=GREY, linewidth=1.6, zorder=1.2)
        last = min(right, x + (top - y) / slope) if slope > 0 else right
        first = max(left, x + (bottom - y) / slope) if slope > 0 else left
        at = first + 0.93 * (last - first)
        end, angle = (at, y + slope * (at - x)), float(np.degrees(np.arctan(slope)))
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    return ax.text(
        *end,
        words,
        rotation=angle,
        transform_rotates_text=not upright,
        rotation_mode="anchor",
        ha="right",
        va="bottom",
        color=GREY,
        style="italic",
        zorder=1.5,
    )
