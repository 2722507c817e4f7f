"""How consistently each scale measures, for perceptions, expectations and gaps."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import bound, estimate, head, whole
from ..document import Column, Figure, Section, Table, table
from ..extremes import highest, lowest
from ..names import dimension_name, instrument_of
from ..numbers import bounded, interval, real
from ..words import join, sentence
from .published import beside_published

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


def _kinds(forms: dict[str, Any]) -> list[str]:
    """Say which omega the rows show: always name it."""
    frame = next(iter(forms.values())).coefficients
    if "omega_kind" not in frame:
        return []
    kinds = _scales(frame)["omega_kind"].dropna().unique()
    said = [f"ω of a dimension: {kind}" for kind in kinds if kind]
    if (
        len(frame) > 1
        and "total" in frame.index
        and isinstance(frame.at["total", "omega_kind"], str)
    ):
        said.append(f"ω of the total: {frame.at['total', 'omega_kind']}")
    return said


def _perhaps(name: str, heading: str, frames: list[pd.DataFrame], level: str) -> Column:
    """Show a coefficient with its interval where resampling gave it one."""
    ends = (f"{name}_low", f"{name}_high")
    if all(set(ends) <= set(frame.columns) for frame in frames):
        return estimate((name, *ends), heading, level)
    return bound(name, heading)


def _grid(forms: dict[str, Any], instrument: Any, level: str) -> Table:
    """Lay all forms out in one table, a group each."""
    frames, notes = [], []
    for form, result in forms.items():
        frame = result.coefficients.copy()
        frame.insert(0, "scale", [dimension_name(name, instrument) for name in frame.index])
        frame.insert(0, "form", _TITLES[form].capitalize())
        frames.append(frame)
        notes += [
            f"{dimension_name(name, instrument)} ({_TITLES[form]}): {note}"
            for name, note in result.notes.items()
        ]
    return table(
        "reliability-coefficients",
        pd.concat(frames).reset_index(drop=True),
        "Reliability of each scale",
        [
            head("scale", "Scale"),
            whole("k", "Items"),
            whole("n", "n"),
            estimate(("alpha", "alpha_low", "alpha_high"), "α", level),
            estimate(("omega_total", "omega_low", "omega_high"), "ω", level),
            _perhaps("omega_categorical", "ω, categorical (of the sum)", frames, level),
            bound("alpha_std", "α, standardised"),
            _perhaps("alpha_stratified", "α, stratified", frames, level),
            _perhaps("omega_hierarchical", "ω, hierarchical", frames, level),
            bound("lambda6", "λ6 (Guttman)"),
            bound("mean_r", "Mean r"),
        ],
        note=" ".join(sentence(note) for note in (*_kinds(forms), *notes)),
        group=("form", "Form"),
    )


def reliability(validation: Any) -> Section:
    """Compose the section on reliability.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Table ``reliability-coefficients``: perceptions, expectations and gaps; and
        ``reliability-published`` where the instrument's file reports some.
    """
    instrument = instrument_of(validation)
    forms = {
        form: validation.reliability[form]
        for form in _TITLES
        if validation.reliability.get(form) is not None
    }
    first = next(iter(forms.values()))
    level = f"{100 * first.ci_level:.0f}% CI"
    from svqkit.present.plots.reliability import plot_reliability

    described = "; ".join(
        f"{dimension_name(name, instrument)} {bounded(row['omega_total'])} "
        f"{interval(row['omega_low'], row['omega_high'])}"
        for name, row in first.coefficients.iterrows()
        if real(row["omega_total"]) is not None
    )
    picture = Figure(
        "picture-reliability",
        f"Reliability of {join([_TITLES[form] for form in forms])}, with {level}",
        f"Alpha and omega of each scale with their intervals. Omega of the {_TITLES[next(iter(forms))]}: "
        f"{described}.",
        partial(plot_reliability, forms, instrument=instrument),
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
        tuple(filter(None, (_grid(forms, instrument, level), beside_published(validation, level)))),
        (picture,),
        sentence(first.convention),
        missing=" ".join(absent),
    )
