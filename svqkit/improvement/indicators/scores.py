"""Scores of an indicator system: each indicator from 0 to 100, and the composite."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.improvement.indicators.composite import together, within
from svqkit.improvement.indicators.fields import CHOICES
from svqkit.improvement.indicators.scores_result import IndicatorScores
from svqkit.improvement.indicators.system import IndicatorSystem
from svqkit.improvement.indicators.transforming import RELATIVE, score_columns
from svqkit.improvement.indicators.values import far_values, missing_values, read_values

__all__ = ["indicator_scores"]


def indicator_scores(
    system: IndicatorSystem,
    values: pd.DataFrame,
    *,
    by: str | None = None,
    period: str | None = None,
    weights: Any = None,
    method: Literal["anchors", "target", "z", "percentile"] | None = None,
    aggregate: Literal["arithmetic", "geometric"] = "arithmetic",
    missing: Literal["error", "reweigh"] = "error",
    far: Literal["keep", "leave out"] = "keep",
) -> IndicatorScores:
    """Score units such as branches on every indicator, from 0 to 100, and on all together.

    Parameters
    ----------
    system : IndicatorSystem
    values : DataFrame
        Long (``indicator value``, columns ``by`` and ``period``; a ``unit`` that differs from the
        definition's is refused) or wide (a column an indicator; units in the index or in ``by``).
    by, period : str, optional
        Columns of units and of periods; values are averaged over periods before they are scored.
    weights : result with ``.weights``, Series or mapping, optional
        Sums to 1 or 100. Default: the system's own, or all alike where it has none.
    method : {"anchors", "target", "z", "percentile"}, optional
        For all indicators, in place of each one's own ``transform``.
    aggregate : {"arithmetic", "geometric"}
        How scores become the composite. A geometric mean lets a strength make up less for a weakness.
    missing : {"error", "reweigh"}
        What to do where a unit has no value at all of an indicator: refuse, or share the
        indicator's weight among that unit's others.
    far : {"keep", "leave out"}
        What to do with values eight times the median or an eighth of it, which are always flagged.

    Returns
    -------
    IndicatorScores
        ``.scores .composite .dimensions .areas .trend .flags .values .weights``.

    Raises
    ------
    DataError
        If values do not fit the system, anchors or targets are missing, a denominator is zero, an
        indicator lacks a value, or weights do not sum.
    ValueError
        If an option is unknown.

    References
    ----------
    OECD & JRC (2008), Handbook on constructing composite indicators.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> found.composite["composite"].round(0).to_dict()
    {'Harbour': 83.0, 'Market Square': 73.0, 'Riverside': 72.0, 'Station': 55.0}
    """
    _options(method, aggregate, missing, far)
    wide = read_values(system, values, by, period)
    flags = [missing_values(wide), far_values(wide)]
    if far == "leave out" and len(flags[1]):
        wide = wide.copy()
        for unit, when, name in flags[1][["unit", "period", "indicator"]].itertuples(index=False):
            wide.loc[(unit, when) if wide.index.nlevels > 1 else unit, name] = np.nan
    table = system.table
    used, said = _weights(system, weights)
    means = wide.groupby(level=0, sort=False).mean() if wide.index.nlevels > 1 else wide
    means = means.rename_axis(str(by or means.index.name or "unit"))
    raw = score_columns(means.to_numpy(), table, method)
    flags.append(_outside(means, raw))
    scores = pd.DataFrame(np.clip(raw, 0, 100), means.index, means.columns)
    gone = np.argwhere(scores.isna().to_numpy())
    if len(gone) and missing == "error":
        i, j = gone[0]
        raise DataError(
            f"{scores.index[i]} has no value of {scores.columns[j]!r}; fill it in, or share its "
            "weight among the others with missing='reweigh'",
            row=scores.index[i],
            column=scores.columns[j],
        )
    vector = used.to_numpy()
    total = together(scores.to_numpy(), vector, aggregate, missing)
    if np.isnan(total).any():
        unit = scores.index[int(np.argmax(np.isnan(total)))]
        raise DataError(f"{unit} has no value of any indicator that has weight", row=unit)
    composite = pd.DataFrame(
        {"composite": total, "rank": pd.Series(total).round(9).rank(ascending=False, method="min")}
    ).set_axis(scores.index)
    composite["rank"] = composite["rank"].astype(int)
    groups = {
        level: _grouped(scores, table[level], vector, aggregate, missing)
        for level in ("dimension", "area")
    }
    relative = method in RELATIVE if method else bool(table["transform"].isin(RELATIVE).any())
    trend = None
    if wide.index.nlevels > 1 and not relative:
        trend = _trend(wide, table, vector, method, aggregate)
    return IndicatorScores(
        scores,
        composite,
        groups["dimension"],
        groups["area"],
        means,
        trend,
        pd.concat(flags, ignore_index=True),
        used,
        system,
        aggregate,
        _convention(said, method, aggregate, relative, far, bool(len(gone))),
    )


def _options(method: str | None, aggregate: str, missing: str, far: str) -> None:
    for name, given, known in (
        ("method", method, (None, *CHOICES["transform"])),
        ("aggregate", aggregate, ("arithmetic", "geometric")),
        ("missing", missing, ("error", "reweigh")),
        ("far", far, ("keep", "leave out")),
    ):
        if given not in known:
            raise ValueError(f"{name} must be one of {', '.join(map(repr, known))}, not {given!r}")


def _weights(system: IndicatorSystem, weights: Any) -> tuple[pd.Series, str]:
    ids = list(system.table.index)
    if weights is not None:
        return given_weights(weights, ids, what="indicator") / 100, "Weights as given."
    if system.weights is not None:
        return system.weights.rename("weight"), "Weights are the system's own."
    alike = pd.Series(1 / len(ids), pd.Index(ids, name="indicator"), name="weight")
    return alike, "The system states no weights: all indicators count alike."


def _grouped(
    scores: pd.DataFrame, groups: pd.Series, weights: np.ndarray, aggregate: str, missing: str
) -> pd.DataFrame:
    """Score groups of indicators by the weights within them."""
    array, (place, names) = scores.to_numpy(), pd.factorize(groups)
    found = [
        together(array[:, place == g], within(weights[place == g]), aggregate, missing)
        for g in range(len(names))
    ]
    return pd.DataFrame(np.array(found).T, scores.index, pd.Index(names, name=groups.name))


def _trend(
    wide: pd.DataFrame,
    table: pd.DataFrame,
    weights: np.ndarray,
    method: str | None,
    aggregate: str,
) -> pd.DataFrame:
    """Composite by period and unit, of the indicators that all units have in that period."""
    periods = wide.index.get_level_values(1).unique()
    try:
        periods = periods.sort_values()
    except TypeError:
        kinds = ", ".join(dict.fromkeys(type(one).__name__ for one in periods))
        raise DataError(
            f"periods of different kinds ({kinds}) have no order; write them all alike",
            column=wide.index.names[1],
        ) from None
    units = wide.index.get_level_values(0).unique()
    rows = {}
    for when in periods:
        part = wide.xs(when, level=1).reindex(units)
        some = part.notna().to_numpy().any(axis=0) & (weights > 0)
        raw = score_columns(part.to_numpy()[:, some], table[some], method)
        rows[when] = np.full(len(units), np.nan)
        if some.any():
            share = weights[some] / weights[some].sum()
            rows[when] = together(np.clip(raw, 0, 100), share, aggregate, "error")
    return pd.DataFrame(rows, index=units).T.rename_axis(str(wide.index.names[1]))


def _outside(means: pd.DataFrame, raw: np.ndarray) -> pd.DataFrame:
    off = np.argwhere((raw < -1e-9) | (raw > 100 + 1e-9))
    rows = [
        (
            means.index[i],
            "",
            means.columns[j],
            means.iat[i, j],
            f"outside: would score {raw[i, j]:.0f}, counts {np.clip(raw[i, j], 0, 100):.0f}",
        )
        for i, j in off
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "indicator", "value", "flag"])


def _convention(
    said: str, method: str | None, aggregate: str, relative: bool, far: str, reweighed: bool
) -> str:
    how = f"method {method} for all" if method else "each indicator's own transformation"
    parts = [
        f"Scores: {how}, more is better, cut at 0 and 100 (what was cut is flagged). Values are "
        "averaged over periods before they are scored.",
        said,
        f"Composite: weighted {aggregate} mean"
        + ("; a weakness can be made up for." if aggregate == "arithmetic" else "."),
    ]
    if relative:
        parts.append("Scores by z or percentile place these units among each other: no trend.")
    if far == "leave out":
        parts.append("Values flagged as far from the median are left out.")
    if reweighed:
        parts.append("The weight of a missing indicator is shared among that unit's others.")
    return " ".join(parts)
