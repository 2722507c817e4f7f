"""Estimates that no population could have: negative variances, correlations beyond ±1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from svqkit.psychometrics.sem.matrices import State
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["inadmissible"]


def _in_group(table: ParameterTable, group: int) -> str:
    return f" in group {table.groups[group]!r}" if len(table.groups) > 1 else ""


def _of_group(table: ParameterTable, state: State, where: str) -> list[str]:
    names = (*table.observed, *table.latent)
    found = []
    for name, value in zip(names, np.diag(state.spread), strict=True):
        if value < 0:
            kind = "residual variance" if name in table.observed else "variance"
            found.append(f"Heywood case{where}: the {kind} of {name} is negative ({value:.3f}).")
    p = state.p
    latent = state.total[p:, p:]
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.sqrt(np.diag(latent))
        correlations = latent / np.outer(sd, sd)
    beyond = False
    for (i, left), (j, right) in combinations(enumerate(table.latent), 2):
        if abs(correlations[i, j]) > 1:
            beyond = True
            found.append(
                f"The correlation of {left} and {right}{where} is beyond 1 "
                f"({correlations[i, j]:.3f}): they are not two factors."
            )
    if len(latent) > 1 and not beyond and (np.diag(latent) > 0).all():
        lowest = np.linalg.eigvalsh(correlations)[0]
        if lowest < -1e-8:
            found.append(f"The factor covariances{where} are not positive definite.")
    return found


def inadmissible(table: ParameterTable, states: Sequence[State]) -> tuple[str, ...]:
    """Describe every inadmissible estimate in a sentence, naming the item or factors.

    Parameters
    ----------
    table : ParameterTable
    states : sequence of State

    Returns
    -------
    tuple of str
        Empty where all is well.
    """
    found: list[str] = []
    for group, state in enumerate(states):
        found += _of_group(table, state, _in_group(table, group))
    return tuple(found)
