"""The scree: eigenvalues beside those of random answers, and what each rule makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.labels import speaker, wrapped
from svqkit.present.plots.result_sentences import resaid
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    MUTED,
    VERMILLION,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_scree"]

N_ = str
_KINDS = (
    ("components", N_("components: answers"), BLUE, "o"),
    ("factors", N_("factors: answers"), VERMILLION, "s"),
)


def plot_scree(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show the eigenvalues against those of random answers, and how many factors each rule suggests.

    Parameters
    ----------
    result : FactorNumber
        With ``.eigenvalues`` and ``.suggestions``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Gives the language of the picture's words.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Horn (1965); Cattell (1966); 95th percentile after Glorfeld (1995).

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_scree(svq.n_factors(svq.load_dataset("bank"), draws=20, seed=1))
    >>> ax.texts[0].get_text().splitlines()[0]
    'Suggested number of factors'
    """
    table = result.eigenvalues
    x = table.index.to_numpy(dtype=float)
    say = speaker(instrument)
    with canvas(ax, 7.0, 5.8) as ax:
        for kind, words, colour, marker in _KINDS:
            start = f"{kind}_random_"
            high = next(str(c) for c in table if str(c).startswith(start) and c != f"{start}mean")
            ax.plot(
                x,
                table[kind],
                f"{marker}-",
                color=colour,
                linewidth=1.8,
                markersize=6,
                markerfacecolor=colour if kind == "components" else "white",
                markeredgewidth=1.5,
                label=say(words),
            )
            percentile = say("random, {share}th percentile", share=high.removeprefix(start))
            ax.plot(x, table[high], "--", color=colour, label=percentile)
            ax.plot(x, table[f"{start}mean"], ":", color=colour, label=say("random, mean"))
        if "empirical_kaiser" in table:
            reference = table["empirical_kaiser"]
            words = say("empirical Kaiser reference")
            ax.plot(x, reference, "-.", color=GREY, linewidth=1, label=words)
        if "acceleration" in table and table["acceleration"].notna().any():
            elbow = table["acceleration"].idxmax()
            ax.plot(
                [elbow],
                [table.loc[elbow, "components"]],
                "o",
                markersize=13,
                markerfacecolor="none",
                markeredgecolor=BLACK,
                markeredgewidth=1.3,
                label=say("sharpest bend (acceleration)"),
            )
        ax.axhline(0, color=MUTED, linewidth=0.8, zorder=0.5)
        _suggested(ax, result, say)
        ax.set_xlim(0.5, x[-1] + 0.5)
        step = 1 if len(x) <= 14 else 2
        ax.set_xticks(np.arange(1, len(x) + 1, step))
        ax.set_xlabel(say("number of the component or factor"))
        ax.set_ylabel(say("eigenvalue"))
        title = say("How many factors? Eigenvalues against random answers")
        ax.set_title(wrapped(title, 56))
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=2,
            columnspacing=1.4,
        )
    return ax


def _suggested(ax: Axes, result: Any, say: Callable[..., str]) -> None:
    """Mark the suggested numbers and list the rules behind them, clear of the curves."""
    numbers: dict[int, list[str]] = {}
    for method, count in result.suggestions.dropna().items():
        numbers.setdefault(int(count), []).append(resaid(str(method), say))
    for count, methods in numbers.items():
        width = 0.8 + 3.2 * len(methods) / len(result.suggestions)
        ax.axvline(count, color=LIGHT, linewidth=width, zorder=0.4)
    said = "\n".join(
        wrapped(f"{count}: {', '.join(numbers[count])}", 38).replace("\n", "\n    ")
        for count in sorted(numbers)
    )
    text = f"{say('Suggested number of factors')}\n{said}"
    ax.text(
        0.985,
        0.97,
        text,
        transform=ax.transAxes,
        ha="right",
        va="top",
        multialignment="left",
        linespacing=1.35,
        bbox={"facecolor": "white", "edgecolor": LIGHT, "boxstyle": "round,pad=0.4"},
    )
    # raise the top of the axis until the curves pass below the box
    table = result.eigenvalues
    lines = text.count("\n") + 1
    figure: Any = ax.figure
    inches = ax.get_position().height * figure.get_figheight()
    box = min((lines * FONT_SIZE * 1.45 / 72 + 0.25) / inches, 0.8)
    right = table.iloc[len(table) // 3 :]
    highest = float(np.nanmax(right[["components", "components_random_mean"]].to_numpy()))
    low, high = ax.get_ylim()
    ax.set_ylim(low, max(high, low + (highest - low) / (1 - box - 0.05)))
