"""What a fit to ordered answers takes from its items: thresholds, polychorics and Γ by group."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.correlations.ordinal_statistics import (
    OrdinalStatistics,
    ordinal_statistics,
)
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import ordinal_sample
from svqkit.psychometrics.sem.estimators.data import Data
from svqkit.psychometrics.sem.samples.groups import GroupedMoments, complete_answers

__all__ = ["OrdinalData", "ordinal_data", "refuse_mixture"]


@dataclass(frozen=True)
class OrdinalData(Data):
    """Samples by group with the items' number of thresholds, and what a reader must know."""

    thresholds: dict[str, int]
    notes: tuple[str, ...]


def refuse_mixture(ordered: bool | str | Collection[str], names: Sequence[str]) -> None:
    """Refuse a list of ordered items that leaves out items of the model.

    Parameters
    ----------
    ordered : True, or names of the ordered items
    names : sequence of str
        The model's items.

    Raises
    ------
    ModelError
        Naming the items left out.
    """
    if ordered is True:
        return
    listed = {ordered} if isinstance(ordered, str) else set(ordered or ())
    left = [name for name in names if name not in listed]
    if left:
        raise ModelError(
            f"the model mixes ordered and numeric items, which is not offered: {', '.join(left)} "
            f"{'is' if len(left) == 1 else 'are'} not in ordered=; take ordered=True, or all items "
            "as numbers with estimator='MLR'"
        )


def _in_group(label: Hashable, labels: Sequence[Hashable]) -> str:
    return f" in group {label!r}" if len(labels) > 1 else ""


def _refuse_sparse(
    parts: Sequence[np.ndarray], names: Sequence[str], labels: Sequence[Hashable]
) -> None:
    """Refuse groups too small, constant items, and categories that a group leaves empty."""
    for part, label in zip(parts, labels, strict=True):
        if len(part) < 2:
            raise DataError(
                f"{len(part)} complete respondents{_in_group(label, labels)}; at least 2 are needed"
            )
    for column, name in enumerate(names):
        levels = [set(np.unique(part[:, column])) for part in parts]
        every = sorted(set().union(*levels))
        for level, label in zip(levels, labels, strict=True):
            if len(level) < 2:
                raise DataError(
                    f"item {name!r}{_in_group(label, labels)} is constant: everyone gave the same "
                    "answer, so it has no threshold; leave it out of the model",
                    column=name,
                )
            absent = [f"{value:g}" for value in every if value not in level]
            if absent:
                raise DataError(
                    f"nobody{_in_group(label, labels)} answered {', '.join(absent)} to item "
                    f"{name!r}, others did; groups must share their categories: join it with a "
                    "neighbouring category in all groups, or leave the item out",
                    column=name,
                )


def _refuse_degenerate(statistics: OrdinalStatistics, where: str) -> None:
    spread = np.diag(statistics.gamma.to_numpy())
    if (np.isfinite(spread) & (spread > 1e-12)).all():
        return
    name = statistics.gamma.index[int(np.argmin(np.nan_to_num(spread, nan=-1.0)))]
    raise DataError(
        f"the sampling variance of {name}{where} is not positive: too few respondents, or answers "
        "that follow from each other; join rare categories or leave an item out"
    )


def ordinal_data(
    items: Any, names: Sequence[str], group: Any, grouped: GroupedMoments
) -> OrdinalData:
    """Estimate thresholds, polychoric correlations and Γ in every group.

    Parameters
    ----------
    items : DataFrame or Responses
    names : sequence of str
        The model's items, in its order.
    group : Series or column name, or None
    grouped : GroupedMoments
        Of these items, for the labels.

    Returns
    -------
    OrdinalData

    Raises
    ------
    DataError
        If moments are given, an item is constant, groups do not share their categories, or the
        answers leave a statistic without sampling variance.
    """
    if isinstance(items, Moments):
        raise DataError(
            "ordered items need the single answers (for the covariances of polychorics), and "
            "moments hold none; give the answers themselves"
        )
    labels = grouped.labels
    wanted_by = "ordered="
    parts = complete_answers(items, names, group, labels, wanted_by=wanted_by)
    _refuse_sparse(parts, names, labels)
    statistics = []
    for part, label in zip(parts, labels, strict=True):
        found = ordinal_statistics(pd.DataFrame(part, columns=list(names)))
        _refuse_degenerate(found, _in_group(label, labels))
        statistics.append(found)
    levels = [np.unique(parts[0][:, at]) for at in range(len(names))]
    thresholds = {name: len(level) - 1 for name, level in zip(names, levels, strict=True)}
    notes = tuple(
        f"{note.rstrip('.')}{_in_group(label, labels)}."
        for found, label in zip(statistics, labels, strict=True)
        for note in found.notes
    )
    return OrdinalData(
        samples=tuple(ordinal_sample(found, names, levels) for found in statistics),
        moments=dict(zip(labels, grouped.parts, strict=True)),
        answers=(),
        n_dropped=grouped.n_dropped,
        thresholds=thresholds,
        notes=notes,
    )
