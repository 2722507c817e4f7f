"""The picture of the scales that items form: alpha and omega with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.labels import dimension_label, number, speaker
from svqkit.present.plots.style import (
    BLACK,
    GREY,
    LIGHT,
    MARKERS,
    SERIES,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_reliability"]

N_ = str
_KINDS = {
    "alpha": (N_("alpha"), "alpha", "alpha_low", "alpha_high"),
    "omega": (N_("omega"), "omega_total", "omega_low", "omega_high"),
    "categorical": (
        N_("omega of the sum"),
        "omega_categorical",
        "omega_categorical_low",
        "omega_categorical_high",
    ),
}
_FORMS = (N_("perceptions"), N_("expectations"), N_("gaps"))
"""Usual names of forms; others are shown as they are."""


def plot_reliability(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    reference: float = 0.70,
) -> Axes:
    """Show alpha and omega of each scale with their intervals.

    Coefficients below −.5 are written at the left edge. With polychoric correlations omega of the
    sum score (categorical omega) stands beside the two, which are then of the responses behind the
    categories.

    Parameters
    ----------
    result : Reliability, or mapping of form to Reliability
        Such as ``{"perceptions": …, "expectations": …, "gaps": …}``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Titles of the dimensions.
    reference : float
        Value of the vertical line, .70 after Nunnally (1978).

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.reliability(bank, bank.instrument.mapping)
    >>> ax = plot_reliability(found, instrument=bank.instrument)
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Empathy', 'Total']
    """
    forms = dict(result) if isinstance(result, Mapping) else {"": result}
    scales = list(dict.fromkeys(s for form in forms.values() for s in form.coefficients.index))
    say = speaker(instrument)
    kinds = ["alpha", "omega"]
    if all("omega_categorical" in form.coefficients for form in forms.values()):
        kinds.append("categorical")
    lanes = len(forms) * len(kinds)
    pitch = max(0.46, 0.155 * lanes + 0.18)
    offsets = (np.arange(lanes) - (lanes - 1) / 2) * min(0.84 / lanes, 0.34)
    place = {scale: row for row, scale in enumerate(scales)}
    level = getattr(next(iter(forms.values())), "ci_level", 0.95)
    lowest, lane = reference, 0
    beyond: list[tuple[float, float, str]] = []
    with canvas(ax, 7.0, pitch * len(scales) + 1.5) as ax:
        for form_number, (form, reliability) in enumerate(forms.items()):
            colour = SERIES[form_number % len(SERIES)] if len(forms) > 1 else BLACK
            for kind in kinds:
                coefficient, column, low, high = _KINDS[kind]
                table = reliability.coefficients.dropna(subset=[column])
                table = table.reindex(columns=[column, low, high])
                value = table[column].to_numpy(dtype=float)
                ends = table[[low, high]].to_numpy(dtype=float)
                y = np.array([place[scale] for scale in table.index]) + offsets[lane]
                filled = kind == "alpha"
                alone = {"alpha": "o", "omega": "s"}.get(kind, "D")
                marker = MARKERS[form_number % len(MARKERS)] if len(forms) > 1 else alone
                ax.hlines(y, ends[:, 0], ends[:, 1], color=colour, linewidth=2, zorder=2)
                ax.plot(
                    value,
                    y,
                    marker,
                    color=colour,
                    markerfacecolor=colour if filled else "white",
                    markeredgewidth=1.6,
                    markersize=7,
                    label=_label(form, coefficient, say),
                    zorder=3,
                )
                beyond += [(v, at, colour) for v, at in zip(value, y, strict=True)]
                known = np.concatenate([value, ends[~np.isnan(ends)]])
                lowest = min(lowest, *known) if len(known) else lowest
                lane += 1
        ax.axvline(reference, color=GREY, linestyle="--", linewidth=1.3, zorder=1)
        left = max(-0.5, np.floor(lowest * 10 - 0.5) / 10)
        ax.set_xlim(left, 1.0)
        for value, y, colour in beyond:
            if value < left:
                said = f"◂ {number(value)}"
                ax.text(left + 0.02, y, said, color=colour, va="center", backgroundcolor="white")
        ax.set_xticks(np.arange(np.ceil(left * 10 - 1e-9), 11) / 10)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, 1) if value < 0.99 else "1")
        ax.set_xlabel(
            say(
                "coefficient with {level} % interval; dashed line {reference}",
                level=f"{100 * level:g}",
                reference=number(reference),
            )
        )
        ax.set_yticks(range(len(scales)), [dimension_label(s, instrument) for s in scales])
        ax.set_ylim(len(scales) - 0.5, -0.5)
        for row in range(1, len(scales)):
            ax.axhline(row - 0.5, color=LIGHT, linewidth=0.8, zorder=0.5)
        ax.grid(axis="x", color=LIGHT)
        ax.set_title(say("Reliability of each scale"))
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.4, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=max(2, len(forms)),
            handletextpad=0.2,
            columnspacing=1.2,
        )
    return ax


def _label(form: str, coefficient: str, say: Callable[..., str]) -> str:
    """Name a lane: the form, where there are several, and the coefficient."""
    if not form:
        return say(coefficient)
    return say("{form} {coefficient}", form=say(form), coefficient=say(coefficient))
