"""What bad performance costs and what good performance earns, score by score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.labels import dimension_label, item_label, speaker, wrapped
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    VERMILLION,
    canvas,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_penalty_reward"]

N_ = str
_KINDS = {
    "basic": N_("basic factor"),
    "performance": N_("performance factor"),
    "excitement": N_("excitement factor"),
    "cannot tell": N_("cannot tell"),
    "too few": N_("too few respondents"),
}
_WIDTH = 7.6


def plot_penalty_reward(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show each score's penalty to the left and its reward to the right, with their intervals.

    The widest range of impact comes first. The word at the right is the kind of factor, where the
    intervals allow one.

    Parameters
    ----------
    result : PenaltyReward
        With ``.items`` (penalty, reward, each with _low and _high, range, category), ``.outcome``
        and ``.level``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words; that of the result otherwise.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Brandt (1987); Mikulić & Prebežac (2008).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.penalty_reward(svq.load_dataset("bank"), "satisfaction")
    >>> ax = plot_penalty_reward(found)
    >>> ax.get_xlabel()
    'Difference in satisfaction, with 95 % interval'
    """
    instrument = result.instrument if instrument is None else instrument
    say = speaker(instrument)
    items = result.items
    spread = items["range"].fillna(items["reward"]).fillna(-items["penalty"]).fillna(-np.inf)
    table = items.loc[spread.sort_values(ascending=False, kind="stable").index]
    label = dimension_label if result.level == "dimension" else item_label
    labels = [label(str(name), instrument, 26) for name in table.index]
    lines = max(text.count("\n") + 1 for text in labels)
    pitch = 0.2 + 0.19 * lines
    y = np.arange(len(table))
    with canvas(ax, _WIDTH, 1.9 + pitch * len(table)) as ax:
        sides = (
            ("penalty", VERMILLION, "s", -0.17, say("penalty: low performance")),
            ("reward", BLUE, "o", 0.17, say("reward: high performance")),
        )
        for side, colour, shape, beside, words in sides:
            values = table[side].to_numpy(dtype=float)
            ends = table[[f"{side}_low", f"{side}_high"]].to_numpy(dtype=float)
            at = y + beside
            ax.barh(at, values, height=0.3, color=colour, alpha=0.45, zorder=2)
            ax.hlines(at, ends[:, 0], ends[:, 1], color=BLACK, linewidth=1.3, zorder=3)
            ax.plot(
                values, at, shape, color=colour, markeredgecolor=BLACK, markersize=6.5,
                zorder=4, label=words,
            )  # fmt: skip
        ax.axvline(0, color=GREY, linewidth=1.2, zorder=1)
        for row, kind in enumerate(table["category"]):
            sure = kind in ("basic", "performance", "excitement")
            ax.text(
                1.015,
                row,
                wrapped(say(_KINDS[kind]), 20),
                transform=ax.get_yaxis_transform(),
                va="center",
                weight="bold" if sure else "normal",
                color=BLACK if sure else GREY,
                size=FONT_SIZE,
            )
        ax.set_yticks(y, labels)
        ax.set_ylim(len(table) - 0.4, -0.6)
        title = _outcome_title(result.outcome, instrument)
        level = f"{100 * result.ci_level:g}"
        ax.set_xlabel(
            say("Difference in {outcome}, with {level} % interval", outcome=title, level=level)
        )
        ax.set_title(say("Penalties and rewards"), pad=30)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            columnspacing=1.2,
            handletextpad=0.2,
            borderaxespad=0.2,
        )
        ax.grid(axis="x", color=LIGHT, linewidth=0.6)
    return ax


def _outcome_title(column: str, instrument: Any) -> str:
    """Say the outcome in the instrument's words, as part of a sentence."""
    titles = {one.column: one.label for one in getattr(instrument, "outcomes", ())}
    words = str(titles.get(column, column))
    return words[:1].lower() + words[1:] if column in titles else words
