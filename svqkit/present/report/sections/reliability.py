"""How consistently each scale measures, for perceptions, expectations and gaps."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import bound, ends, head, text, whole
from ..document import Figure, Section, Table, table
from ..extremes import highest, lowest
from ..names import dimension_name, instrument_of
from ..numbers import bounded, interval, join, real

__all__ = ["reliability"]

_TITLES = {"perceptions": "perceptions", "expectations": "expectations", "gaps": "gap scores"}


def _scales(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(index="total") if len(frame) > 1 and "total" in frame.index else frame


def _weakest(frame: pd.DataFrame, instrument: Any) -> str:
    scales = _scales(frame)["omega_total"].dropna()
    if scales.empty:
        return ""
    low, high = lowest(scales), highest(scales)
    row = frame.loc[low]
    said = (
        f"{dimension_name(low, instrument)} with ω = {bounded(row['omega_total'])} "
        f"{interval(row['omega_low'], row['omega_high'])}"
    )
    if low == high:
        return f"The scale is {said}."
    return (
        f"The least consistent dimension is {said}; the most consistent is "
        f"{dimension_name(high, instrument)} with {bounded(scales[high])}."
    )


def _short(frame: pd.DataFrame, instrument: Any) -> str:
    """Say which scales stay below .70 with part of their interval."""
    scales = _scales(frame)
    below = [
        dimension_name(name, instrument)
        for name, row in scales.iterrows()
        if (real(row["omega_low"]) or 1.0) < 0.70
    ]
    if not below:
        return " The whole interval of every dimension lies above .70."
    verb = "reaches" if len(below) == 1 else "reach"
    return f" The interval of {join(below)} {verb} below .70."


def _totals(forms: dict[str, Any]) -> str:
    said = [
        f"{bounded(result.coefficients.loc['total', 'alpha'])} for {_TITLES[form]}"
        for form, result in forms.items()
        if "total" in result.coefficients.index
        and real(result.coefficients.loc["total", "alpha"]) is not None
    ]
    return f" Over all items alpha is {join(said)}." if said else ""


def _grid(form: str, result: Any, instrument: Any) -> Table:
    frame = result.coefficients.copy()
    frame.insert(0, "scale", [dimension_name(name, instrument) for name in frame.index])
    level = f"{100 * result.ci_level:.0f}% CI"
    notes = [
        f"{dimension_name(name, instrument)}: {note}"
        for name, note in result.notes.items()
        if isinstance(note, str) and note
    ]
    return table(
        f"reliability-{form}",
        frame.reset_index(drop=True),
        f"Reliability of the {_TITLES[form]}",
        [
            head("scale", "Scale"),
            whole("k", "Items"),
            whole("n", "n"),
            bound("alpha", "α (Cronbach)"),
            ends("alpha_low", "alpha_high", f"α, {level}"),
            bound("alpha_std", "α, standardised"),
            bound("omega_total", "ω (total)"),
            ends("omega_low", "omega_high", f"ω, {level}"),
            bound("alpha_stratified", "α, stratified"),
            bound("omega_hierarchical", "ω, hierarchical"),
            bound("lambda6", "λ6 (Guttman)"),
            bound("mean_r", "Mean r"),
            text("omega_kind", "Which ω"),
        ],
        note=" ".join(notes),
    )


def reliability(validation: Any) -> Section:
    """Compose the section on reliability.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``reliability-perceptions``, ``reliability-expectations``, ``reliability-gaps``.
    """
    instrument = instrument_of(validation)
    forms = {
        form: validation.reliability[form]
        for form in _TITLES
        if validation.reliability.get(form) is not None
    }
    first = next(iter(forms.values()))
    tables = tuple(_grid(form, result, instrument) for form, result in forms.items())
    from svqkit.present.plots.items import plot_reliability

    def described(frame: pd.DataFrame) -> str:
        return "; ".join(
            f"{dimension_name(name, instrument)} {bounded(row['omega_total'])} "
            f"{interval(row['omega_low'], row['omega_high'])}"
            for name, row in frame.iterrows()
            if real(row["omega_total"]) is not None
        )

    pictures = tuple(
        Figure(
            f"picture-reliability-{form}",
            f"Reliability of the {_TITLES[form]}, with intervals",
            f"Omega of each scale with its interval. {described(result.coefficients)}.",
            partial(plot_reliability, result, instrument=instrument),
        )
        for form, result in forms.items()
        if form != "expectations"
    )
    absent = [
        f"Reliability of {_TITLES[form]}: {why}."
        for form in _TITLES
        if form not in forms
        and (why := validation.not_run.get(f"reliability of {form}", "no such answers"))
    ]
    return Section(
        "reliability",
        "Reliability",
        f"{_weakest(first.coefficients, instrument)}{_short(first.coefficients, instrument)}"
        f"{_totals(forms)}",
        tables,
        pictures,
        first.convention,
        missing=" ".join(absent),
    )
