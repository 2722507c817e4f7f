"""Pictures of a plan: what each number of respondents reaches, and where cut-offs of fit lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.errors import DataError
from svqkit.present.plots.labels import number, speaker, wrapped
from svqkit.present.plots.result_sentences import resaid
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    GREY,
    LIGHT,
    MUTED,
    SKY,
    VERMILLION,
    canvas,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_cutoffs", "plot_power"]

_INDICES = {"srmr": "SRMR", "rmsea": "RMSEA", "cfi": "CFI"}


def plot_power(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show what each number of respondents reaches, and how many are required.

    Parameters
    ----------
    result : SamplePlan or SimulatedPlan
        With ``.table`` (n and power or width) and ``.n``; of a simulation also the Monte-Carlo
        intervals ``power_low`` and ``power_high``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Gives the language of the picture's words.

    Returns
    -------
    Axes
        A curve over n with the goal as a dashed line and the required number marked; of a
        simulation points with bars, and the interval of where the goal is crossed as a band.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_power(svq.plan_sample("fit", df=100))
    >>> ax.get_xlabel()
    'respondents'
    """
    simulated = "power_low" in result.table
    kind = "power" if simulated else result.goal.kind
    target = result.power if simulated else result.goal.target
    n = result.table["n"].to_numpy(dtype=float)
    reached = result.table[kind].to_numpy(dtype=float)
    say = speaker(instrument)
    with canvas(ax, 7.2, 4.4) as ax:
        ax.grid(axis="y", color=LIGHT, linewidth=1)
        if simulated:
            _band(ax, result)
            bars = np.abs(
                result.table[["power_low", "power_high"]].to_numpy(dtype=float).T - reached
            )
            ax.errorbar(n, reached, bars, color=BLUE, linewidth=2.2, capsize=4, marker="o", ms=7)
        else:
            ax.plot(n, reached, color=BLUE, linewidth=2.6, marker="o", ms=6)
        ax.axhline(target, color=VERMILLION, linestyle="--", linewidth=1.8)
        if result.n is not None:
            there = float(reached[n == result.n][0])
            ax.plot([result.n] * 2, [0, there], color=BLACK, linewidth=1.6, linestyle=":")
            ax.plot(result.n, there, marker="D", ms=11, color=BLACK, zorder=5)
        _limits(ax, n, reached, kind, target)
        _write_goal(ax, result, kind, target, reached, say)
        ax.set_xlabel(say("respondents"))
        ax.set_ylabel(say("power") if kind == "power" else say("width of the interval"))
        if simulated:
            ax.set_title(say("Power of the weakest target, by simulation"))
        else:
            question = result.question[:1].upper() + result.question[1:]
            ax.set_title(wrapped(resaid(question, say), 52))
    return ax


def _band(ax: Axes, result: Any) -> None:
    """Shade where the goal is crossed, as far as the simulation can tell."""
    if np.isfinite(result.n_power_low) and np.isfinite(result.n_power_high):
        ax.axvspan(result.n_power_low, result.n_power_high, color=SKY, alpha=0.35, linewidth=0)


def _limits(ax: Axes, n: np.ndarray, reached: np.ndarray, kind: str, target: float) -> None:
    top = 1.03 if kind == "power" else 1.12 * max(float(np.nanmax(reached)), target)
    ax.set_ylim(0, top)
    room = max(0.06 * (n.max() - n.min()), 0.05 * n.max())
    ax.set_xlim(max(0.0, n.min() - room), n.max() + room)


def _write_goal(
    ax: Axes,
    result: Any,
    kind: str,
    target: float,
    reached: np.ndarray,
    say: Callable[..., str],
) -> None:
    """Write the required number beside its mark, on the side where the curve is not."""
    goal = number(target) if kind == "power" else f"{target:g}"
    if result.n is None:
        words = say("no size tried is enough for {goal}", goal=goal)
        ax.text(0.98, 0.06, words, ha="right", va="bottom", transform=ax.transAxes, weight="bold")
        return
    if kind == "power":
        words = say("{n} respondents\nfor a power of {goal}", n=result.n, goal=goal)
    else:
        words = say("{n} respondents\nfor a width of {goal}", n=result.n, goal=goal)
    right = result.n < np.mean(ax.get_xlim())
    height = 0.12 if kind == "power" else 0.06
    ax.annotate(
        words,
        (result.n, height),
        xycoords=("data", "axes fraction"),
        xytext=(10 if right else -10, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom",
        weight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
    )


def plot_cutoffs(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, which: str = "rmsea"
) -> Axes:
    """Show how a fit index is distributed if the model is right, and if it misses something.

    Parameters
    ----------
    result : DynamicCutoffs
        With ``.distributions`` (level, srmr, rmsea, cfi), ``.table`` and ``.fit``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Gives the language of the picture's words.
    which : {"rmsea", "srmr", "cfi"}
        The index.

    Returns
    -------
    Axes
        One shape a level, from a right model at the top to the worst at the bottom; the cut-off of
        each level as a bar with its value, the model's own value as a dashed line.

    Raises
    ------
    ValueError
        If ``which`` is no such index.
    DataError
        If there are no simulated values.

    Notes
    -----
    Source: McNeish and Wolf (2023).

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> ax = plot_cutoffs(svq.dynamic_cutoffs(fit, draws=100, seed=1))
    >>> ax.get_xlabel()
    'RMSEA'
    """
    import seaborn

    if which not in _INDICES:
        raise ValueError(f"which must be one of {', '.join(_INDICES)}, not {which!r}")
    drawn = result.distributions
    if len(drawn) == 0:
        raise DataError("there are no simulated values to show")
    say = speaker(instrument)
    levels = list(result.table.index)
    own, name = float(result.fit[which]), _INDICES[which]
    with canvas(ax, 7.6, 1.5 + 0.86 * len(levels)) as ax:
        seaborn.violinplot(
            drawn,
            x=which,
            y="level",
            hue="level",
            order=levels,
            hue_order=levels,
            orient="h",
            palette=[SKY] + [LIGHT] * (len(levels) - 1),
            inner=None,
            cut=0,
            density_norm="width",
            width=0.72,
            linewidth=1.2,
            linecolor=GREY,
            legend=False,
            ax=ax,
        )
        low, high = _span(drawn[which].to_numpy(), own)
        ax.axvline(own, color=VERMILLION, linestyle="--", linewidth=2.2)
        for row, level in enumerate(levels):
            cutoff = float(result.table.loc[level, which])
            if level == 0 or np.isnan(cutoff):
                continue
            ax.vlines(cutoff, row - 0.40, row + 0.40, color=BLACK, linewidth=3)
        ax.set_yticks(range(len(levels)), [_level(result, level, which, say) for level in levels])
        ax.set_ylim(len(levels) - 0.45, -0.55)
        ax.set_xlim(low, high)
        ax.set_xlabel(name)
        ax.set_ylabel("")
        ax.spines["bottom"].set_color(MUTED)
        own_words = say("this model: {value}", value=number(own, 3))
        right = own < (low + high) / 2
        ax.annotate(
            own_words,
            (own, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(6 if right else -6, 4),
            textcoords="offset points",
            ha="left" if right else "right",
            va="bottom",
            color=VERMILLION,
            weight="bold",
        )
        ax.set_title(say("{index} of right and misspecified models", index=name), pad=30)
    return ax


def _span(values: np.ndarray, own: float) -> tuple[float, float]:
    low, high = min(float(values.min()), own), max(float(values.max()), own)
    room = 0.04 * max(high - low, 1e-6)
    return low - room, high + room


def _level(result: Any, level: int, which: str, say: Callable[..., str]) -> str:
    """Name a level: what it misses, and its cut-off."""
    if level == 0:
        return say("right model")
    row = result.table.loc[level]
    path = str(row["added"])
    added = wrapped(say("and {path}", path=path) if level > 1 else path, 26)
    if added.count("\n") > 1:
        added = "\n".join([*added.split("\n")[:1], "…"])
    cutoff = float(row[which])
    if np.isnan(cutoff):
        said = say("no cut-off")
    else:
        said = say("cut-off {value}", value=number(cutoff, 3))
    return f"{level}: {added}\n{said}"
