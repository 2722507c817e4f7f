"""Two value streams compared: before and after a redesign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import share
from svqkit.improvement.processes.value_stream import ValueStream
from svqkit.result import Part, Result

__all__ = ["StreamComparison", "compare_value_streams"]

LIMITS = (
    "A difference between two maps is what was timed or planned, not yet an effect: seasons, "
    "staff and the kind of cases may have changed too. before_after() and its relatives ask that."
)


@dataclass(frozen=True, eq=False, repr=False)
class StreamComparison(Result):
    """What a redesign changes in a value stream.

    Attributes
    ----------
    table : DataFrame (index: measure)
        ``before after change pct_change low high unit``; the interval is that of the change, where
        cases were timed in both states.
    removed, added : list of str
        Steps that are in one state only.
    before, after : ValueStream

    Examples
    --------
    >>> import svqkit as svq
    >>> old = svq.value_stream([{"step": "sign", "process_time": 5, "wait": 55}])
    >>> new = svq.value_stream([{"step": "sign", "process_time": 5, "wait": 5}])
    >>> float(svq.compare_value_streams(old, new).table.loc["lead_time", "change"])
    -50.0
    """

    table: pd.DataFrame
    removed: list[str]
    added: list[str]
    before: ValueStream
    after: ValueStream

    def _title(self) -> str:
        return "Value stream before and after"

    def _parts(self) -> list[Part]:
        shown = self.table[self.table[["before", "after"]].notna().any(axis=1)]
        if shown["low"].isna().all():
            shown = shown.drop(columns=["low", "high"])
        return [
            ("", shown),
            ("Steps dropped", ", ".join(self.removed) or "none"),
            ("Steps added", ", ".join(self.added) or "none"),
            ("Bottleneck", f"{self.before.bottleneck} before, {self.after.bottleneck} after"),
            ("What this does not say", LIMITS),
        ]


def compare_value_streams(
    before: ValueStream, after: ValueStream, *, ci_level: float = 0.95
) -> StreamComparison:
    """Compare a value stream before and after a redesign.

    Parameters
    ----------
    before, after : ValueStream
        In the same unit. Where both were timed case by case, changes have bootstrap percentile
        intervals; the cases of the two states are taken as independent.
    ci_level : float

    Returns
    -------
    StreamComparison
        ``.table`` (before after change pct_change low high unit), ``.removed``, ``.added``.

    Raises
    ------
    DataError
        If the units differ.
    TypeError
        If one is no result of ``value_stream``.

    Examples
    --------
    >>> import svqkit as svq
    >>> steps = svq.load_dataset("bank_account_opening")
    >>> old, new = (svq.value_stream(steps, state=state) for state in ("before", "after"))
    >>> found = svq.compare_value_streams(old, new)
    >>> bool(found.table.loc["lead_time", "pct_change"] < -75)
    True
    """
    for name, given in (("before", before), ("after", after)):
        if not isinstance(given, ValueStream):
            raise TypeError(f"{name} must be a result of value_stream(), not {given!r}")
    if before.unit != after.unit:
        raise DataError(f"before is in {before.unit}, after in {after.unit}; use one unit")
    tail = (1 - share("ci_level", ci_level)) / 2
    old, new = before.totals["value"], after.totals["value"]
    change = new - old
    table = pd.DataFrame(
        {
            "before": old,
            "after": new,
            "change": change,
            "pct_change": 100 * change / old.where(old != 0),
            "low": np.nan,
            "high": np.nan,
            "unit": before.totals["unit"],
        }
    )
    if before.draws is not None and after.draws is not None:
        rows = min(len(before.draws), len(after.draws))
        # Two seeds that are alike would pair the draws; turning one round breaks the pairs.
        differences = after.draws[:rows] - before.draws[:rows].iloc[::-1].reset_index(drop=True)
        table["low"], table["high"] = differences.quantile(tail), differences.quantile(1 - tail)
    return StreamComparison(
        table,
        [step for step in before.table.index if step not in after.table.index],
        [step for step in after.table.index if step not in before.table.index],
        before,
        after,
    )
