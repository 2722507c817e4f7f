"""Causes and their effect: what Ishikawa drew as the bones of a fish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amounts
from svqkit.improvement.processes.rows import name_of, rows_of
from svqkit.result import Part, Result

__all__ = ["CauseEffect", "cause_effect"]

LIMITS = (
    "The diagram holds what people thought of; counts say how often a cause was named or seen, not "
    "that removing it would remove the problem. Test the likely ones, then look again."
)


@dataclass(frozen=True, eq=False, repr=False)
class CauseEffect(Result):
    """Causes by category, with how often each was named.

    Attributes
    ----------
    problem : str
    table : DataFrame
        ``category cause subcause count pct``, the categories as given, in each the commonest cause
        first; ``subcause`` is empty where there is none, ``count`` and ``pct`` NaN without counts.
    categories : DataFrame (index: category)
        ``causes count pct``.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.cause_effect({"people": ["new staff"]}, problem="missorted").table["cause"].tolist()
    ['new staff']
    """

    problem: str
    table: pd.DataFrame
    categories: pd.DataFrame

    def _title(self) -> str:
        return f"Causes and effect: {self.problem}"

    def _parts(self) -> list[Part]:
        return [
            ("", self.table),
            ("Categories", self.categories),
            ("What this does not say", LIMITS),
        ]


def cause_effect(causes: Any, *, problem: str) -> CauseEffect:
    """Order causes by category, for a cause-and-effect (fishbone) diagram.

    Parameters
    ----------
    causes : mapping or DataFrame
        Category to its causes: a list, or a mapping of cause to a count, to a list of sub-causes, or
        to a mapping of sub-cause to count. Or a table with ``category``, ``cause``, optional
        ``subcause`` and ``count``; a row without count counts once where rows repeat.
    problem : str
        The effect.

    Returns
    -------
    CauseEffect
        ``.table``, ``.categories``; ``plot_cause_effect`` draws it.

    Raises
    ------
    DataError
        If nothing is given, a text is empty, or a count negative or no number.

    References
    ----------
    Ishikawa (1976), Guide to Quality Control.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.cause_effect(
    ...     {"method": {"label read badly": 41, "keyed wrongly": 22}, "people": {"new staff": 9}},
    ...     problem="missorted parcels")
    >>> found.categories["count"].to_dict()
    {'method': 63.0, 'people': 9.0}
    """
    if not name_of(problem):
        raise DataError("the problem is empty; name the effect in a few words")
    rows = _from_table(causes) if isinstance(causes, pd.DataFrame) else _from_mapping(causes)
    if not len(rows):
        raise DataError("no causes given; give each category its causes")
    for column in ("category", "cause"):
        blank = rows[column].map(name_of) == ""
        if blank.any():
            at = int(blank.to_numpy().argmax())
            raise DataError(f"the {column} of entry {at + 1} is empty", row=at + 1, column=column)
    text = rows[["category", "cause", "subcause"]].fillna("").astype(str)
    rows[["category", "cause", "subcause"]] = text.apply(lambda cells: cells.str.strip())
    labels = rows["subcause"].where(rows["subcause"] != "", rows["cause"])
    if rows["count"].map(lambda cell: isinstance(cell, (Mapping, list, tuple, set))).any():
        raise DataError("causes have three levels at most: category, cause, sub-cause")
    rows["count"] = amounts(rows.set_index(labels), "count").to_numpy()
    keys = ["category", "cause", "subcause"]
    table = rows.groupby(keys, sort=False)["count"].sum(min_count=1).reset_index()
    total = table["count"].sum()
    table["pct"] = 100 * table["count"] / total if total > 0 else np.nan
    by_cause = table.groupby(["category", "cause"])["count"].transform("sum")
    place = table["category"].map({name: k for k, name in enumerate(table["category"].unique())})
    first = table.groupby(["category", "cause"], sort=False).ngroup()
    table = table.iloc[np.lexsort([-table["count"].fillna(0), first, -by_cause.fillna(0), place])]
    grouped = table.groupby("category", sort=False)
    categories = pd.DataFrame(
        {
            "causes": grouped["cause"].nunique(),
            "count": grouped["count"].sum(min_count=1),
            "pct": grouped["pct"].sum(min_count=1),
        }
    )
    return CauseEffect(str(problem).strip(), table.reset_index(drop=True), categories)


def _from_table(causes: pd.DataFrame) -> pd.DataFrame:
    lacking = [name for name in ("category", "cause") if name not in causes.columns]
    if lacking:
        raise DataError(f"the table of causes has no column {lacking[0]!r}", column=lacking[0])
    rows = rows_of("causes", causes).reset_index(drop=True)
    for column in ("subcause", "count"):
        if column not in rows.columns:
            rows = rows.assign(**{column: "" if column == "subcause" else np.nan})
    keys = ["category", "cause", "subcause"]
    if rows["count"].isna().all() and rows.duplicated(keys).any():
        rows = rows.assign(count=1.0)
    return rows[[*keys, "count"]].copy()


def _from_mapping(causes: Any) -> pd.DataFrame:
    if not isinstance(causes, Mapping):
        raise DataError("causes must be a mapping of category to causes, or a table")
    rows = [
        (category, cause, sub, number)
        for category, own in causes.items()
        for cause, below in _entries(own, category)
        for sub, number in _below(below, cause)
    ]
    return pd.DataFrame(rows, columns=["category", "cause", "subcause", "count"])


def _entries(own: Any, name: Any) -> Iterator[tuple[Any, Any]]:
    """Go through the causes of a category: names alone, or names with what is below them."""
    own = own.to_dict() if isinstance(own, pd.Series) else own
    if isinstance(own, str) or own is None or not hasattr(own, "__len__"):
        raise DataError(f"the causes of {name!r} must be a list or a mapping, not {own!r}")
    if not len(own):
        raise DataError(f"{name!r} has no causes; leave it out")
    yield from own.items() if isinstance(own, Mapping) else ((one, None) for one in own)


def _below(below: Any, cause: Any) -> Iterator[tuple[str, Any]]:
    if below is None or not hasattr(below, "__len__") or isinstance(below, str):
        yield "", below
        return
    for sub, number in _entries(below, cause):
        yield str(sub), number
