"""The cause-and-effect diagram, drawn as a fishbone without colliding words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.fishbone_layout import Bone, lay_out
from svqkit.present.plots.style import BLACK, BLUE, FONT_SIZE, GREY, MUTED, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_cause_effect"]


def plot_cause_effect(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw a cause-and-effect diagram (Ishikawa, fishbone) with counts.

    Categories stand in pairs above and below the spine; the one with the largest count is drawn in
    vermillion. The figure is made as wide and tall as the words need.

    Parameters
    ----------
    result : CauseEffect
        From :func:`cause_effect`.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.cause_effect({"people": ["new staff"], "method": ["no check"]}, problem="late")
    >>> svq.plot_cause_effect(found).get_title(loc="left")
    'What may lead to: late'
    """
    say = translator(language)
    counts = result.categories["count"]
    heads = {
        name: str(name) if pd.isna(count) else say("{category}: {n}", category=name, n=f"{count:g}")
        for name, count in counts.items()
    }
    plan = lay_out(result.table, result.problem, heads)
    most = list(counts.index).index(counts.idxmax()) if counts.notna().any() else -1
    width, height = plan.width + 0.3, plan.above + plan.below + 0.75
    with canvas(ax, max(width, 6.0), height, fitted=False) as ax:
        ax.set_position((0.01, 0.02, 0.98, 1 - 0.62 / height))
        ax.set_axis_off()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_xlim(-0.1, max(plan.width, 5.8) + 0.05)
        ax.set_ylim(-plan.below - 0.05, plan.above + 0.05)
        ax.annotate(
            "",
            (plan.tip, 0),
            (plan.start, 0),
            arrowprops={"arrowstyle": "-|>", "color": BLACK, "linewidth": 2.6, "shrinkA": 0},
        )
        ax.text(
            plan.tip + 0.12,
            0,
            plan.problem,
            va="center",
            weight="bold",
            bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.6},
        )  # fmt: skip
        for k, bone in enumerate(plan.bones):
            _draw(ax, bone, VERMILLION if k == most else BLUE)
        ax.set_title(
            say("What may lead to: {problem}", problem=result.problem), fontsize=FONT_SIZE + 1.5
        )
    return ax


def _draw(ax: Axes, bone: Bone, colour: str) -> None:
    ax.plot(*zip(bone.head, bone.foot, strict=True), color=colour, linewidth=2.2)
    ax.text(
        bone.head[0],
        bone.head[1] + 0.07 * bone.up,
        bone.name,
        ha="center",
        va="bottom" if bone.up == 1 else "top",
        weight="bold",
        color=colour,
    )
    for words, y, below in bone.lines:
        x = bone.at(y)
        ax.plot([x - 0.14, x], [y, y], color=MUTED, linewidth=1.2)
        ax.text(
            x - 0.18,
            y,
            words,
            ha="right",
            va="center",
            color=GREY if below else BLACK,
            linespacing=1.1,
        )
