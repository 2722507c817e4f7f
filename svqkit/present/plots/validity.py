"""Pictures of convergent and discriminant validity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import dimension_label, number, speaker
from svqkit.present.plots.style import BLACK, GREY, canvas, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_htmt"]

_SHADES = ("#E4EEF6", "#F3B77C", "#A83C00")
_CORRELATION = "#F5F5F5"


def plot_htmt(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    which: str = "htmt",
    correlations: bool = False,
    strict: float = 0.85,
    liberal: float = 0.90,
) -> Axes:
    """Show how well each pair of factors is told apart: the heterotrait–monotrait ratios.

    Parameters
    ----------
    result : Validity
        With ``.htmt`` or ``.htmt2`` (factor × factor) and, for ``correlations``,
        ``.correlations`` (factor_1, factor_2, r).
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Titles of the dimensions.
    which : {"htmt", "htmt2"}
        The ratio of arithmetic or of geometric means.
    correlations : bool
        Also write the correlations of the factors, above the diagonal.
    strict, liberal : float
        A ratio of ``strict`` or more is shaded and framed with dashes, one of ``liberal`` or more
        darker and framed with a line.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``which`` is neither ratio.
    DataError
        If there are fewer than two factors.

    Notes
    -----
    Source: Henseler, Ringle and Sarstedt (2015), .85 and .90; Roemer, Schuberth and Henseler
    (2021) for HTMT2.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, bank.instrument.mapping)
    >>> ax = plot_htmt(svq.validity(fit), instrument=bank.instrument)
    >>> len(ax.texts)
    10
    """
    from matplotlib.patches import Patch, Rectangle

    if which not in ("htmt", "htmt2"):
        raise ValueError(f"which must be 'htmt' or 'htmt2', not {which!r}")
    table: pd.DataFrame = getattr(result, which)
    say = speaker(instrument)
    names = list(table.index)
    if len(names) < 2:
        raise DataError("HTMT compares pairs of factors, but there are fewer than two")
    ratios = np.fmax(table.to_numpy(dtype=float), table.to_numpy(dtype=float).T)
    titles = [dimension_label(str(name), instrument, 15) for name in names]
    rows, columns = (names, names) if correlations else (names[1:], names[:-1])
    first_row = 0 if correlations else 1
    cells = [
        (i - first_row, j, ratios[i, j], True)
        for i in range(first_row, len(names))
        for j in range(min(i, len(columns)))
    ]
    if correlations:
        for pair in result.correlations.itertuples():
            i, j = sorted((names.index(pair.factor_1), names.index(pair.factor_2)))
            cells.append((i, j, float(pair.r), False))
    title = "HTMT2" if which == "htmt2" else "HTMT"
    with canvas(ax, max(5.4, 2.5 + 0.98 * len(columns)), 2.2 + 0.52 * len(rows)) as ax:
        for row, column, value, ratio in cells:
            shade = _SHADES[int(value >= strict) + int(value >= liberal)] if ratio else _CORRELATION
            over = ratio and value >= strict
            ax.add_patch(
                Rectangle(
                    (column - 0.47, row - 0.46),
                    0.94,
                    0.92,
                    facecolor=shade,
                    edgecolor=BLACK if over else "none",
                    linestyle="--" if over and value < liberal else "-",
                    linewidth=1.8 if over else 0,
                )
            )
            ax.text(
                column,
                row,
                number(value),
                ha="center",
                va="center",
                color=ink_on(shade) if ratio else GREY,
                weight="bold" if over else "normal",
                style="normal" if ratio else "italic",
            )
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.set_yticks(range(len(rows)), titles[first_row:])
        ax.set_xticks(
            range(len(columns)), titles[: len(columns)], rotation=30, ha="right", va="top"
        )
        ax.tick_params(axis="x", pad=2)
        ax.spines["bottom"].set_visible(False)
        ends = (
            say("below {cut}", cut=number(strict)),
            say("{cut} or more", cut=number(strict)),
            say("{cut} or more", cut=number(liberal)),
        )
        handles = [
            Patch(
                facecolor=shade,
                edgecolor=BLACK if k else "none",
                linestyle="--" if k == 1 else "-",
                linewidth=1.6,
                label=text,
            )
            for k, (shade, text) in enumerate(zip(_SHADES, ends, strict=True))
        ]
        if correlations:
            handles.append(Patch(facecolor=_CORRELATION, label=say("factor correlation")))
        roomy = not correlations and len(names) > 4
        ax.legend(
            handles=handles,
            loc="upper right" if roomy else "lower center",
            bbox_to_anchor=(1.02, 1.02) if roomy else (0.3, 1.0),
            ncols=1 if roomy else 2,
            handlelength=1.6,
        )
        ax.set_title(say("Discriminant validity: {ratio}", ratio=title), pad=10 if roomy else 52)
    return ax
