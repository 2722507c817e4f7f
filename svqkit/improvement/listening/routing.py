"""Who looks after a comment, until when; and what praise is worth passing on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.listening.feedback import (
    Feedback,
    chosen,
    conditions,
    expect_column,
    expect_feedback,
)
from svqkit.result import Part, Result

__all__ = ["BestPractice", "best_practice", "route_feedback"]

DUE_DAYS = {0: 30, 1: 14, 2: 7, 3: 2}
"""Days to answer, by severity: none, minor, major, critical."""
_LONGEST = 36_500


def route_feedback(
    feedback: Feedback,
    rules: Sequence[tuple[Mapping[str, Any], str]],
    *,
    due_days: Mapping[int, int] | None = None,
) -> Feedback:
    """Give each comment without an owner the owner of the first rule that it meets, and a due day.

    Parameters
    ----------
    feedback : Feedback
        Classified, where rules name class, dimension, topic or severity.
    rules : sequence of (mapping, str)
        Conditions, as ``where`` elsewhere, and the owner. An empty mapping is met by all.
    due_days : mapping, optional
        Severity to days; 30, 14, 7 and 2 for 0 to 3 otherwise.

    Returns
    -------
    Feedback
        With ``owner`` and ``due`` filled in where they were empty, and ``routed``: ``"given"``,
        ``"rule 1"`` and so on, or nothing where no rule fits.

    Raises
    ------
    DataError
        If there are no rules, an owner is empty, a column is unknown, or days are negative.

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> heard = svq.read_feedback(pd.DataFrame({"text": ["Rude steward", "Long queue"]}))
    >>> sorted_ = svq.classify_feedback(heard)
    >>> done = route_feedback(sorted_, [({"class": "attitude"}, "Crew"), ({}, "Customer care")])
    >>> done.comments["owner"].tolist()
    ['Crew', 'Customer care']
    """
    expect_feedback(feedback)
    pairs, days = _pairs(rules), _days(due_days)
    table = feedback.comments.copy()
    routed = pd.Series(np.where(table["owner"] != "", "given", ""), table.index, dtype=object)
    for number, (wanted, owner) in enumerate(pairs, start=1):
        meets = routed == ""
        for column, values in wanted.items():
            if column not in table:
                raise DataError(
                    f"rule {number} names column {column!r}, which comments lack", column=column
                )
            meets &= table[column].isin(values)
        table.loc[meets, "owner"] = owner
        routed[meets] = f"rule {number}"
    table["routed"] = routed
    severity = table["severity"] if "severity" in table else pd.Series(1, table.index)
    missing = sorted(set(severity.unique()) - set(days))
    if missing:
        raise DataError(f"due_days lacks severity {missing[0]}; it has {sorted(days)}")
    fresh = table["received"] + pd.to_timedelta(severity.map(days).to_numpy(), unit="D")
    table["due"] = table["due"].fillna(fresh)
    return replace(feedback, comments=table)


def _pairs(rules: Any) -> list[tuple[dict[str, list[Any]], str]]:
    """Check rules: conditions, and the owner of what meets them."""
    if isinstance(rules, (str, Mapping)) or not isinstance(rules, Iterable):
        rules = []
    pairs = []
    for number, rule in enumerate(rules, start=1):
        if not isinstance(rule, Sequence) or isinstance(rule, str) or len(rule) != 2:
            raise DataError(
                f"rule {number} is no pair such as ({{'class': 'process'}}, 'Operations'): {rule!r}"
            )
        if not isinstance(rule[1], str) or not rule[1].strip():
            raise DataError(f"rule {number} has no owner")
        pairs.append((conditions(rule[0], f"rule {number}"), rule[1]))
    if not pairs:
        raise DataError("rules is empty; give pairs such as ({'class': 'process'}, 'Operations')")
    return pairs


def _days(due_days: Any) -> dict[int, float]:
    """Check days by severity."""
    if due_days is None:
        return dict(DUE_DAYS)
    if not isinstance(due_days, Mapping):
        raise TypeError(f"due_days maps severity to days, such as {DUE_DAYS}, not {due_days!r}")
    for severity, days in due_days.items():
        number = isinstance(days, (int, float, np.number)) and not isinstance(days, bool)
        if not (number and 0 <= days <= _LONGEST):
            raise DataError(
                f"due_days must be 0 or more, and {_LONGEST:,} at most, not {days!r} for severity "
                f"{severity!r}"
            )
    return dict(due_days)


@dataclass(frozen=True, eq=False, repr=False)
class BestPractice(Result):
    """Where praise comes from, and for what.

    Attributes
    ----------
    table : DataFrame (index: group)
        ``n praise share low high above``: comments that praise, their share with its 95 % interval
        (Wilson), and whether that lies wholly above the share of all.
    comments : DataFrame (index: id)
        ``group sentiment text``: the praise, the warmest first.
    share : float
    by : str
    sentence : str
    """

    table: pd.DataFrame
    comments: pd.DataFrame
    share: float
    by: str
    sentence: str

    def _title(self) -> str:
        return f"Praise by {self.by}"

    def _parts(self) -> list[Part]:
        return [("", self.table), ("Praise", self.comments.head(5)), ("Reading", self.sentence)]


def best_practice(
    feedback: Feedback, *, by: str = "step", where: Mapping[str, Any] | None = None
) -> BestPractice:
    """Find where customers praise more than elsewhere: what is done there may be worth copying.

    Parameters
    ----------
    feedback : Feedback
        Classified.
    by : str
        Column whose values are compared.
    where : mapping, optional
        Which comments to look at.

    Returns
    -------
    BestPractice

    Raises
    ------
    DataError
        If comments are not classified, or ``by`` is no column or empty.

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> best_practice(svq.classify_feedback(heard), by="owner").table["above"].idxmax()
    'Cabin crew'
    """
    table = chosen(feedback, where)
    for name in ("polarity", by):
        expect_column(table, name, "; classify_feedback comes first")
    known = table[table[by].notna() & (table[by].astype(str) != "") & (table["polarity"] != "")]
    if known.empty:
        raise DataError(f"no comment has both {by} and a polarity", column=by)
    happy = (known["polarity"] == "praise").groupby(known[by]).agg(["size", "sum"])
    happy.columns = ["n", "praise"]
    low, high = wilson_interval(happy["praise"].to_numpy(), happy["n"].to_numpy())
    share = float((known["polarity"] == "praise").mean())
    found = happy.assign(share=happy["praise"] / happy["n"], low=low, high=high, above=low > share)
    found = found.sort_values("share", ascending=False, kind="stable")
    found.index.name = "group"
    warm = known[known["polarity"] == "praise"].sort_values(
        "sentiment", ascending=False, kind="stable"
    )
    ahead = found.index[found["above"]].astype(str).tolist()
    said = f"{share:.0%} of {len(known)} comments praise. "
    said += f"Clearly more do at {', '.join(ahead)}: " if ahead else "Nowhere clearly more do. "
    said += "ask what is done there, before copying it." if ahead else ""
    praise = pd.DataFrame({"group": warm[by], "sentiment": warm["sentiment"], "text": warm["text"]})
    return BestPractice(found, praise, share, by, said.strip())
