"""Reliability: how far answers to the items of a scale say the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, check_dimensions, complete_cases
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.data.table_moments import moments_of_items
from svqkit.psychometrics.extraction.one_factor import OneFactor
from svqkit.psychometrics.reliability.bootstrap_reliability import (
    Plan,
    bootstrap_scale,
    bootstrap_total,
)
from svqkit.psychometrics.reliability.omega import fit_together
from svqkit.psychometrics.reliability.ordinal_reliability import (
    measure_ordinal_scale,
    measure_ordinal_total,
)
from svqkit.psychometrics.reliability.reliability_conventions import (
    convention,
    conventions,
    settle_interval,
    used,
)
from svqkit.psychometrics.reliability.reliability_result import Reliability
from svqkit.psychometrics.reliability.reversing import recode, to_reverse
from svqkit.psychometrics.reliability.scale_reliability import Scale, mark_reversed, measure_scale
from svqkit.psychometrics.reliability.total_reliability import Total, measure_total
from svqkit.psychometrics.threads import single_threaded

__all__ = ["Reliability", "reliability"]

TOTAL = "total"
CORRELATIONS = ("pearson", "polychoric")
OPTIONAL = ("omega_categorical", "omega_categorical_low", "omega_categorical_high")
OPTIONAL_OF_TOTAL = (
    "alpha_stratified_low",
    "alpha_stratified_high",
    "omega_hierarchical_low",
    "omega_hierarchical_high",
)
COLUMNS = (
    *("k", "n", "alpha", "alpha_low", "alpha_high", "alpha_std", "mean_r", "lambda6"),
    *("omega_total", "omega_low", "omega_high", *OPTIONAL, "omega_kind", "coefficient_h"),
    *("alpha_stratified", *OPTIONAL_OF_TOTAL[:2], "omega_hierarchical", *OPTIONAL_OF_TOTAL[2:]),
)


class _How(NamedTuple):
    """On which correlations, with which intervals."""

    ordinal: bool
    ci: float
    interval: str
    bootstrap: int


@single_threaded
def reliability(
    items: Any,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    *,
    ci: float = 0.95,
    correlation: str = "pearson",
    bootstrap: int = 0,
    interval: str | None = None,
    seed: int | None = None,
    reverse: Sequence[str] | str = (),
    scale: tuple[float, float] | None = None,
    progress: bool = True,
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
        Resamples of respondents; with some, all coefficients have intervals by resampling, also
        omega hierarchical, stratified alpha and omega_categorical.
    interval : {"feldt", "bonett", "duhachek", "percentile", "bca"}, optional
        The first three are formulas for raw alpha, beside the delta method for omega; the others
        need ``bootstrap``. Without it Feldt's, or percentiles of the resamples; the delta method
        where polychoric correlations are not resampled.
    seed : int, optional
        Repeats the bootstrap exactly.
    reverse : sequence of str, or "suspected"
        Items to recode to low + high − answer first; "suspected" recodes those that point against
        the first principal axis of their scale. Nothing is recoded unless asked.
    scale : (low, high), optional
        Ends of the response scale, for the means of recoded items; otherwise the lowest and
        highest answer to any item.
    progress : bool
        Show how far a long bootstrap is.

    Returns
    -------
    Reliability
        ``.coefficients .items .notes .ci_level .convention .conventions``, and computed when
        asked for ``.bounds .splits .precision .group_factors .schmid_leiman``.

    Raises
    ------
    DataError
        If a scale names an absent item, fewer than two respondents are complete on it, or the
        bootstrap is asked of moments.
    ValueError
        If ``ci``, ``bootstrap``, ``interval`` or ``correlation`` is out of range, or they do not
        go together.

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
    kind = settle_interval(interval, bootstrap, ordinal)
    how = _How(ordinal, ci, kind, bootstrap)
    plan = Plan(bootstrap, kind, ci, ordinal, progress)
    source = items if isinstance(items, Moments) else as_items(items)
    if bootstrap and isinstance(source, Moments):
        raise DataError("the bootstrap needs single answers, not moments; pass the table")
    names = list(source.columns)
    scales = check_dimensions({TOTAL: names} if dimensions is None else dimensions, names)
    if not scales:
        raise DataError("there are no scales: give each its items, or leave dimensions out")
    whole, solution = len(scales) > 1, None
    if whole and TOTAL in scales:
        raise DataError(f"a scale cannot be called {TOTAL!r}: that row is for all scales together")
    turned = to_reverse(source, reverse, scales)
    if turned and ordinal and isinstance(source, Moments):
        raise DataError("recoding for polychoric correlations needs the answers, not moments")
    source = recode(source, turned, scale)
    held = {} if ordinal else _moments_of_scales(source, scales)
    fitted = fit_together({name: one.cov.to_numpy() for name, one in held.items()})
    streams = np.random.default_rng(seed).spawn(len(scales) + 1)
    measured: dict[str, Scale] = {}
    for (name, columns), stream in zip(scales.items(), streams, strict=False):
        one = _measure_scale(source, columns, name, how, held.get(name), fitted.get(name))
        if bootstrap:
            one = bootstrap_scale(one, _complete(source, columns), plan, stream)
        measured[name] = mark_reversed(one, turned) if turned else one
    rows = {name: one.coefficients for name, one in measured.items()}
    notes = {name: one.notes for name, one in measured.items()}
    basis = {name: one.basis for name, one in measured.items()}
    bound_ends = {name: one.bound_ends for name, one in measured.items()}
    if whole:
        everything = list(dict.fromkeys(c for columns in scales.values() for c in columns))
        total = _measure_total(source, everything, scales, how)
        if bootstrap:
            answers = _complete(source, everything)
            total = bootstrap_total(total, answers, scales, plan, streams[-1])
        rows[TOTAL], notes[TOTAL], basis[TOTAL], solution, bound_ends[TOTAL] = total
    return Reliability(
        coefficients=_table(rows),
        items=_items_table(measured),
        notes=pd.Series(
            {n: "; ".join(t) for n, t in notes.items() if t}, name="note", dtype=object
        ),
        ci_level=ci,
        bootstrap=bootstrap,
        convention=convention(ci, kind, bootstrap, whole, ordinal, used(source)),
        conventions=conventions(kind, bootstrap, len(scales) if whole else 0, ordinal),
        interval=kind,
        _basis=basis,
        _solution=solution,
        _bound_ends=bound_ends,
    )


def _check_options(ci: float, correlation: str, bootstrap: int) -> None:
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, such as 0.95; it is {ci!r}")
    if correlation not in CORRELATIONS:
        why = (
            "there is no score whose reliability rank correlations would give"
            if correlation == "spearman"
            else "it is unknown here"
        )
        listed = ", ".join(CORRELATIONS)
        raise ValueError(f"correlation {correlation!r}: {why}; choose from {listed}")
    if isinstance(bootstrap, bool) or int(bootstrap) != bootstrap or bootstrap < 0:
        raise ValueError(f"bootstrap must be a number of resamples, 0 or more, not {bootstrap!r}")


def _measure_scale(
    source: pd.DataFrame | Moments,
    columns: list[str],
    name: str,
    how: _How,
    held: Moments | None,
    fitted: OneFactor | None,
) -> Scale:
    try:
        if held is None:
            chosen = _select(source, columns)
            return measure_ordinal_scale(chosen, how.ci, intervals=not how.bootstrap)
        kind = "feldt" if how.bootstrap else how.interval
        return measure_scale(held, how.ci, kind, fitted)
    except DataError as error:
        raise DataError(f"scale {name!r}: {error}", column=error.column) from None


def _moments_of_scales(
    source: pd.DataFrame | Moments, scales: Mapping[str, list[str]]
) -> dict[str, Moments]:
    held = {}
    for name, columns in scales.items():
        try:
            held[name] = _moments(source, columns)
        except DataError as error:
            raise DataError(f"scale {name!r}: {error}", column=error.column) from None
    return held


def _measure_total(
    source: pd.DataFrame | Moments,
    columns: list[str],
    scales: Mapping[str, Sequence[str]],
    how: _How,
) -> Total:
    try:
        if how.ordinal:
            chosen = _select(source, columns)
            return measure_ordinal_total(chosen, scales, how.ci, intervals=not how.bootstrap)
        kind = "feldt" if how.bootstrap else how.interval
        return measure_total(_moments(source, columns), scales, how.ci, kind)
    except DataError as error:
        raise DataError(f"scale {TOTAL!r}: {error}", column=error.column) from None


def _select(source: pd.DataFrame | Moments, columns: list[str]) -> pd.DataFrame | Moments:
    return source.select(columns) if isinstance(source, Moments) else source[columns]


def _moments(source: pd.DataFrame | Moments, columns: list[str]) -> Moments:
    if isinstance(source, Moments):
        return source.select(columns).require(2)
    return moments_of_items(source, columns).require(2)


def _complete(source: pd.DataFrame | Moments, columns: list[str]) -> pd.DataFrame:
    if isinstance(source, Moments):
        raise DataError("the bootstrap needs single answers, not moments; pass the table")
    return complete_cases(source[columns])[0]


def _items_table(measured: Mapping[str, Scale]) -> pd.DataFrame:
    members = [one.basis.observed.columns for one in measured.values()]
    everything = [item for items in members for item in items]
    names = {item: at for at, item in enumerate(dict.fromkeys(everything))}
    index = pd.MultiIndex(
        levels=[list(measured), list(names)],
        codes=[
            [at for at, items in enumerate(members) for _ in items],
            [names[item] for item in everything],
        ],
        names=["scale", "item"],
    )
    tables = [one.items for one in measured.values()]
    columns = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    return pd.DataFrame(columns, index=index)


def _table(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    known = {name for row in rows.values() for name in row}
    shown = [c for c in COLUMNS if c in known or c not in {*OPTIONAL, *OPTIONAL_OF_TOTAL}]
    columns = {name: [row.get(name, np.nan) for row in rows.values()] for name in shown}
    return pd.DataFrame(columns, index=pd.Index(list(rows), name="scale"))
