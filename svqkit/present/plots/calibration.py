"""The picture of calibration: do forecast risks come true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.style import BLUE, GREY, MUTED, VERMILLION, canvas
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_calibration"]


def plot_calibration(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show what happened against the risk forecast, in groups of equal size.

    On the dashed line risks come true. An open square is a group whose interval leaves the line.

    Parameters
    ----------
    result : Churn or FaultRisk
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> customers = svq.load_dataset("shop_customers").drop_duplicates().set_index("customer")
    >>> found = svq.churn(customers, "churned", ["fulfilment", "late_deliveries"])
    >>> plot_calibration(found).get_xlabel()
    'risk forecast (%)'
    """
    say, table = (
        translator(language),
        100 * result.calibration[["forecast", "happened", "low", "high"]],
    )
    fits = result.calibration["fits"].to_numpy()
    most = 1.06 * float(table[["forecast", "high"]].to_numpy().max())
    with canvas(ax, 6.4, 5.6) as ax:
        ax.plot([0, most], [0, most], "--", color=MUTED, linewidth=1.6)
        ax.vlines(table["forecast"], table["low"], table["high"], color=GREY, linewidth=1.6)
        ax.plot(table["forecast"][fits], table["happened"][fits], "o", color=BLUE, markersize=9)
        ax.plot(
            table["forecast"][~fits],
            table["happened"][~fits],
            "s",
            color="white",
            markeredgecolor=VERMILLION,
            markeredgewidth=2,
            markersize=9,
        )
        ax.set_xlim(0, most)
        ax.set_ylim(0, most)
        ax.set_aspect("equal", adjustable="box")
        ax.set_xlabel(say("risk forecast (%)"))
        ax.set_ylabel(say("happened (%)"))
        title = say(
            "Risks come true in {right} of {groups} groups", right=int(fits.sum()), groups=len(fits)
        )
        ax.set_title(wrapped(title, 46))
    return ax
