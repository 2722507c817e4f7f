"""The capability picture: measurements between the limits that were promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    SKY,
    VERMILLION,
    canvas,
    shifted,
)
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_capability"]


def plot_capability(
    result: Any, *, ax: Axes | None = None, title: str = "", language: str = "en"
) -> Axes:
    r"""Show the histogram with the specification limits and the distributions behind the indices.

    The solid curve has the overall standard deviation (what customers got), the dashed one sigma
    within (what the process could do if nothing drifted). What lies beyond a limit is hatched in
    vermillion.

    Parameters
    ----------
    result : Capability
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    title : str, optional
        Of the picture, instead of its own.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import numpy as np, svqkit as svq
    >>> grams = np.random.default_rng(1).normal(100, 2, 120)
    >>> ax = plot_capability(svq.capability(grams, lower=92, upper=108))
    >>> [text.get_text() for text in ax.texts]
    ['lower limit\n92', 'upper limit\n108']
    """
    say = translator(language)
    values = result.values
    edges = _edges(values)
    ends = [one for one in (result.lower, result.upper, result.target) if one is not None]
    low, high = min(edges[0], *ends), max(edges[-1], *ends)
    room = 0.08 * (high - low)
    x = np.linspace(low - room, high + room, 400)
    area = len(values) * (edges[1] - edges[0])
    with canvas(ax, 8.2, 4.9) as ax:
        counts = np.histogram(values, edges)[0]
        bars = ax.bar(
            edges[:-1],
            counts,
            np.diff(edges),
            align="edge",
            color=SKY,
            edgecolor="white",
            linewidth=0.8,
        )
        for bar, begin, end in zip(bars, edges[:-1], edges[1:], strict=True):
            middle = (begin + end) / 2
            if (result.lower is not None and middle < result.lower) or (
                result.upper is not None and middle > result.upper
            ):
                bar.set(facecolor="white", edgecolor=VERMILLION, hatch="///")
        top = float(counts.max())
        for curve, style, colour, words in _curves(result, x, say):
            ax.plot(x, area * curve, linestyle=style, color=colour, linewidth=2, label=words)
            top = max(top, float(np.max(area * curve)))
        ax.set_xlim(x[0], x[-1])
        ax.set_ylim(0, 1.22 * top)
        _limits(ax, result, say)
        ax.set_xlabel(str(result.name))
        ax.set_ylabel(say("measurements"))
        if ax.get_legend_handles_labels()[1]:
            ax.legend(
                loc="upper center",
                bbox_to_anchor=(0.5, 0),
                bbox_transform=shifted(ax, -0.5),
                ncols=2,
                columnspacing=1.4,
            )
        lines = [title] if title else _title(result, say)
        ax.set_title("\n".join(wrapped(line, 58) for line in lines), pad=42)
    return ax


def _edges(values: np.ndarray) -> np.ndarray:
    """Divide by Freedman and Diaconis's rule, into 8 to 40 bins."""
    found = np.histogram_bin_edges(values, "fd")
    return np.linspace(values.min(), values.max(), int(np.clip(len(found) - 1, 8, 40)) + 1)


def _curves(
    result: Any, x: np.ndarray, say: Callable[..., str]
) -> list[tuple[np.ndarray, str, str, str]]:
    """Give the densities that the indices rest on; percentiles rest on none."""

    def normal(at: np.ndarray, mean: float, sigma: float) -> np.ndarray:
        return np.asarray(np.exp(-(((at - mean) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi)))

    if result.method == "percentiles":
        return []
    if result.method == "lognormal":
        logs, held = np.log(result.values), np.maximum(x, 1e-300)
        curve = np.where(x > 0, normal(np.log(held), logs.mean(), logs.std(ddof=1)) / held, 0)
        return [(curve, "-", BLUE, say("lognormal, as observed"))]
    return [
        (
            normal(x, result.mean, result.sigma_overall),
            "-",
            BLUE,
            say("normal, overall (Pp, Ppk)"),
        ),
        (
            normal(x, result.mean, result.sigma_within),
            "--",
            GREY,
            say("normal, sigma within (Cp, Cpk)"),
        ),
    ]


def _limits(ax: Axes, result: Any, say: Callable[..., str]) -> None:
    """Draw the limits and the target, named above the picture."""
    for at, words, colour, style in (
        (result.lower, say("lower limit"), VERMILLION, "-"),
        (result.target, say("target"), GREEN, "--"),
        (result.upper, say("upper limit"), VERMILLION, "-"),
    ):
        if at is None:
            continue
        ax.axvline(at, color=colour, linewidth=2, linestyle=style, zorder=3)
        ax.annotate(
            f"{words}\n{at:g}",
            (at, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=BLACK,
            annotation_clip=False,
        )


def _title(result: Any, say: Callable[..., str]) -> list[str]:
    value, low, high = result.indices.loc["Ppk"]
    if low != low:
        said = say("Ppk = {value}", value=f"{value:.2f}")
    else:
        said = say(
            "Ppk = {value} ({low} to {high})",
            value=f"{value:.2f}",
            low=f"{low:.2f}",
            high=f"{high:.2f}",
        )
    return [said, say("Read the cautions first.")] if result.warnings else [said]
