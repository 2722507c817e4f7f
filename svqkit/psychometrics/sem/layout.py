"""From the parameter table to the matrices: where each parameter stands, and what is fixed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svqkit.psychometrics.sem.matrices import Cells, GroupMatrices
from svqkit.psychometrics.sem.row import Parameter
from svqkit.psychometrics.sem.sample import Sample
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["build_matrices", "cells_of"]


def _place(row: Parameter, position: dict[str, int]) -> tuple[int, int]:
    """Row and column of a parameter in its matrix (a factor points to its items in A)."""
    left = position[row.lhs]
    if row.op == "~1":
        return left, 0
    right = position[row.rhs]
    return (right, left) if row.op == "=~" else (left, right)


def _matrix_of(row: Parameter) -> str:
    return {"=~": "paths", "~": "paths", "~~": "spread", "~1": "means"}[row.op]


def cells_of(rows: Sequence[Parameter], table: ParameterTable) -> dict[str, Cells]:
    """Sort parameters into the cells of A (``paths``), S (``spread``) and m (``means``).

    Parameters
    ----------
    rows : sequence of Parameter
    table : ParameterTable
        For the order of the variables.

    Returns
    -------
    dict of Cells
    """
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    found: dict[str, list[tuple[int, int, int]]] = {"paths": [], "spread": [], "means": []}
    for row in rows:
        found[_matrix_of(row)].append((*_place(row, position), row.free - 1))
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
    p, size = len(table.observed), len(table.observed) + len(table.latent)
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    laid = []
    for group, sample in enumerate(samples):
        rows = [row for row in table.rows if row.group == group]
        paths, spread, means = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
        if not table.means:
            means[:p] = sample.mean
        for row in rows:
            if row.free:
                continue
            at, other = _place(row, position)
            if row.op == "~~":
                value = sample.covariance[at, other] if row.sampled else row.value
                spread[at, other] = spread[other, at] = value
            elif row.op == "~1":
                means[at] = sample.mean[at] if row.sampled else row.value
            else:
                paths[at, other] = row.value
        cells = cells_of([row for row in rows if row.free], table)
        laid.append(
            GroupMatrices(
                paths,
                spread,
                means,
                cells["paths"],
                cells["spread"],
                cells["means"],
                p,
                table.means,
            )
        )
    return laid
