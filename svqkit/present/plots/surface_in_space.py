"""A response surface in space, within the data only."""

from __future__ import annotations

from typing import Any

import numpy as np

from svqkit.gaps.difference_scores.surface_region import inside
from svqkit.present.plots.style import BLACK, BLUE, GREY
from svqkit.present.plots.surface_heights import SHADES, axis_ends, contour_levels

__all__ = ["draw_in_space"]


def draw_in_space(ax: Any, result: Any, points: bool, outcome: str, say: Any) -> None:
    """Draw the surface over the data, its contours and respondents on the floor.

    Parameters
    ----------
    ax : Axes3D
    result : ResponseSurface
    points : bool
        Whether to mark respondents.
    outcome : str
        Words of the vertical axis.
    say : callable
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.tri import Triangulation

    low, high = axis_ends(result)
    corners = result.hull.to_numpy()
    border = np.vstack(
        [np.linspace(a, b, 25) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    )
    grid = np.linspace(low, high, 61)
    x, y = (v.ravel() for v in np.meshgrid(grid, grid))
    held = inside(corners, x, y)
    places = np.unique(np.vstack([border, np.column_stack([x, y])[held]]).round(11), axis=0)
    mesh = Triangulation(*places.T)
    heights = result.predict(*places.T)
    levels = contour_levels(heights)
    floor = levels[0] - 1.1 * (levels[-1] - levels[0])
    ax.tricontour(
        mesh, heights, levels=levels, colors=BLUE, linewidths=1.3, linestyles="-", offset=floor
    )
    ax.plot_trisurf(
        mesh,
        heights,
        cmap=LinearSegmentedColormap.from_list("height", SHADES),
        vmin=levels[0],
        vmax=levels[-1],
        linewidth=0,
        antialiased=False,
        alpha=0.92,
    )
    for line, style, words in (
        (1, "-", say("congruence (P = E)")),
        (-1, "--", say("incongruence")),
    ):
        walk = np.linspace(low, high, 400)
        other = walk if line == 1 else 2 * result.center - walk
        on = inside(corners, walk, other)
        kept = (other >= low) & (other <= high)
        ax.plot(walk[kept], other[kept], floor, color=BLACK, linewidth=1.6, linestyle=style)
        above = np.where(on, result.predict(walk, other), np.nan)
        ax.plot(
            walk, other, above, color=BLACK, linewidth=2.6, linestyle=style, label=words, zorder=10
        )
    if points:
        table = result.points
        ax.scatter(
            table["perception"], table["expectation"], floor, s=9 * table["n"], color=GREY,
            alpha=0.45, linewidths=0, depthshade=False, label=say("respondents (area: how many)"),
        )  # fmt: skip
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    ax.set_zlim(floor, levels[-1])
    ticks = [t for t in np.unique(np.round(np.linspace(low, high, 4))) if low <= t <= high]
    ax.set_xticks(ticks)
    ax.set_yticks(ticks)
    ax.set_zticks([level for level in levels if level >= np.nanmin(heights)][::2])
    ax.set_xlabel(say("perception"), labelpad=8)
    ax.set_ylabel(say("expectation"), labelpad=8)
    ax.zaxis.set_rotate_label(False)
    ax.set_zlabel(outcome, rotation=90, labelpad=2)
    ax.view_init(elev=24, azim=-128)
    ax.set_box_aspect((1, 1, 0.85), zoom=1.12)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.04), ncols=2, handlelength=2.0)
