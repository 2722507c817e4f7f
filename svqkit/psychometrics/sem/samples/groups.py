"""Moments of a model's items, in one group or in each of several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.data.answers import as_items, refuse_matrix
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.data.table_moments import table_moments
from svqkit.psychometrics.sem.syntax.roles import Roles

__all__ = [
    "GroupedMoments",
    "answers_of",
    "complete_answers",
    "grouped_answers",
    "grouped_moments",
    "grouping",
    "refuse_collisions",
]


@dataclass(frozen=True)
class GroupedMoments:
    """Labels of the groups in order of first appearance, their moments, and who was left out."""

    labels: tuple[Hashable, ...]
    parts: tuple[Moments, ...]
    n_dropped: int

    @property
    def have_means(self) -> bool:
        """Whether all groups' means are known; a covariance matrix alone has none."""
        return not any(np.isnan(part.mean.to_numpy()).any() for part in self.parts)


def _refuse_unknown(names: Sequence[str], known: Sequence[Any]) -> None:
    there = set(known)
    absent = [name for name in names if name not in there]
    if not absent:
        return
    near = get_close_matches(absent[0], [str(k) for k in known], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise ModelError(
        f"the model names {', '.join(repr(name) for name in absent[:5])}"
        f"{' and others' if len(absent) > 5 else ''}, not among the items{hint}"
    )


def refuse_collisions(items: Any, roles: Roles) -> None:
    """Refuse an indicator whose name is both a factor's and a column's.

    Parameters
    ----------
    items : DataFrame, Responses or Moments
    roles : Roles

    Raises
    ------
    ModelError
        Naming the indicator.
    """
    measured = {name for names in roles.indicators.values() for name in names}
    higher = [factor for factor in roles.latent if factor in measured]
    columns = getattr(getattr(items, "perceptions", items), "columns", ()) if higher else ()
    clash = [factor for factor in higher if factor in columns]
    if clash:
        raise ModelError(
            f"{clash[0]!r} is the name of a factor and of an item, so the model could mean "
            "either; give the factor another name"
        )


def grouping(items: Any, group: Any) -> pd.Series:
    """Find the group of every respondent.

    Parameters
    ----------
    items : DataFrame or Responses
    group : Series aligned on the index, or the name of a column

    Returns
    -------
    Series
        On the index of the items.

    Raises
    ------
    DataError
        If the column is absent or the index does not match.
    """
    table = getattr(items, "perceptions", items)
    if isinstance(group, pd.Series):
        if not table.index.isin(group.index).all() or group.index.has_duplicates:
            raise DataError("group has another index than the items; align it on their rows")
        return group.loc[table.index]
    for place in (table, getattr(items, "respondents", None)):
        if place is not None and group in place.columns:
            return place[group]
    raise DataError(f"group {group!r} is not a column", column=group)


def answers_of(items: Any, names: Sequence[str], group: Any) -> pd.DataFrame:
    """Take the model's columns; with ``Responses`` criteria come from the respondents' table."""
    alone = isinstance(items, pd.DataFrame)
    table = items if alone else getattr(items, "perceptions", items)
    if not isinstance(table, pd.DataFrame):
        raise TypeError(
            f"items must be a DataFrame, Responses or Moments, not {type(items).__name__}"
        )
    refuse_matrix(table)
    columns = table.columns.tolist()
    others = None if alone else getattr(items, "respondents", None)
    if others is None and group is None and columns == list(names):
        return table
    known = list(columns)
    if others is not None:
        known += [column for column in others.columns if column not in known]
    if isinstance(group, str):
        known = [column for column in known if column != group]
    _refuse_unknown(names, known)
    there = set(columns)
    found = [name for name in names if name in there]
    chosen = table if found == columns else table[found]
    rest = [name for name in names if name not in found]
    return chosen.join(others[rest]) if others is not None and rest else chosen


def _of_each(items: Mapping[Hashable, Any], names: Sequence[str], group: Any) -> GroupedMoments:
    """Take each group's moments from a mapping of labels."""
    if group is not None:
        raise DataError("a mapping of moments names its groups itself: leave group= out")
    odd = [label for label, part in items.items() if not isinstance(part, Moments)]
    if odd:
        raise TypeError(f"group {odd[0]!r} is not Moments but {type(items[odd[0]]).__name__}")
    if len(items) < 2:
        raise DataError("a mapping of moments needs two groups or more; give the moments alone")
    for part in items.values():
        _refuse_unknown(names, part.columns)
    parts = tuple(part.select(list(names)) for part in items.values())
    return GroupedMoments(tuple(items), parts, sum(part.n_total - part.n for part in parts))


def grouped_moments(items: Any, names: Sequence[str], group: Any = None) -> GroupedMoments:
    """Gather the moments of a model's items, listwise over these items only.

    Parameters
    ----------
    items : DataFrame, Responses, Moments, or a mapping of group label to Moments
    names : sequence of str
        The model's observed variables.
    group : Series or column name, optional

    Returns
    -------
    GroupedMoments

    Raises
    ------
    ModelError
        If the model names an item that is absent.
    DataError
        If there is only one group, or no complete respondent.

    Examples
    --------
    >>> frame = pd.DataFrame({"Q1": [1, 2, 3, None], "Q2": [2, 1, 4, 3], "branch": list("baba")})
    >>> found = grouped_moments(frame, ["Q1", "Q2"], "branch")
    >>> found.labels, [m.n for m in found.parts], found.n_dropped
    (('b', 'a'), [2, 1], 1)
    """
    if isinstance(items, Mapping):
        return _of_each(items, names, group)
    if isinstance(items, Moments):
        if group is not None:
            raise DataError(
                "moments hold no groups; give the answers themselves with group=, "
                "or a mapping of each group's label to its moments"
            )
        _refuse_unknown(names, items.columns)
        whole = items.select(list(names))
        return GroupedMoments(("",), (whole,), whole.n_total - whole.n)
    table = answers_of(items, names, group)
    if group is None:
        whole = table_moments(table)
        return GroupedMoments(("",), (whole,), whole.n_total - whole.n)
    label_of = grouping(items, group)
    labels = tuple(pd.unique(label_of.dropna()))
    if len(labels) < 2:
        raise DataError("group has fewer than two labels; leave group= out")
    parts = tuple(
        table_moments(table[(label_of == label).to_numpy(dtype=bool)]) for label in labels
    )
    return GroupedMoments(labels, parts, len(table) - sum(part.n for part in parts))


def grouped_answers(
    items: Any, names: Sequence[str], group: Any, labels: Sequence[Hashable], *, wanted_by: str
) -> tuple[np.ndarray, ...]:
    """Take the single answers of every group, missing ones as NaN.

    Parameters
    ----------
    items : DataFrame or Responses
    names : sequence of str
        The model's observed variables, in its order.
    group : Series or column name, or None
    labels : sequence
        The groups, in the model's order.
    wanted_by : str
        What needs single answers, for the error.

    Returns
    -------
    tuple of ndarray (n, p)

    Raises
    ------
    DataError
        If there are only moments.
    """
    if isinstance(items, Moments | Mapping):
        raise DataError(
            f"{wanted_by} needs the single answers, and moments hold none; "
            "give the answers themselves, or take estimator='ML' with missing='listwise'"
        )
    table = as_items(answers_of(items, names, group))[list(names)]
    if group is None:
        return (table.to_numpy(),)
    label_of = grouping(items, group)
    return tuple(table[(label_of == label).to_numpy(dtype=bool)].to_numpy() for label in labels)


def complete_answers(
    items: Any,
    names: Sequence[str],
    group: Any,
    labels: Sequence[Hashable],
    *,
    wanted_by: str,
) -> tuple[np.ndarray, ...]:
    """Take the answers of every group's complete respondents, as :func:`grouped_answers`."""
    given = grouped_answers(items, names, group, labels, wanted_by=wanted_by)
    return tuple(part[~np.isnan(part).any(axis=1)] for part in given)
