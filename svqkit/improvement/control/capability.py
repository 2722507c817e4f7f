"""Process capability: whether a steady process keeps within what was promised."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import ndtr

from svqkit.errors import DataError
from svqkit.improvement.control.capability_indices import (
    bissell,
    chi_interval,
    exact_share,
    freedom_of_within,
    taguchi,
)
from svqkit.improvement.control.capability_percentiles import by_percentiles
from svqkit.improvement.control.capability_result import (
    Capability,
    cautions,
    convention,
    judgement,
)
from svqkit.improvement.control.columns import aligned, as_data, numbers_of
from svqkit.improvement.control.control_chart import control_chart, in_subgroups
from svqkit.improvement.control.only_numbers import LARGEST, number_options, numbers_or_none

__all__ = ["capability"]

_METHODS = ("normal", "percentiles", "lognormal")
_STEADY = ("Nelson 1", "Nelson 2")
"""Rules looked at before capability is believed; more of them raise too many false alarms for that."""


def capability(
    x: Any,
    *,
    lower: float | None = None,
    upper: float | None = None,
    target: float | None = None,
    value: str | None = None,
    subgroup: Any = None,
    method: Literal["normal", "percentiles", "lognormal"] = "normal",
    ci: float = 0.95,
) -> Capability:
    """Hold a process against its specification limits: Cp, Cpk, Pp, Ppk, Cpm and parts per million.

    Parameters
    ----------
    x : Series, sequence or DataFrame
        Measurements in the order of time, or subgroups as for ``control_chart``.
    lower, upper : float, optional
        Specification limits; at least one. They are the customer's, not those of a control chart.
    target : float, optional
        For Cpm; no other index needs it.
    value, subgroup : str, optional
        Columns of a table.
    method : {"normal", "percentiles", "lognormal"}
        ``"percentiles"``: Pp and Ppk from the observed 0.135 %, 50 % and 99.865 % points (ISO
        22514-2's general geometric method, no distribution assumed); ``"lognormal"``: from those of
        a lognormal distribution. Cp, Cpk and Cpm then stay empty: they assume a normal one.
    ci : float
        Confidence of the intervals.

    Returns
    -------
    Capability
        ``.indices``, ``.ppm``, ``.warnings``, ``.sentence``.

    Raises
    ------
    DataError
        If there are fewer than 8 values, they do not vary, or are not positive for a lognormal.
    ValueError
        If no limit is given, the lower is not below the upper, or an option is unknown.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, chapter 8. Chou, Owen & Borrego (1990)
    for Cp and Pp, Bissell (1990) for Cpk and Ppk, Boyles (1991) for Cpm. ISO 22514-2.

    Examples
    --------
    >>> import numpy as np
    >>> grams = np.random.default_rng(1).normal(100, 2, 120)
    >>> found = capability(grams, lower=92, upper=108)
    >>> found.indices.loc[["Cpk", "Ppk"], "value"].round(1).tolist(), found.warnings
    ([1.5, 1.6], ())
    """
    number_options(ci=ci)
    numbers_or_none(lower=lower, upper=upper, target=target)
    _check(lower, upper, target, method, ci)
    x = as_data(x)
    values, name = _values(x, value)
    kind: Any = "Xbar-S" if in_subgroups(x, value, subgroup) else "I-MR"
    if method == "lognormal" and values.min() <= 0:
        raise DataError(
            f"a lognormal needs values above 0; the smallest of {name!r} is {values.min():g}"
        )
    shown = _logs(x, value) if method == "lognormal" else x
    chart = control_chart(shown, kind, value=value, subgroup=subgroup, rules=_STEADY)
    mean, overall = float(values.mean()), float(values.std(ddof=1))
    within = float(chart.phases["sigma"].iloc[0])
    if method == "normal":
        freedom = freedom_of_within(kind, chart.table["n"].to_numpy())
        indices = _normal(len(values), mean, (within, freedom), overall, (lower, upper, target), ci)
    else:
        indices = by_percentiles(values, lower, upper, method, ci)
    ppm = _outside(values, (mean, within, overall), lower, upper, method, ci)
    p = _normality(np.log(values) if method == "lognormal" else values)
    warnings = cautions(chart, p, method, len(values))
    return Capability(
        indices=indices,
        ppm=ppm,
        values=values,
        mean=mean,
        sigma_within=within,
        sigma_overall=overall,
        lower=lower,
        upper=upper,
        target=target,
        method=method,
        chart=chart,
        normality_p=p,
        warnings=warnings,
        sentence=judgement(indices, ppm, warnings),
        convention=convention(kind, method),
        name=name,
        ci_level=ci,
    )


def _check(
    lower: float | None, upper: float | None, target: float | None, method: str, ci: float
) -> None:
    if lower is None and upper is None:
        raise ValueError("give a specification limit: lower=, upper=, or both")
    for name, one in (("lower", lower), ("upper", upper), ("target", target)):
        if one is not None and not abs(one) <= LARGEST:
            raise ValueError(f"{name} is a finite number or left out, not {one!r}")
    if lower is not None and upper is not None and not lower < upper:
        raise ValueError(f"the lower limit {lower:g} is not below the upper one {upper:g}")
    if target is not None and (lower is None or upper is None or not lower <= target <= upper):
        raise ValueError(f"target {target:g} must lie between two specification limits")
    if method not in _METHODS:
        raise ValueError(f"method is one of {', '.join(_METHODS)}, not {method!r}")
    if not 0 < ci < 1:
        raise ValueError(f"ci is a confidence between 0 and 1, such as 0.95, not {ci!r}")


def _values(x: Any, value: str | None) -> tuple[np.ndarray, str]:
    if isinstance(x, pd.DataFrame):
        if value is None:
            cells = [numbers_of(x[column], x.index) for column in x.columns]
            flat = np.column_stack(cells).ravel()
            name = str(x.columns[0]) if x.shape[1] == 1 else "value"
        else:
            column = aligned(x, value, "value")
            flat, name = numbers_of(pd.Series(column), pd.RangeIndex(1, len(x) + 1)), value
    else:
        if value is not None:
            raise DataError(f"value={value!r} names a column, but the data are no table")
        series = x if isinstance(x, pd.Series) else pd.Series(np.asarray(x).ravel(), name="value")
        flat, name = numbers_of(series, series.index), str(series.name or "value")
    values = flat[~np.isnan(flat)]
    if len(values) < 8:
        raise DataError(f"{name!r} has {len(values)} values; capability needs at least 8")
    return values, name


def _logs(x: Any, value: str | None) -> Any:
    """Take logarithms of the measurements, whatever holds them."""
    if isinstance(x, pd.DataFrame) and value is not None:
        return x.assign(**{value: np.log(x[value].astype(float))})
    if isinstance(x, pd.DataFrame | pd.Series):
        return np.log(x.astype(float))
    return np.log(np.asarray(x, dtype=float))


def _normal(
    count: int,
    mean: float,
    short: tuple[float, float],
    overall: float,
    specs: tuple[float | None, float | None, float | None],
    ci: float,
) -> pd.DataFrame:
    """Tabulate the indices of a normal process."""
    lower, upper, target = specs
    found: dict[str, tuple[float, float, float]] = {}
    for letter, sigma, freedom in (("C", *short), ("P", overall, count - 1.0)):
        sides = {
            "l": np.nan if lower is None else (mean - lower) / (3 * sigma),
            "u": np.nan if upper is None else (upper - mean) / (3 * sigma),
        }
        width = np.nan if lower is None or upper is None else (upper - lower) / (6 * sigma)
        found[f"{letter}p"] = (width, *chi_interval(width, freedom, ci))
        sides["k"] = float(np.nanmin(list(sides.values())))
        for side, index in sides.items():
            found[f"{letter}p{side}"] = (index, *bissell(index, count, freedom, ci))
    if target is not None and lower is not None and upper is not None:
        off = (mean - target) / overall
        index = (upper - lower) / (6 * overall * np.sqrt(1 + off**2))
        found["Cpm"] = (index, *taguchi(index, count, off, ci))
    else:
        found["Cpm"] = (np.nan, np.nan, np.nan)
    return pd.DataFrame.from_dict(found, orient="index", columns=["value", "low", "high"])


def _outside(
    values: np.ndarray,
    level: tuple[float, float, float],
    lower: float | None,
    upper: float | None,
    method: str,
    ci: float,
) -> pd.DataFrame:
    """Count what lies outside, and what a distribution would expect there (parts per million)."""
    mean, within, overall = level
    below = np.nan if lower is None else float((values < lower).mean())
    above = np.nan if upper is None else float((values > upper).mean())
    rows = {"observed": (below, above)}
    if method == "lognormal":
        logs = np.log(values)
        ends = [None if one is None else float(np.log(max(one, 1e-300))) for one in (lower, upper)]
        rows["overall"] = _tails(float(logs.mean()), float(logs.std(ddof=1)), ends[0], ends[1])
    elif method == "normal":
        rows["within"] = _tails(mean, within, lower, upper)
        rows["overall"] = _tails(mean, overall, lower, upper)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["below", "above"])
    table["total"] = table[["below", "above"]].sum(axis=1)
    out = round(float(table["total"].iloc[0]) * len(values))
    table[["low", "high"]] = np.nan
    table.loc["observed", ["low", "high"]] = exact_share(out, len(values), ci)
    return 1e6 * table


def _tails(
    mean: float, sigma: float, lower: float | None, upper: float | None
) -> tuple[float, float]:
    return (
        np.nan if lower is None else float(ndtr((lower - mean) / sigma)),
        np.nan if upper is None else float(ndtr((mean - upper) / sigma)),
    )


def _normality(values: np.ndarray) -> float:
    """Test by Shapiro and Wilk, on evenly taken order statistics where there are very many."""
    from scipy.stats import shapiro

    if len(values) > 5000:
        values = np.sort(values)[np.linspace(0, len(values) - 1, 5000).astype(int)]
    return float(shapiro(values).pvalue)
