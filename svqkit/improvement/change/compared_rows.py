"""Rows of a comparison over time: outcome, period, group, cluster and unit, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.measurements import column_of, values_of, yes_or_no
from svqkit.improvement.control.gaps_in_time import as_moment, said

__all__ = ["Rows", "compared_rows"]


@dataclass(frozen=True)
class Rows:
    """What a difference in differences is worked out from.

    Attributes
    ----------
    y : ndarray (n,)
    treated, post : ndarray (n,) of bool
    period : ndarray (n,) of int
        Place in ``periods``.
    periods : list
        In order of time.
    first_after : int
        Place of the first period after the change.
    cluster, unit : ndarray (n,) of int, or None
    cautions : tuple of str

    Examples
    --------
    >>> import svqkit.improvement.change.compared_rows as module
    >>> module.Rows.__name__
    'Rows'
    """

    y: np.ndarray
    treated: np.ndarray
    post: np.ndarray
    period: np.ndarray
    periods: list[Any]
    first_after: int
    cluster: np.ndarray | None
    unit: np.ndarray | None
    cautions: tuple[str, ...]


def compared_rows(
    data: pd.DataFrame,
    outcome: str,
    period: str,
    treated: str,
    since: Any,
    cluster: str | None,
    unit: str | None,
) -> Rows:
    """Check the rows, leave out what is missing, and order the periods.

    Parameters
    ----------
    data : DataFrame
    outcome, period, treated : str
        Columns.
    since : object
        First period after the change; may be left out where there are two periods.
    cluster, unit : str, optional

    Returns
    -------
    Rows

    Raises
    ------
    DataError
        If a column is missing or cannot be used, there is no period before or after the change, a
        unit changes its group or comes twice in a period, or a group is one cluster only.

    Examples
    --------
    >>> data = pd.DataFrame({"y": [1.0, 2, 1, 4], "t": [1, 2, 1, 2], "new": [0, 0, 1, 1]})
    >>> compared_rows(data, "y", "t", "new", None, None, None).post.tolist()
    [False, True, False, True]
    """
    for name, what in ((outcome, "outcome"), (period, "period"), (treated, "treated")):
        column_of(data, name, what)
    for other, what in ((cluster, "cluster"), (unit, "unit")):
        if other is not None and column_of(data, other, what).isna().any():
            raise DataError(f"{what} {other!r} is missing in some rows; fill it in", column=other)
    if data[period].isna().any():
        raise DataError(f"period {period!r} is missing in some rows; fill it in", column=period)
    if all(isinstance(one, date) and not isinstance(one, pd.Timestamp) for one in data[period]):
        data = data.assign(**{period: pd.to_datetime(data[period])})
    if isinstance(data[period].dtype, pd.PeriodDtype):
        data = data.assign(**{period: data[period].dt.to_timestamp()})
        since = since.to_timestamp() if isinstance(since, pd.Period) else since
    cautions = []
    y = values_of(data[outcome], outcome)
    group = yes_or_no(data[treated], treated)
    kept = y.notna().to_numpy()
    if not kept.all():
        cautions.append(
            f"{int((~kept).sum())} of {len(y)} rows have no {outcome} and are left out."
        )
    lonely = _one_group_only(data.loc[kept, period], group[kept])
    if lonely:
        alone = data[period].isin(lonely).to_numpy()
        kept = kept & ~alone
        cautions.append(
            "Left out, as only one group was measured then: "
            f"{', '.join(said(one) for one in lonely[:6])}{' …' if len(lonely) > 6 else ''}."
        )
    data, group = data.loc[kept], group[kept]
    periods = _ordered(data[period])
    change = _change(periods, since, period)
    place = pd.Categorical(data[period], categories=periods, ordered=True).codes.astype(int)
    units = _codes(data, unit)
    if units is not None:
        _units(data, group, place, units, str(unit))
    clusters = _codes(data, cluster) if cluster is not None else units
    if clusters is not None:
        cautions += _clusters(group, clusters, cluster or str(unit))
    else:
        cautions.append(
            "No cluster was named: rows count as independent. Repeated measurements of the same "
            "people or teams are not; name them with cluster."
        )
    return Rows(
        y[kept].to_numpy(),
        group,
        place >= change,
        place,
        periods,
        change,
        clusters,
        units,
        tuple(cautions),
    )


def _one_group_only(period: pd.Series, group: np.ndarray) -> list[Any]:
    both = pd.Series(group, period.index).groupby(period).nunique()
    return list(both.index[both < 2])


def _ordered(column: pd.Series) -> list[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype) and column.cat.ordered:
        return [one for one in column.cat.categories if (column == one).any()]
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        kinds = list(dict.fromkeys(column))
        if not all(isinstance(one, str) for one in kinds):
            raise DataError(f"period {column.name!r} mixes kinds; use dates, numbers or words")
        if {"before", "after"} == set(kinds):
            return ["before", "after"]
    return sorted(column.unique())


def _change(periods: list[Any], since: Any, name: str) -> int:
    if len(periods) < 2:
        raise DataError(
            f"period {name!r} has {len(periods)} value with both groups; before and after are needed"
        )
    if since is None:
        if len(periods) > 2:
            raise DataError(
                f"there are {len(periods)} periods; name the first one after the change with since"
            )
        return 1
    if isinstance(periods[0], pd.Timestamp):
        since = as_moment(since, pd.DatetimeIndex(periods), "since")
    try:
        before = sum(one < since for one in periods)
    except TypeError:
        raise DataError(
            f"since={since!r} cannot be compared with the periods, such as {said(periods[0])}"
        ) from None
    if periods and isinstance(periods[0], str):
        if since not in periods:
            raise DataError(f"since={since!r} is no period; there are {', '.join(periods)}")
        before = periods.index(since)
    if before in (0, len(periods)):
        side = "before" if before == 0 else "after"
        raise DataError(
            f"no period lies {side} the change: since={said(since)}, periods run from "
            f"{said(periods[0])} to {said(periods[-1])}"
        )
    return int(before)


def _codes(data: pd.DataFrame, name: str | None) -> np.ndarray | None:
    return None if name is None else pd.factorize(data[name])[0]


def _units(
    data: pd.DataFrame, group: np.ndarray, place: np.ndarray, units: np.ndarray, name: str
) -> None:
    frame = pd.DataFrame({"unit": units, "group": group, "place": place})
    switching = frame.groupby("unit")["group"].nunique()
    if (switching > 1).any():
        who = data[name].to_numpy()[units == switching.index[switching > 1][0]][0]
        raise DataError(f"{name} {who} is in both groups; treated must be true of all its rows")
    twice = frame.duplicated(["unit", "place"]).to_numpy()
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        raise DataError(
            f"{name} {data[name].iloc[row]} comes twice in one period; keep one row each",
            row=data.index[row],
        )


def _clusters(group: np.ndarray, clusters: np.ndarray, name: str) -> list[str]:
    counts = {kind: len(np.unique(clusters[group == kind])) for kind in (True, False)}
    for kind, word in ((True, "treated"), (False, "comparison")):
        if counts[kind] < 2:
            raise DataError(
                f"the {word} group is one cluster of {name!r}: how much clusters differ by chance "
                "cannot be seen. Name a smaller one (teams, people), and bear in mind that "
                "anything that befell the whole group then looks like an effect",
                column=name,
            )
    few = min(counts.values())
    if few < 4:
        return [
            f"One group has {few} clusters: no method gives a trustworthy interval with so few "
            "(MacKinnon & Webb 2017)."
        ]
    return []
