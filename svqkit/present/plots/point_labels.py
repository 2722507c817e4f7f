"""Words beside the points of a map: near their points, over little else, with lines to far ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.label_places import place_labels
from svqkit.present.plots.style import BLACK, FONT_SIZE, GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["label_points"]

_TEXT, _POINT, _LINE, _DIVIDING = 12.0, 4.0, 0.25, 1.0
"""What it costs a label to cover a unit of text, of a point, of a line, of a dividing line."""
_LEADER = 16.0
"""A label farther from its point than this, in typographic points, gets a line to it."""


def label_points(
    ax: Axes,
    places: np.ndarray,
    words: Sequence[str],
    *,
    texts: Sequence[Any] = (),
    across: np.ndarray | None = None,
    up: np.ndarray | None = None,
    lines: tuple[float, float] | None = None,
    bold: np.ndarray | None = None,
    size: float = FONT_SIZE,
) -> list[Any]:
    """Write each label near its point; limits and transforms of the axes must be final.

    Parameters
    ----------
    ax : Axes
    places : ndarray (points × 2)
        In the axes' data.
    words : sequence of str
    texts : sequence of Text
        Text on the axes that no label may cover.
    across, up : ndarray (points × 2), optional
        Ends of each point's horizontal and vertical interval.
    lines : (float, float), optional
        Where an upright and a flat line divide the map; labels would rather not cross them.
    bold : ndarray of bool (points,), optional
        Labels that are placed first, in bold type.
    size : float
        Of the type, in typographic points.

    Returns
    -------
    list of Annotation

    Examples
    --------
    >>> from svqkit.present.plots.style import canvas
    >>> with canvas(None, 4, 4) as ax:
    ...     limits = ax.set_xlim(0, 1), ax.set_ylim(0, 1)
    ...     labels = label_points(ax, np.array([[0.5, 0.5]]), ["middle"])
    >>> labels[0].get_text()
    'middle'
    """
    scale = 72 / ax.figure.dpi
    chosen = np.zeros(len(places), bool) if bold is None else np.asarray(bold)
    labels = [
        ax.annotate(
            word,
            (float(x), float(y)),
            xytext=(0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            size=size,
            weight="bold" if strong else "normal",
            color=BLACK,
            zorder=4,
        )
        for word, (x, y), strong in zip(words, places, chosen, strict=True)
    ]
    if not labels:
        return labels

    def to_points(data: np.ndarray) -> np.ndarray:
        return np.asarray(ax.transData.transform(data)) * scale

    points = to_points(places)
    sizes = np.array([label.get_window_extent().size for label in labels]) * scale + 2
    frame = np.asarray(ax.get_window_extent().extents) * scale
    thin = []
    if lines is not None:
        x, y = to_points(np.array([lines]))[0]
        thin.append(np.array([[x - 1.5, frame[1], x + 1.5, frame[3]]]))
        thin.append(np.array([[frame[0], y - 1.5, frame[2], y + 1.5]]))
    for ends, at in ((across, 0), (up, 1)):
        if ends is not None:
            both = [np.array(places, dtype=float), np.array(places, dtype=float)]
            both[0][:, at], both[1][:, at] = ends[:, 0], ends[:, 1]
            corners = np.stack([to_points(one) for one in both])
            thin.append(np.hstack([corners.min(axis=0) - 1, corners.max(axis=0) + 1]))
    solid = np.hstack([points - 6, points + 6])
    fixed = [np.asarray(text.get_window_extent().extents) * scale for text in texts]
    boxes = np.vstack([*([np.array(fixed)] if fixed else []), solid, *thin])
    costs = np.repeat([_TEXT, _POINT, _LINE], [len(fixed), len(solid), sum(map(len, thin))])
    if lines is not None:
        costs[len(fixed) + len(solid) :][:2] = _DIVIDING
    order = np.argsort(~chosen, kind="stable")
    offsets = np.empty_like(points)
    offsets[order] = place_labels(points[order], sizes[order], boxes, costs, frame.tolist())
    near = np.clip(0, offsets - sizes / 2, offsets + sizes / 2)
    for label, offset, end, place in zip(labels, offsets, near, places, strict=True):
        label.set_position((float(offset[0]), float(offset[1])))
        if np.hypot(*end) > _LEADER:
            ax.annotate(
                "",
                (float(place[0]), float(place[1])),
                xytext=(float(end[0]), float(end[1])),
                textcoords="offset points",
                arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8, "shrinkA": 0},
                zorder=2,
            )
    return labels
