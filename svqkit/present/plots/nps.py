"""The Net Promoter Score: shares of the three kinds, and the score with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLACK, BLUE, GREY, LIGHT, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_nps"]

_WIDTH = 7.8


def plot_nps(result: Any, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Show detractors to the left, promoters to the right, and the score between them.

    A bar's length to either side of zero is the share of detractors and of promoters; the score is
    the diamond, with its interval. Segments that are masked are named and left empty.

    Parameters
    ----------
    result : NetPromoter
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str, optional
        BCP 47, of the picture's own words; that of the result's instrument otherwise.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Reichheld (2003), The one number you need to grow.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_nps(svq.nps(svq.load_dataset("bank"), by="branch"))
    >>> [label.get_text() for label in ax.get_yticklabels()][-1]
    'Station (76 ratings)'
    """
    say = translator(language or str(getattr(result.instrument, "language", None) or "en"))
    rows = result.score.to_frame().T.set_axis([say("All")])
    if result.segments is not None:
        rows = pd.concat([rows, result.segments.drop(columns="masked").astype(float)])
    rows = rows.astype(float)
    y = np.arange(len(rows))
    promoters, detractors = rows["promoters"].to_numpy(), rows["detractors"].to_numpy()
    with canvas(ax, _WIDTH, 2.35 + 0.55 * len(rows)) as ax:
        ax.barh(
            y,
            -detractors,
            height=0.6,
            color=VERMILLION,
            alpha=0.45,
            zorder=2,
            label=say("detractors (0 to 6)"),
        )
        ax.barh(
            y,
            promoters,
            height=0.6,
            color=BLUE,
            alpha=0.45,
            zorder=2,
            label=say("promoters (9, 10)"),
        )
        ax.hlines(y, rows["low"], rows["high"], color=BLACK, linewidth=2.0, zorder=3)
        ax.plot(
            rows["nps"],
            y,
            "D",
            color="white",
            markeredgecolor=BLACK,
            markeredgewidth=1.8,
            markersize=9,
            zorder=4,
            label=say("score, with {level} % interval", level=f"{100 * result.ci_level:g}"),
        )
        ax.axvline(0, color=GREY, linewidth=1.2, zorder=1)
        # Shares stand beyond the bar and beyond the interval's line, whichever reaches further.
        right = np.fmax(promoters, rows["high"].to_numpy())
        left = np.fmin(-detractors, rows["low"].to_numpy())
        for at, (up, down) in enumerate(zip(promoters, detractors, strict=True)):
            if np.isnan(up):
                ax.text(
                    0, at, f" {say('too few to show')}", va="center", color=GREY, style="italic"
                )
                continue
            ax.text(right[at] + 1, at, f"{up:.0f} %", va="center", ha="left", color=GREY)
            ax.text(left[at] - 1, at, f"{down:.0f} %", va="center", ha="right", color=GREY)
        names = [
            str(name) if np.isnan(n) else say("{name} ({n} ratings)", name=name, n=f"{n:.0f}")
            for name, n in zip(rows.index, rows["n"], strict=True)
        ]
        ax.set_yticks(y, [wrapped(name, 24) for name in names])
        ax.set_ylim(len(rows) - 0.4, -0.6)
        widest = float(np.nanmax([*right, *-left]))
        ax.set_xlim(-widest - 16, widest + 16)
        ax.set_xlabel(say("per cent of customers; score in points"))
        value, low, high = (f"{result.score[name]:.0f}" for name in ("nps", "low", "high"))
        title = say(
            "Net Promoter Score {value} ({low} to {high})",
            value=value.replace("-", "−"),
            low=low.replace("-", "−"),
            high=high.replace("-", "−"),
        )
        ax.set_title(title, pad=30)
        ax.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            ncols=3,
            columnspacing=1.2,
            handletextpad=0.4,
            borderaxespad=0.2,
        )
        ax.grid(axis="x", color=LIGHT, linewidth=0.6)
    return ax
