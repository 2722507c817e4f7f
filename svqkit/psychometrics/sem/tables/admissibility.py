"""Estimates that no population could have: negative variances, correlations beyond ±1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["inadmissible", "undefined", "unit_variances"]


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


def undefined(parameters: pd.DataFrame) -> tuple[str, ...]:
    """Name the defined parameters whose formula has no finite value at the estimates.

    Parameters
    ----------
    parameters : DataFrame
        ``op``, ``lhs``, ``rhs`` and ``est``.

    Returns
    -------
    tuple of str
    """
    lost = parameters[(parameters["op"] == ":=") & ~np.isfinite(parameters["est"])]
    return tuple(
        f"The defined parameter {row.lhs} := {row.rhs} has no finite value at the estimates: it "
        "divides by 0, or takes a root or logarithm of a negative number."
        for row in lost.itertuples()
    )


def unit_variances(parts: Iterable[Moments]) -> tuple[str, ...]:
    """Say what a model of a correlation matrix can and cannot tell.

    Parameters
    ----------
    parts : iterable of Moments
        One a group.

    Returns
    -------
    tuple of str
        One sentence where every item of every group has a variance of 1, none otherwise.

    References
    ----------
    Cudeck, R. (1989). Analysis of correlation matrices using covariance structure models.
    Psychological Bulletin, 105, 317–327.
    """
    for part in parts:
        variances = np.diag(part.cross_products.to_numpy()) / (part.n - 1)
        if not (np.abs(variances - 1.0) <= 1e-8).all():
            return ()
    return (
        "All variances are 1, as in a correlation matrix: standard errors of unstandardised "
        "estimates are those of items whose variances were 1, not of standardised items; take "
        "those of .standardized. χ² is right only if the model does not depend on the items' "
        "units (no equal or fixed loadings but the markers, no equal residuals, no equality over "
        "groups). Standard deviations, given as sd=, make both right (Cudeck 1989).",
    )
