"""Reliability: how far answers to the items of a scale say the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.answers import as_items, check_dimensions, complete_cases
from svqkit.psychometrics.moments import Moments, as_moments
from svqkit.psychometrics.ordinal_reliability import (
    ORDINAL,
    measure_ordinal_scale,
    measure_ordinal_total,
)
from svqkit.psychometrics.reliability_result import Reliability
from svqkit.psychometrics.resampled_polychorics import resampled_polychorics
from svqkit.psychometrics.resampling import resampled_covariances
from svqkit.psychometrics.scale_reliability import Scale, bootstrap_scale, measure_scale
from svqkit.psychometrics.total_reliability import Total, bootstrap_total, measure_total

__all__ = ["Reliability", "reliability"]

TOTAL = "total"
CORRELATIONS = ("pearson", "polychoric")
RAW = (
    "Raw alpha (alpha_std is of standardised items); omega of a scale from a one-factor maximum-"
    "likelihood model over the observed variance of the sum score, as semTools;"
)
BY_FORMULA = {
    False: (
        "Feldt's for alpha (psych::alpha.ci), delta method with expected information for omega"
    ),
    True: "delta method on the asymptotic covariance of the polychoric correlations",
}
TOGETHER = (
    " Total: omega_total and omega_hierarchical of standardised items from a Schmid-Leiman "
    "transformation of oblimin-rotated minres factors, one for each scale, as psych::omega without "
    "reversing items; stratified alpha."
)


class _How(NamedTuple):
    """Whether on polychoric correlations, and whether intervals by formula are wanted."""

    ordinal: bool
    formula: bool


def reliability(
    items: Any,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    *,
    ci: float = 0.95,
    correlation: str = "pearson",
    bootstrap: int = 0,
    seed: int | None = None,
) -> Reliability:
    """Estimate the reliability of each scale and of the whole, with intervals.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Answers, or differences such as perception minus expectation.
    dimensions : mapping of scale to items, optional
        All items are one scale ("total") if not given. With two or more scales a row "total"
        follows; items of no scale stay out.
    ci : float
        Confidence of the intervals, between 0 and 1.
    correlation : {"pearson", "polychoric"}
        Polychoric gives ordinal alpha and omega, of the responses behind the categories, and Green
        & Yang's omega_categorical, of the sum score.
    bootstrap : int
        Resamples of respondents; 0 gives Feldt's interval of alpha and the delta-method interval
        of omega (for polychoric correlations the delta method for both), otherwise both are
        percentile intervals.
    seed : int, optional
        Repeats the bootstrap exactly.

    Returns
    -------
    Reliability
        ``.coefficients .items .notes .ci_level .convention``

    Raises
    ------
    DataError
        If a scale names an absent item, fewer than two respondents are complete on it, or the
        bootstrap is asked of moments.
    ValueError
        If ``ci``, ``bootstrap`` or ``correlation`` is out of range.

    Notes
    -----
    Each scale rests on the respondents who answered all of **its** items (its ``n``), the total
    on those who answered all; psych and pingouin use pairs instead. Alpha: Cronbach (1951), with
    Feldt's interval; omega of a scale: one-factor maximum likelihood over the observed variance
    (semTools); of the total: ``psych::omega`` with as many group factors as scales, standardised.
    Suspected reversed items are reported, never recoded.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> S = np.outer(l, l); np.fill_diagonal(S, 1)
    >>> names = ["Q1", "Q2", "Q3", "Q4"]
    >>> found = reliability(Moments.from_covariance(pd.DataFrame(S, names, names), n=200))
    >>> found.coefficients.loc["total", ["alpha", "omega_total"]].astype(float).round(4).tolist()
    [0.7421, 0.7494]
    """
    _check_options(ci, correlation, bootstrap)
    ordinal = correlation == "polychoric"
    how = _How(ordinal, formula=not bootstrap)
    resample = resampled_polychorics if ordinal else resampled_covariances
    source = items if isinstance(items, Moments) else as_items(items)
    if bootstrap and isinstance(source, Moments):
        raise DataError("the bootstrap needs single answers, not moments; pass the table")
    scales = {TOTAL: list(source.columns)} if dimensions is None else dict(dimensions)
    scales = check_dimensions(scales, list(source.columns))
    if not scales:
        raise DataError("there are no scales: give each its items, or leave dimensions out")
    whole = len(scales) > 1
    if whole and TOTAL in scales:
        raise DataError(f"a scale cannot be called {TOTAL!r}: that row is for all scales together")
    streams = np.random.default_rng(seed).spawn(len(scales) + 1)
    measured: dict[str, Scale] = {}
    for (name, columns), stream in zip(scales.items(), streams, strict=False):
        scale = _measure_scale(source, columns, name, ci, how)
        if bootstrap:
            answers = _complete(source, columns)
            scale = bootstrap_scale(scale, answers, ci, bootstrap, stream, resample)
        measured[name] = scale
    rows = {name: scale.coefficients for name, scale in measured.items()}
    notes = {name: scale.notes for name, scale in measured.items()}
    basis = {name: scale.basis for name, scale in measured.items()}
    if whole:
        everything = list(dict.fromkeys(c for columns in scales.values() for c in columns))
        total = _measure_total(source, everything, scales, ci, how)
        rows[TOTAL], notes[TOTAL], basis[TOTAL] = total
        if bootstrap:
            answers = _complete(source, everything)
            rows[TOTAL] = bootstrap_total(
                rows[TOTAL], answers, scales, ci, bootstrap, streams[-1], resample
            )
    return Reliability(
        coefficients=_table(rows),
        items=pd.concat({n: s.items for n, s in measured.items()}, names=["scale", "item"]),
        notes=pd.Series(
            {n: "; ".join(t) for n, t in notes.items() if t}, name="note", dtype=object
        ),
        ci_level=ci,
        bootstrap=bootstrap,
        convention=_convention(ci, bootstrap, whole, ordinal),
        _basis=basis,
    )


def _check_options(ci: float, correlation: str, bootstrap: int) -> None:
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, such as 0.95; it is {ci!r}")
    if correlation not in CORRELATIONS:
        listed = ", ".join(CORRELATIONS)
        raise ValueError(f"correlation {correlation!r} is unknown here; choose from {listed}")
    if isinstance(bootstrap, bool) or int(bootstrap) != bootstrap or bootstrap < 0:
        raise ValueError(f"bootstrap must be a number of resamples, 0 or more, not {bootstrap!r}")


def _measure_scale(
    source: pd.DataFrame | Moments, columns: list[str], name: str, ci: float, how: _How
) -> Scale:
    try:
        if how.ordinal:
            chosen = _select(source, columns)
            return measure_ordinal_scale(chosen, ci, intervals=how.formula)
        return measure_scale(as_moments(_select(source, columns)), ci)
    except DataError as error:
        raise DataError(f"scale {name!r}: {error}", column=error.column) from None


def _measure_total(
    source: pd.DataFrame | Moments,
    columns: list[str],
    scales: Mapping[str, Sequence[str]],
    ci: float,
    how: _How,
) -> Total:
    try:
        if how.ordinal:
            chosen = _select(source, columns)
            return measure_ordinal_total(chosen, scales, ci, intervals=how.formula)
        return measure_total(as_moments(_select(source, columns)), scales, ci)
    except DataError as error:
        raise DataError(f"scale {TOTAL!r}: {error}", column=error.column) from None


def _select(source: pd.DataFrame | Moments, columns: list[str]) -> pd.DataFrame | Moments:
    return source.select(columns) if isinstance(source, Moments) else source[columns]


def _complete(source: pd.DataFrame | Moments, columns: list[str]) -> pd.DataFrame:
    if isinstance(source, Moments):
        raise DataError("the bootstrap needs single answers, not moments; pass the table")
    return complete_cases(source[columns])[0]


def _table(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(dict(rows), orient="index")
    table.index.name = "scale"
    return table.loc[list(rows)]


def _convention(ci: float, bootstrap: int, whole: bool, ordinal: bool) -> str:
    level = f"{100 * ci:g} %"
    if bootstrap:
        intervals = (
            f"{level} intervals are percentile intervals of {bootstrap} resamples of respondents"
        )
    else:
        intervals = f"{level} intervals: {BY_FORMULA[ordinal]}"
    kinds = ORDINAL if ordinal else RAW
    return f"{kinds} {intervals}; listwise within each scale.{TOGETHER if whole else ''}"
