"""What each start value is guessed from: laid out once a model, whatever its sample.

A factor's loadings come from the covariances of its own indicators, and the covariances of factors
from those of their indicators. So factors are found in turns, those measured by items first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf, isnan

import numpy as np

from svqkit.psychometrics.sem.matrices.wiring import Cells
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["SHARE", "GroupPlan", "StartPlan", "Turn", "plan_starts"]

SHARE = 0.5
"""Part of a variance that starts as residual."""
LARGEST = 0.8
"""Largest correlation between factors at the start."""


@dataclass(frozen=True)
class Turn:
    """Factors (f) whose loadings are found together, each from up to m indicators.

    ``factor`` (f) and ``indicator`` (f × m) are positions among all variables; ``measured``
    (f × m) says where a factor has indicators left. Times ``weight`` (f × m × m), less ``empty``,
    the indicators' covariances are those whose first principal axis gives the loadings.
    """

    factor: np.ndarray
    indicator: np.ndarray
    measured: np.ndarray
    weight: np.ndarray
    empty: np.ndarray

    @cached_property
    def loaded(self) -> tuple[np.ndarray, np.ndarray]:
        """Factor and indicator of each loading, in the order of ``measured``."""
        return self.factor[np.nonzero(self.measured)[0]], self.indicator[self.measured]


@dataclass(frozen=True)
class GroupPlan:
    """Where the start values of one group come from.

    ``markers`` are fixed loadings (factor, indicator) with their ``marks``; ``loadings`` and
    ``spread`` are cells (factor, indicator) and (left, right), with what a covariance is
    multiplied with and its largest size; ``own`` are rows that take a moment of the sample.
    """

    markers: Cells
    marks: np.ndarray
    loadings: Cells
    spread: Cells
    share: np.ndarray
    limit: np.ndarray
    own: tuple[tuple[Parameter, int], ...]


@dataclass(frozen=True)
class StartPlan:
    """Start values that need no sample (``plain``), and where the others come from."""

    plain: np.ndarray
    turns: tuple[Turn, ...]
    groups: tuple[GroupPlan, ...]


def _cells(found: Iterable[tuple[int, int, int]]) -> Cells:
    return Cells(*np.array(list(found), dtype=int).reshape(-1, 3).T)


def _turn(factors: list[str], table: ParameterTable, position: dict[str, int]) -> Turn:
    sizes = np.array([len(table.roles.indicators[factor]) for factor in factors])
    m = int(sizes.max())
    indicator = np.zeros((len(factors), m), dtype=int)
    for at, factor in enumerate(factors):
        indicator[at, : sizes[at]] = [position[name] for name in table.roles.indicators[factor]]
    measured = np.arange(m) < sizes[:, None]
    # half of each variance is taken off, but not from a single indicator
    own = np.where(sizes == 1, 1.0, 1.0 - SHARE)[:, None, None]
    weight = (measured[:, :, None] & measured[:, None, :]) * np.where(np.eye(m) > 0, own, 1.0)
    empty = np.eye(m) * ~measured[:, None, :]
    return Turn(
        np.array([position[factor] for factor in factors]), indicator, measured, weight, empty
    )


def _turns(table: ParameterTable, position: dict[str, int]) -> tuple[Turn, ...]:
    waiting, found = list(table.latent), []
    while waiting:
        ready = [
            f for f in waiting if not any(i in waiting for i in table.roles.indicators[f])
        ] or waiting[:1]
        found.append(_turn(ready, table, position))
        waiting = [factor for factor in waiting if factor not in ready]
    return tuple(found)


def _weight(row: Parameter, table: ParameterTable) -> tuple[float, float]:
    """Find what a covariance (or variance) is multiplied with, and its largest size before."""
    if row.lhs == row.rhs:
        return (1.0 if row.lhs in table.roles.exogenous else SHARE), inf
    pair = {row.lhs, row.rhs}
    if pair <= {*table.roles.exogenous}:
        return 1.0, LARGEST
    indicators = {name for names in table.roles.indicators.values() for name in names}
    observed_alone = pair <= {*table.observed} and not pair & indicators
    return (SHARE if observed_alone else 0.0), inf


def _group_plan(
    group: int, rows: list[Parameter], table: ParameterTable, position: dict[str, int]
) -> GroupPlan:
    """Sort the rows that decide start values (``rows``) by what they are guessed from."""
    markers = [
        row
        for row in table.rows
        if row.group == group and row.op == "=~" and not row.free and abs(row.value) > 1e-8
    ]
    spread = [row for row in rows if row.op == "~~"]
    weights = np.array([_weight(row, table) for row in spread]).reshape(-1, 2)
    return GroupPlan(
        _cells((position[row.lhs], position[row.rhs], -1) for row in markers),
        np.array([row.value for row in markers]),
        _cells((position[r.lhs], position[r.rhs], r.free - 1) for r in rows if r.op == "=~"),
        _cells((position[r.lhs], position[r.rhs], r.free - 1) for r in spread),
        weights[:, 0],
        weights[:, 1],
        tuple(
            (row, position[row.lhs])
            for row in rows
            if row.op == "|" or (row.op == "~1" and row.lhs in table.observed)
        ),
    )


@lru_cache(maxsize=64)
def plan_starts(table: ParameterTable) -> StartPlan:
    """Lay out what the start values of a model are guessed from.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    StartPlan
        Of equal rows the first decides, or a start value of the user's own.
    """
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    deciding: dict[int, Parameter] = {}
    for row in table.rows:
        if row.free and not isnan(row.start):
            deciding[row.free] = row
        elif row.free:
            deciding.setdefault(row.free, row)
    plain = np.zeros(table.n_free)
    guessed: list[list[Parameter]] = [[] for _ in table.groups]
    for number, row in deciding.items():
        if not isnan(row.start):
            plain[number - 1] = row.start
        elif row.op == "~*~":
            plain[number - 1] = 1.0
        else:
            guessed[row.group].append(row)
    groups = (_group_plan(at, rows, table, position) for at, rows in enumerate(guessed))
    return StartPlan(plain, _turns(table, position), tuple(groups))
