"""Pareto analysis: the few causes behind most of the trouble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.control.only_numbers import not_numbers, number_options
from svqkit.result import Part, Result

__all__ = ["Pareto", "pareto"]


@dataclass(frozen=True, eq=False, repr=False)
class Pareto(Result):
    """Categories from the most frequent down, with their running share.

    Attributes
    ----------
    table : DataFrame (index: category)
        ``count weight share low high cumulative vital``: the count, what each case weighs, the
        share of the weighted total, the 95 % interval (Wilson) of the share of counts (missing
        with weights), the running share, and whether the category is among the vital few.
    vital : tuple of str
        The fewest categories, from the top, whose running share reaches the line.
    line : float
        The line, as a share.
    total : float
        Sum of the counts, each times its weight.
    sentence : str
    convention : str

    Examples
    --------
    >>> found = pareto({"label": 60, "manual": 25, "other": 15})
    >>> found.vital, found.total
    (('label', 'manual'), 100.0)
    """

    table: pd.DataFrame
    vital: tuple[str, ...]
    line: float
    total: float
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Pareto analysis"

    def _parts(self) -> list[Part]:
        return [("", self.table), ("Reading", self.sentence), ("Convention", self.convention)]


def pareto(
    counts: Any, *, line: float = 0.8, weights: Mapping[Any, float] | None = None, last: str = ""
) -> Pareto:
    """Rank categories by how often they occur and find the few that make up most of the total.

    Parameters
    ----------
    counts : Series, mapping, or sequence of str
        Counts by category (whole numbers, at least 0), or one category a case, which is counted
        here; cases without a category are left out and their number is said.
    line : float
        Share that the vital few reach together, above 0 and at most 1.
    weights : mapping, optional
        What one case of each category weighs: its cost in money or minutes.
    last : str, optional
        A category of leftovers ("other") that stands last whatever its count.

    Returns
    -------
    Pareto
        ``.table``, ``.vital``, ``.sentence``.

    Raises
    ------
    DataError
        If there is nothing to count, numbers have no categories, a count is negative, missing or not
        whole, a category occurs twice, or a weight is missing.
    ValueError
        If ``line`` is no share.

    References
    ----------
    Juran (1951), Quality-Control Handbook: the vital few and the rest. Wilson (1927).

    Examples
    --------
    >>> pareto(["label", "manual", "label", "label", "damage"]).table["count"].to_dict()
    {'label': 3, 'manual': 1, 'damage': 1}
    """
    number_options(line=line)
    if not 0 < line <= 1:
        raise ValueError(f"line is a share above 0 and at most 1, such as 0.8, not {line!r}")
    tally, without = _tally(counts)
    weight = _weights(weights, tally.index)
    amount = tally * weight
    total = float(amount.sum())
    if total <= 0:
        raise DataError("every category counts zero, so no one has a share: nothing to rank")
    if last and last not in tally.index:
        raise DataError(f"last={last!r} is no category; there are {', '.join(tally.index)}")
    order = np.lexsort((-amount.to_numpy(), tally.index == last))
    tally, weight, amount = tally.iloc[order], weight.iloc[order], amount.iloc[order]
    share = amount / total
    cumulative = share.cumsum()
    few = int(np.searchsorted(cumulative.to_numpy(), line - 1e-12)) + 1
    low, high = wilson_interval(tally.to_numpy(), tally.sum())
    known = weights is None
    table = pd.DataFrame(
        {
            "count": tally,
            "weight": weight,
            "share": share,
            "low": low if known else np.nan,
            "high": high if known else np.nan,
            "cumulative": cumulative,
            "vital": np.arange(len(tally)) < few,
        }
    )
    vital = tuple(map(str, table.index[:few]))
    return Pareto(
        table, vital, line, total, _sentence(table, vital, without), _convention(line, last, known)
    )


def _tally(counts: Any) -> tuple[pd.Series, int]:
    """Count cases by category, or take counts as given; and how many cases had no category."""
    named = True
    if isinstance(counts, Mapping):
        counts = pd.Series(dict(counts), dtype=object)
    elif isinstance(counts, pd.Series):
        named = not isinstance(counts.index, pd.RangeIndex)
    else:
        named = False
        if isinstance(counts, (str, bytes, pd.DataFrame)) or not isinstance(counts, Iterable):
            raise DataError(
                "counts is a Series or mapping of counts by category, or a list with one category "
                f"a case, not a {type(counts).__name__}"
            )
        counts = pd.Series(list(counts), dtype=object)
    if counts.empty:
        raise DataError("there is nothing to count: the list of categories is empty")
    if isinstance(counts.index, pd.MultiIndex):
        raise DataError("the counts have an index of several levels; a category needs one name")
    if other := not_numbers(counts):
        raise DataError(f"the counts hold {other}")
    if pd.api.types.is_bool_dtype(counts) or all(isinstance(one, bool) for one in counts):
        raise DataError("the counts hold True and False; give a count, or a category, a case")
    numbers = pd.to_numeric(counts, errors="coerce")
    text = numbers.isna() & counts.notna()
    if not named and not text.any() and numbers.notna().any():
        raise DataError(
            "the list holds numbers without categories. If they are counts, give a mapping or a Series "
            "by category; if they are codes of categories, name them first: .map({1: 'label', ...})"
        )
    if text.any():
        if not text[counts.notna()].all():
            mixed = counts.index[text][0]
            raise DataError(
                f"{mixed!r} has the count {counts[mixed]!r}, which is no number", value=mixed
            )
        cases = counts.dropna().astype(str).str.strip()
        cases = cases[cases != ""]
        return cases.groupby(cases, sort=False).size().rename("count"), len(counts) - len(cases)
    whole = numbers.astype(float)
    bad = ~np.isfinite(whole) | (whole < 0) | (whole != np.round(whole))
    if bad.any():
        where = whole.index[bad][0]
        raise DataError(
            f"{where!r} has the count {counts[where]!r}; a count is a whole number, 0 or more",
            value=where,
        )
    if whole.index.has_duplicates:
        twice = whole.index[whole.index.duplicated()][0]
        raise DataError(f"{twice!r} stands in the counts more than once; add its counts up first")
    whole.index = whole.index.astype(str)
    return whole.astype(int).rename("count"), 0


def _weights(weights: Mapping[Any, float] | None, names: pd.Index) -> pd.Series:
    if weights is None:
        return pd.Series(1.0, names)
    if not isinstance(weights, Mapping | pd.Series):
        raise TypeError(f"weights is a mapping of a weight by category, not {weights!r}")
    number_options(**{f"the weight of {name!r}": one for name, one in weights.items()})
    given = pd.Series(dict(weights), dtype=float)
    given.index = given.index.astype(str)
    for name in names:
        if name not in given.index:
            raise DataError(f"{name!r} has no weight; give one for each category", value=name)
        if not np.isfinite(given[name]) or given[name] < 0:
            raise DataError(f"the weight of {name!r} must be 0 or more, not {given[name]:g}")
    return given[names]


def _sentence(table: pd.DataFrame, vital: tuple[str, ...], without: int) -> str:
    """Say who the vital few are, and how surely the first leads the second."""
    share = float(table["cumulative"].iloc[len(vital) - 1])
    many = "category makes" if len(vital) == 1 else "categories make"
    said = f"{len(vital)} of {len(table)} {many} up {share:.0%}: {', '.join(vital)}."
    if len(table) > 1 and table["low"].notna().all():
        first, second = table["count"].iloc[:2]
        z = (first - second) / np.sqrt(first + second)
        if z < float(ndtri(0.975)):
            said += (
                f" The order of {table.index[0]} and {table.index[1]} could be chance "
                f"({first} against {second})."
            )
    if without:
        said += f" {without} without a category left out."
    return f"{said} A frequent category need not be a costly one, nor its cause known."


def _convention(line: float, last: str, counted: bool) -> str:
    said = (
        f"Sorted by {'count' if counted else 'count times weight'}, ties as they came; the vital "
        f"few are the fewest from the top whose running share reaches {line:.0%}."
    )
    return f"{said} {last!r} stands last." if last else said
