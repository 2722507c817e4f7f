"""Pictures of a change: before and after, and the changes of two groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, LIGHT, SKY, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_before_after"]

Say = Callable[..., str]


def plot_before_after(
    result: Any, *, ax: Axes | None = None, label: str = "", language: str = "en"
) -> Axes:
    """Show a change with its interval: of one group, or of two groups period by period.

    Parameters
    ----------
    result : BeforeAfter or DifferenceInDifferences
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    label : str
        What was measured; of a difference in differences, its column otherwise.
    language : str
        Of the picture's words (BCP 47).

    Returns
    -------
    Axes
        Means with their intervals, and what regression to the mean leads to where that was asked
        for; or the means of both groups, the change marked, with the course that the treated group
        would have taken had it changed like the other one (dashed).

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_before_after(svq.before_after((31, 120), (58, 131)), label="solved at once")
    >>> ax.get_title(loc="left")
    'After less before: +18.4 points (+6.6 to +29.5)'
    """
    say = translator(language)
    if hasattr(result, "path"):
        return _two_groups(result, ax, label, say)
    return _one_group(result, ax, label, say)


def _one_group(result: Any, ax: Axes | None, label: str, say: Say) -> Axes:
    share = result.kind == "share"
    factor = 100 if share else 1
    table = result.table[["value", "low", "high"]].astype(float) * factor
    with canvas(ax, 6.4, 4.6) as ax:
        ax.grid(axis="y", color=LIGHT)
        at = np.array([0.0, 1.0])
        bars = np.abs(table[["low", "high"]].to_numpy().T - table["value"].to_numpy())
        ax.plot(at, table["value"], color=BLUE, linewidth=1.8, zorder=2)
        ax.errorbar(
            at, table["value"], bars, fmt="o", color=BLUE, ms=10, capsize=7, linewidth=2.4, zorder=3
        )
        for x, value, side in zip(at, table["value"], ("right", "left"), strict=True):
            ax.annotate(
                f"{value:.1f} %" if share else f"{value:.2f}",
                (x, value),
                (-14 if side == "right" else 14, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontweight="bold",
            )
        if result.regression is not None:
            came = table.loc["before", "value"] + result.regression["expected"]
            ax.plot(at, [table.loc["before", "value"], came], "--", color=VERMILLION, linewidth=2)
            ax.plot([1], [came], "D", color=VERMILLION, ms=9, zorder=4,
                    label=say("expected without any effect (regression to the mean)"))  # fmt: skip
            ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12))
        ax.set_xlim(-0.6, 1.6)
        ax.set_xticks(at, [say("before"), say("after")])
        unit = say("% of cases") if share else ""
        ax.set_ylabel(", ".join(word for word in (label, unit) if word))
        figures = [factor * one for one in (result.estimate, result.low, result.high)]
        form = "{:+.1f}" if share else "{:+.2f}"
        places = dict(
            zip(
                ("change", "low", "high"),
                (form.format(one).replace("-", "−") for one in figures),
                strict=True,
            )
        )
        title = (
            say("After less before: {change} points ({low} to {high})", **places)
            if share
            else say("After less before: {change} ({low} to {high})", **places)
        )
        ax.set_title(wrapped(title, 52))
    return ax


def _two_groups(result: Any, ax: Axes | None, label: str, say: Say) -> Axes:
    path = result.path
    at = np.arange(len(path), dtype=float)
    after = path["after"].to_numpy(dtype=bool)
    change = at[after][0] - 0.5
    onward = at > change - 1  # from the last period before, so that two periods have a line too
    with canvas(ax, 8.4, 4.9) as ax:
        ax.grid(axis="y", color=LIGHT)
        ax.axvline(change, color=GREY, linewidth=1.6, linestyle=":")
        ax.plot(at, path["treated"], "o-", color=BLUE, linewidth=2.4, ms=7, label=say("treated"))
        ax.plot(
            at, path["comparison"], "s-", color=GREY, linewidth=2, ms=6, label=say("comparison")
        )
        own = result.means.loc["treated", "before"] - result.means.loc["comparison", "before"]
        along = path["comparison"].to_numpy() + own
        ax.plot(
            at[onward], along[onward], "--", color=VERMILLION, linewidth=2.2,
            label=say("treated, had it changed like the comparison"),
        )  # fmt: skip
        ax.fill_between(
            at[onward], along[onward], path["treated"].to_numpy()[onward], color=SKY, alpha=0.25,
            linewidth=0,
        )  # fmt: skip
        shown = _few(path.index)
        ax.set_xticks(at[shown], [_short(path.index[k], say) for k in shown])
        ax.set_ylabel(label or result.outcome)
        ax.margins(x=0.04, y=0.12)
        ax.annotate(
            say("change"), (change, 1), (5, -4), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", color=GREY,
        )  # fmt: skip
        title = say(
            "Changed by {change} more than the comparison ({low} to {high})",
            change=f"{result.estimate:+.2f}".replace("-", "−"),
            low=f"{result.low:+.2f}".replace("-", "−"),
            high=f"{result.high:+.2f}".replace("-", "−"),
        )
        ax.set_title(wrapped(title, 64))
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    return ax


def _few(index: pd.Index) -> list[int]:
    step = max(1, -(-len(index) // 7))
    return list(range(0, len(index), step))


def _short(label: Any, say: Say) -> str:
    """Say a period; a month by its year and month."""
    if label in ("before", "after"):
        return say("before") if label == "before" else say("after")
    if isinstance(label, pd.Timestamp):
        return f"{label:%Y-%m}" if label.day == 1 else f"{label:%Y-%m-%d}"
    return str(label)
