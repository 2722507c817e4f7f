"""How each item behaves beside the others of its dimension."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from ..columns import bound, head, label, num, pct, whole
from ..document import Figure, Section, table
from ..extremes import highest, lowest
from ..names import dimension_name, instrument_of, item_name, with_labels
from ..numbers import bounded, number, real
from ..words import join, plural

__all__ = ["items"]

_WEAK = 0.30


def _weak(value: Any, _row: Mapping[str, Any]) -> str:
    taken = real(value)
    return "weak" if taken is not None and taken < _WEAK else ""


def _alpha_of(validation: Any, scale: object) -> float | None:
    forms = validation.reliability or {}
    result = forms.get("perceptions")
    if result is None or scale not in result.coefficients.index:
        return None
    return real(result.coefficients.loc[scale, "alpha"])


def _weakest(validation: Any, frame: pd.DataFrame, instrument: Any) -> str:
    """Name the item that fits its dimension least, and what leaving it out would do."""
    rest = frame["r_drop"].dropna()
    if rest.empty:
        return ""
    code = lowest(rest)
    row = frame.loc[code]
    scale = row.get("dimension", "total")
    home = dimension_name(scale, instrument)
    said = (
        f" The weakest item is {item_name(code, instrument)}: it correlates "
        f"{bounded(row['r_drop'])} with the rest of {home if home != 'Total' else 'the scale'}"
    )
    before, after = _alpha_of(validation, scale), real(row.get("alpha_if_dropped"))
    if before is None or after is None:
        return f"{said}."
    turn = "rise" if after > before else "fall"
    return (
        f"{said}, and without it alpha would {turn} from {bounded(before, 3)} to "
        f"{bounded(after, 3)}."
    )


def _against(frame: pd.DataFrame, instrument: Any) -> str:
    """Name the items that run against their scale, and what that may come from."""
    against = frame.index[frame["r_drop"] < 0]
    if not len(against):
        return ""
    named = join([item_name(code, instrument) for code in against])
    if len(against) == 1:
        return (
            f" {named} runs against its scale: is it worded the other way round, and not marked "
            "“reverse: true” in the instrument's file, or were its codes turned?"
        )
    return (
        f" {named} run against their scales: are they worded the other way round, and not marked "
        "“reverse: true” in the instrument's file, or were their codes turned?"
    )


def _meaning(validation: Any, frame: pd.DataFrame) -> str:
    instrument = instrument_of(validation)
    low, high = lowest(frame["mean"]), highest(frame["mean"])
    weak = int((frame["r_drop"] < _WEAK).sum())
    below = (
        f"All {len(frame)} items correlate at least .30 with the rest of their dimension."
        if not weak
        else f"{plural(weak, 'item correlates', 'items correlate')} below .30 with the rest of "
        f"{'its' if weak == 1 else 'their'} dimension."
    )
    return (
        f"{below}{_weakest(validation, frame, instrument)}{_against(frame, instrument)} Mean perceptions run from "
        f"{number(frame.loc[low, 'mean'])} for {item_name(low, instrument)} to "
        f"{number(frame.loc[high, 'mean'])} for {item_name(high, instrument)}."
    )


def items(validation: Any) -> Section:
    """Compose the section on items.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Table ``items``.
    """
    frame = validation.items
    instrument = instrument_of(validation)
    shown = table(
        "items",
        with_labels(frame, instrument),
        "Items of the perception form",
        [
            head("item", "Item"),
            label(instrument),
            whole("n", "n"),
            whole("missing", "Missing"),
            num("mean", "Mean"),
            num("sd", "SD"),
            num("skew", "Skew"),
            num("kurtosis", "Excess kurtosis"),
            pct("floor_pct", "Lowest answer"),
            pct("ceiling_pct", "Highest answer"),
            bound("r_drop", "Item–rest r", mark=_weak),
            bound("alpha_if_dropped", "α without it"),
            bound("smc", "SMC"),
        ],
        note="Shaded and marked ◂: an item–rest correlation below .30.",
        group=("scale", "Dimension"),
    )
    from svqkit.present.plots.items import plot_items

    low, high = lowest(frame["mean"]), highest(frame["mean"])
    picture = Figure(
        "picture-items",
        "Answers to the perception items",
        f"How the answers to {len(frame)} items spread over the response scale. Lowest mean "
        f"{number(frame.loc[low, 'mean'])} ({low}), highest {number(frame.loc[high, 'mean'])} "
        f"({high}).",
        partial(plot_items, validation.responses, instrument=instrument),
    )
    return Section(
        "items",
        "Item analysis",
        _meaning(validation, frame),
        (shown,),
        (picture,),
        "Item–rest r is the Pearson correlation of an item with the sum of the other items of its "
        "dimension (corrected item–total correlation). Skewness and excess kurtosis divide by the "
        "sample moments (type 3 of psych::describe); a normal distribution has 0 in both. SMC is "
        "the squared multiple correlation with all other items.",
    )
