"""A path diagram that people can read: factors, items, covariances and residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import dimension_label, item_label, number
from svqkit.present.plots.path_layout import arrange
from svqkit.present.plots.path_sheet import Edge, Sheet
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    VERMILLION,
    canvas,
    fonts,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_path"]

_ESTIMATES = ("std_all", "est", None)
_TITLE = 0.36


def plot_path(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    estimates: str | None = "std_all",
    digits: int = 2,
    group: str | None = None,
) -> Axes:
    """Draw a confirmatory factor model as a path diagram.

    Ellipses are factors, boxes are items; an arrow from a factor carries the loading, a curve
    between factors their correlation, a short arrow from the right an item's residual variance.
    Lines are as thick as the standardised estimate is large. An estimate no population can have (a
    standardised loading beyond 1, a negative residual variance) stands in vermillion and bold.

    Parameters
    ----------
    result : CFA
        With ``.parameters`` (lhs, op, rhs, est, std_all and, with several groups, group).
    ax : Axes, optional
        Axes to draw on; new ones of the size the model needs otherwise.
    instrument : Instrument, optional
        Words of items and dimensions.
    estimates : {"std_all", "est", None}
        Standardised or unstandardised estimates, or none.
    digits : int
        Decimals of the estimates.
    group : str, optional
        Which group of a model of several groups; the first otherwise.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``estimates`` is none of the three.
    DataError
        If there is no such group.
    ModelError
        If the model has no factor.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, bank.instrument.mapping)
    >>> ax = plot_path(fit, instrument=bank.instrument)
    >>> "Q1 Modern equipment" in [text.get_text() for text in ax.texts]
    True
    """
    if estimates not in _ESTIMATES:
        raise ValueError(f"estimates must be 'std_all', 'est' or None, not {estimates!r}")
    parameters, shown_group = _one_group(result.parameters, group)
    factors = set(parameters.loc[parameters["op"] == "=~", "lhs"])

    def words(name: str) -> str:
        if name in factors:
            return dimension_label(name, instrument, 15)
        return item_label(name, instrument, 32)

    sheet = arrange(parameters, words, _width_measure())
    height = sheet.height + _TITLE
    own_figure = ax is None
    with canvas(ax, sheet.width, height, fitted=False) as ax:
        if own_figure:
            ax.set_position((0, 0, 1, 1))
        ax.set_axis_off()
        ax.set_xlim(0, sheet.width)
        ax.set_ylim(sheet.height, -_TITLE)
        _draw_edges(ax, sheet, parameters)
        _draw_boxes(ax, sheet)
        if estimates is not None:
            _draw_estimates(ax, sheet, parameters, estimates, digits)
        kind = {"std_all": "standardised estimates", "est": "unstandardised estimates"}
        parts = [kind.get(str(estimates), "the model"), shown_group]
        if sheet.omitted:
            parts.append(f"{sheet.omitted} paths not drawn")
        title = "Path diagram: " + ", ".join(part for part in parts if part)
        ax.set_title(title, x=0.008, y=1.0, pad=-FONT_SIZE - 8)
    return ax


def _one_group(table: pd.DataFrame, group: str | None) -> tuple[pd.DataFrame, str]:
    """Take one group's parameters, and say which group it is where there are several."""
    names = list(dict.fromkeys(table["group"].dropna())) if "group" in table.columns else []
    if group is None and len(names) < 2:
        return table.reset_index(drop=True), ""
    chosen = names[0] if group is None else group
    if chosen not in names:
        known = ", ".join(str(name) for name in names) or "none"
        raise DataError(f"the model has no group {chosen!r}; its groups: {known}")
    return table[table["group"] == chosen].reset_index(drop=True), f"group {chosen}"


def _width_measure() -> Any:
    """Give a function that measures text in inches."""
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    renderer = RendererAgg(8, 8, 288)
    font = FontProperties(family=list(fonts()), size=FONT_SIZE)

    def width_of(text: str) -> float:
        lines = text.split("\n")
        widths = [renderer.get_text_width_height_descent(line, font, False)[0] for line in lines]
        return float(max(widths)) / 288

    return width_of


def _weights(sheet: Sheet, parameters: pd.DataFrame) -> np.ndarray:
    """Set line widths by the size of the standardised estimates."""
    if "std_all" not in parameters.columns:
        return np.full(len(sheet.edges), 1.2)
    size = parameters["std_all"].abs().clip(upper=1).fillna(0.5).to_numpy(dtype=float)
    return np.array([0.6 + 1.6 * size[edge.row] for edge in sheet.edges])


def _head(edge: Edge, *, start: bool) -> np.ndarray:
    """Give the triangle of an arrow's head."""
    points = edge.points[::-1] if start else edge.points
    tip, behind = points[-1], points[-2]
    along = (tip - behind) / np.hypot(*(tip - behind))
    across = np.array([-along[1], along[0]])
    return np.array([tip, tip - 0.11 * along + 0.045 * across, tip - 0.11 * along - 0.045 * across])


def _draw_edges(ax: Axes, sheet: Sheet, parameters: pd.DataFrame) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    operator = parameters["op"].to_numpy()
    colours = [GREY if operator[edge.row] == "=~" else BLUE for edge in sheet.edges]
    points = [edge.points for edge in sheet.edges]
    ax.add_collection(
        LineCollection(
            points,
            linewidths=_weights(sheet, parameters),
            colors=colours,
            zorder=1,
            capstyle="butt",
        ),
        autolim=False,
    )
    heads = [(_head(edge, start=False), c) for edge, c in zip(sheet.edges, colours, strict=True)]
    heads += [
        (_head(edge, start=True), c)
        for edge, c in zip(sheet.edges, colours, strict=True)
        if edge.both
    ]
    ax.add_collection(
        PolyCollection(
            [head for head, _ in heads],
            facecolors=[colour for _, colour in heads],
            edgecolors="none",
            zorder=1.5,
        ),
        autolim=False,
    )


def _draw_boxes(ax: Axes, sheet: Sheet) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    for name, box in sheet.boxes.items():
        corner = (box.x - box.width / 2, box.y - box.height / 2)
        ax.add_patch(
            Ellipse((box.x, box.y), box.width, box.height, facecolor="#E8F1F8", edgecolor=BLACK)
            if box.round
            else Rectangle(corner, box.width, box.height, facecolor="white", edgecolor=BLACK)
        ).set_gid(name)
        ax.text(
            box.x if box.round else corner[0] + 0.08,
            box.y,
            box.text,
            ha="center" if box.round else "left",
            va="center",
            weight="bold" if box.round else "normal",
            zorder=3,
        )


def _draw_estimates(
    ax: Axes, sheet: Sheet, parameters: pd.DataFrame, column: str, digits: int
) -> None:
    standard = column == "std_all"
    values = parameters[column].to_numpy(dtype=float)
    variance = (parameters["lhs"] == parameters["rhs"]).to_numpy()
    for label in sheet.labels:
        value = values[label.row]
        same = bool(variance[label.row])
        impossible = (same and value < 0) or (standard and not same and abs(value) > 1 + 1e-9)
        ax.text(
            label.x,
            label.y,
            number(value, digits, bounded=standard),
            ha="center",
            va="center",
            zorder=4,
            color=VERMILLION if impossible else BLACK,
            weight="bold" if impossible else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )
