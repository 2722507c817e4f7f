"""Pictures of a response surface: contours over the data, and the surface in space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.gaps.difference_scores.surface_region import inside
from svqkit.interface import translator
from svqkit.present.plots.labels import dimension_label, number
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    ORANGE,
    VERMILLION,
    canvas,
    shifted,
)
from svqkit.present.plots.surface_heights import axis_ends, contour_levels, decimals_of, shades
from svqkit.present.plots.surface_in_space import draw_in_space

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_surface"]

_KINDS = ("contour", "3d")
_FINE = 241


def plot_surface(
    result: Any,
    *,
    ax: Axes | None = None,
    kind: str = "contour",
    points: bool = True,
    instrument: Any = None,
) -> Axes:
    """Show how high the outcome stands over perception and expectation, only where data are.

    Parameters
    ----------
    result : ResponseSurface
    ax : Axes, optional
        Axes to draw on (for ``kind="3d"`` three-dimensional ones); new ones otherwise.
    kind : {"contour", "3d"}
        Contours seen from above, which can be read off; or the surface in space with its contours
        on the floor, which shows the shape.
    points : bool
        Mark how many respondents have each pair of rounded scores.
    instrument : Instrument, optional
        Words and language; that of the result otherwise.

    Returns
    -------
    Axes
        The line of congruence is P = E, that of incongruence runs through the centre at a right
        angle. The first principal axis and the stationary point are drawn only where the surface
        is curved beyond chance, and only among the data.

    Raises
    ------
    ValueError
        If ``kind`` is unknown, or ``ax`` is not three-dimensional where it has to be.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_surface(svq.response_surface(svq.load_dataset("bank"), "satisfaction"))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('perception', 'expectation')
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    if kind == "3d" and ax is not None and not hasattr(ax, "plot_trisurf"):
        raise ValueError('kind="3d" needs three-dimensional axes: add_subplot(projection="3d")')
    instrument = instrument if instrument is not None else result.instrument
    say = translator(getattr(instrument, "language", "en"))
    with canvas(ax, 7.0, 7.0, projection=None if kind == "contour" else "3d") as ax:
        if kind == "contour":
            _contours(ax, result, points, say)
        else:
            draw_in_space(ax, result, points, _outcome(result, instrument), say)
        ax.set_title(_title(result, instrument, say))
    return ax


def _outcome(result: Any, instrument: Any) -> str:
    labels = {o.column: o.label for o in getattr(instrument, "outcomes", ())}
    return str(labels.get(result.outcome, result.outcome))


def _title(result: Any, instrument: Any, say: Any) -> str:
    outcome = _outcome(result, instrument)
    if result.dimension in ("", "total"):
        return str(say("{outcome} over perception and expectation", outcome=outcome))
    name = dimension_label(result.dimension, instrument, 60)
    return str(
        say("{outcome} over perception and expectation: {dimension}", outcome=outcome,
            dimension=name)
    )  # fmt: skip


def _contours(ax: Any, result: Any, points: bool, say: Any) -> None:
    from matplotlib.path import Path

    low, high = axis_ends(result)
    grid = np.linspace(low, high, _FINE)
    x, y = np.meshgrid(grid, grid)
    corners = result.hull.to_numpy()
    region = Path(np.vstack([corners, corners[:1]]))
    heights = result.predict(x, y)
    within = np.where(inside(corners, x, y), heights, np.nan)
    levels = contour_levels(within)
    filled = ax.contourf(x, y, heights, levels=levels, colors=shades(len(levels)), extend="both")
    filled.set_clip_path(region, transform=ax.transData)
    lines = ax.contour(x, y, within, levels=levels, colors=BLUE, linewidths=1.1, linestyles="-")
    ax.plot(*np.vstack([corners, corners[:1]]).T, color=BLUE, linewidth=0.8, alpha=0.6)
    if points:
        _points(ax, result, say)
    c = result.center
    ax.plot([low, high], [low, high], color=BLACK, linewidth=2, label=say("congruence (P = E)"))
    ax.plot(
        [low, high],
        [2 * c - low, 2 * c - high],
        color=BLACK,
        linewidth=2,
        linestyle=(0, (4, 2.5)),
        label=say("incongruence"),
    )
    _axis_and_point(ax, result, (low, high), say)
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    ax.set_aspect("equal")
    ax.set_xlabel(say("perception"))
    ax.set_ylabel(say("expectation"))
    ax.grid(color=LIGHT, linewidth=0.6)
    digits = decimals_of(levels)
    _label_levels(ax, lines, digits)
    ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=shifted(ax, -0.6),
        ncols=2,
        handlelength=2.4,
        columnspacing=1.6,
    )


def _label_levels(ax: Any, lines: Any, digits: int) -> None:
    """Write each level where its line is longest and no other label stands."""
    taken: list[np.ndarray] = []
    frame = ax.get_window_extent()
    for level, segments in zip(lines.levels, lines.allsegs, strict=True):
        long = [s for s in segments if len(s) > 12]
        if not long:
            continue
        path = max(long, key=len)
        shown = ax.transData.transform(path)
        spots = [shown[int(share * (len(shown) - 1))] for share in np.linspace(0.12, 0.88, 25)]
        free = [
            s
            for s in spots
            if frame.x0 + 24 < s[0] < frame.x1 - 24
            and frame.y0 + 14 < s[1] < frame.y1 - 14
            and all(np.abs((s - t) / (58, 30)).max() > 1 for t in taken)
        ]  # pixels
        if not free:
            continue
        spot = max(free, key=lambda s: min([1e9, *[float(np.hypot(*(s - t))) for t in taken]]))
        taken.append(spot)
        at = ax.transData.inverted().transform(spot)
        ax.text(
            *at,
            number(float(level), digits, bounded=False),
            ha="center",
            va="center",
            size=FONT_SIZE,
            color=BLACK,
            weight="bold",
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.85},
        )


def _points(ax: Any, result: Any, say: Any) -> None:
    table = result.points
    ax.scatter(
        table["perception"],
        table["expectation"],
        s=16 * table["n"],
        color=GREY,
        alpha=0.45,
        linewidths=0,
        zorder=3,
        label=say("respondents (area: how many)"),
    )


def _curved(result: Any) -> bool:
    return bool(result.comparison.loc["quadratic against linear", "p"] < 1 - result.ci_level)


def _axis_and_point(ax: Any, result: Any, ends: tuple[float, float], say: Any) -> None:
    """Draw the first principal axis and the stationary point where they may be interpreted."""
    if not _curved(result) or result.stationary["kind"] == "none":
        return
    intercept, slope = result.principal_axes.loc[["p10", "p11"], "estimate"]
    x = np.linspace(*ends, 601)
    y = intercept + slope * (x - result.center) + result.center
    along = np.flatnonzero(inside(result.hull.to_numpy(), x, y))
    if len(along):
        along = along[[0, -1]]
        ax.plot(
            x[along],
            y[along],
            color=VERMILLION,
            linewidth=2.4,
            linestyle="-.",
            label=say("first principal axis"),
        )
    if result.stationary["in_data"]:
        ax.plot(
            result.stationary["perception"],
            result.stationary["expectation"],
            "D",
            color=ORANGE,
            markeredgecolor=BLACK,
            markersize=10,
            linestyle="none",
            zorder=5,
            label=say("stationary point"),
        )
