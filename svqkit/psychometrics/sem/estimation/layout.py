"""From the parameter table to the matrices: where each parameter stands, and what is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache

import numpy as np

from svqkit.psychometrics.sem.discrepancies.ordinal_sample import item_of_threshold
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalMatrices
from svqkit.psychometrics.sem.matrices.wiring import Cells, Wiring
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["build_matrices", "cells_of"]


def _positions(table: ParameterTable) -> dict[str, int]:
    """Place of each variable, and of each threshold as ``Q1|t1``."""
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    cuts = [
        f"{name}|t{at}"
        for name in table.observed
        for at in range(1, table.ordered.thresholds.get(name, 0) + 1)
    ]
    return position | {cut: at for at, cut in enumerate(cuts)}


def _place(row: Parameter, position: dict[str, int]) -> tuple[int, int]:
    """Row and column of a parameter in its matrix (a factor points to its items in A)."""
    if row.op == "|":
        return position[f"{row.lhs}|{row.rhs}"], 0
    left = position[row.lhs]
    if row.op in ("~1", "~*~"):
        return left, 0
    right = position[row.rhs]
    return (right, left) if row.op == "=~" else (left, right)


MATRIX_OF = {
    "=~": "paths",
    "~": "paths",
    "~~": "spread",
    "~1": "means",
    "|": "thresholds",
    "~*~": "scales",
}


def cells_of(rows: Sequence[Parameter], table: ParameterTable) -> dict[str, Cells]:
    """Sort parameters into the cells of A (``paths``), S (``spread``), m (``means``), and more.

    Thresholds and scales of ordered items have cells of these names.

    Parameters
    ----------
    rows : sequence of Parameter
    table : ParameterTable
        For the order of the variables.

    Returns
    -------
    dict of Cells
    """
    position = _positions(table)
    found: dict[str, list[tuple[int, int, int]]] = {name: [] for name in MATRIX_OF.values()}
    for row in rows:
        found[MATRIX_OF[row.op]].append((*_place(row, position), row.free - 1))
    return {
        name: Cells(*np.array(cells, dtype=int).reshape(-1, 3).T) for name, cells in found.items()
    }


def build_matrices(table: ParameterTable, samples: Sequence[Sample]) -> list[GroupMatrices]:
    """Lay out the matrices of every group.

    Parameters
    ----------
    table : ParameterTable
    samples : sequence of Sample
        For the moments that the model takes as given.

    Returns
    -------
    list of GroupMatrices
        In the order of the table's groups.
    """
    return [
        _with_moments(plain, sampled, sample, table)
        for (plain, sampled), sample in zip(_skeletons(table), samples, strict=True)
    ]


_Sampled = tuple[tuple[str, int, int], ...]
"""Cells that take the sample's moments: ``~~`` or ``~1``, row and column."""


def _with_moments(
    plain: GroupMatrices, sampled: _Sampled, sample: Sample, table: ParameterTable
) -> GroupMatrices:
    """Fill in the moments that a model takes from the sample as given."""
    if table.means and not sampled:
        return plain
    spread, means = plain.spread.copy(), plain.intercepts.copy()
    if not table.means:
        means[: plain.n_observed] = sample.mean
    for op, at, other in sampled:
        if op == "~~":
            spread[at, other] = spread[other, at] = sample.covariance[at, other]
        else:
            means[at] = sample.mean[at]
    return replace(plain, spread=spread, intercepts=means)


@lru_cache(maxsize=64)
def _skeletons(table: ParameterTable) -> tuple[tuple[GroupMatrices, _Sampled], ...]:
    """Lay out what a table says of each group by itself, whatever the sample."""
    p, size = len(table.observed), len(table.observed) + len(table.latent)
    position = _positions(table)
    laid = []
    for group in range(len(table.groups)):
        rows = [row for row in table.rows if row.group == group]
        paths, spread, means = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
        sampled = []
        for row in rows:
            if row.free or row.implied or row.op in ("|", "~*~"):
                continue
            at, other = _place(row, position)
            if row.sampled:
                sampled.append((row.op, at, other))
            elif row.op == "~~":
                spread[at, other] = spread[other, at] = row.value
            elif row.op == "~1":
                means[at] = row.value
            else:
                paths[at, other] = row.value
        cells = cells_of([row for row in rows if row.free], table)
        arrows = paths != 0
        arrows[cells["paths"].row, cells["paths"].column] = True
        if not table.ordered.thresholds:
            del cells["thresholds"], cells["scales"]
        plain = GroupMatrices(paths, spread, means, Wiring(cells, arrows), p, table.means)
        if table.ordered.thresholds:
            plain = _with_thresholds(plain, rows, position, table)
        laid.append((plain, tuple(sampled)))
    return tuple(laid)


def _with_thresholds(
    plain: GroupMatrices,
    rows: Sequence[Parameter],
    position: dict[str, int],
    table: ParameterTable,
) -> OrdinalMatrices:
    """Lay out thresholds and scales beside the other matrices."""
    counts = {name: table.ordered.thresholds[name] for name in table.observed}
    item_of = item_of_threshold(counts)
    fixed = {"|": np.zeros(len(item_of)), "~*~": np.ones(len(counts))}
    for row in rows:
        if row.op in fixed and not row.free and not row.implied:
            fixed[row.op][_place(row, position)[0]] = row.value
    return OrdinalMatrices(
        **{one.name: getattr(plain, one.name) for one in fields(plain)},
        thresholds=fixed["|"],
        scales=fixed["~*~"],
        item_of=item_of,
        theta=table.ordered.scale is None,
    )
