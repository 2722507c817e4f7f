"""Which parameters the data cannot tell apart: the null space of the information matrix."""

from __future__ import annotations

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.data.positive import all_above
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["refuse_unidentified", "undetermined"]

SINGULAR = 1e-9
"""Smallest eigenvalue of the information, scaled to a unit diagonal, that counts as positive."""


def undetermined(information: np.ndarray) -> list[int]:
    """Find the parameters (from 0) that take part in a direction without information.

    Parameters
    ----------
    information : ndarray (k, k)

    Returns
    -------
    list of int
        Empty where the information has full rank.

    Examples
    --------
    >>> undetermined(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 2.0]]))
    [0, 1]
    """
    diagonal = np.diag(information)
    silent = diagonal <= 1e-30 * float(diagonal.max())
    scale = 1.0 / np.sqrt(np.where(silent, 1.0, diagonal))
    scaled = information * scale * scale[:, None]
    if not silent.any() and all_above(scaled, SINGULAR):
        return []
    values, vectors = np.linalg.eigh(scaled)
    null = vectors[:, values <= SINGULAR]
    weight = np.sqrt((null**2).sum(axis=1))
    return [int(at) for at in np.flatnonzero((weight > 1e-3) | silent)]


def refuse_unidentified(
    information: np.ndarray, table: ParameterTable, *, degrees: int, at_solution: bool = False
) -> None:
    """Refuse a model with parameters that the data cannot determine, and name them.

    Parameters
    ----------
    information : ndarray (k, k)
    table : ParameterTable
    degrees : int
        Degrees of freedom of the model.
    at_solution : bool
        Whether the rank was lost only at the estimate.

    Raises
    ------
    ModelError
        Naming the parameters.
    """
    guilty = undetermined(information)
    if not guilty and degrees >= 0:
        return
    names = [table.names_of(at + 1) for at in guilty]
    shown = "; ".join(names[:12]) + (f"; and {len(names) - 12} more" if len(names) > 12 else "")
    if at_solution:
        raise ModelError(
            "the model is not identified by these data: at the estimate the information is "
            f"singular in {shown}; fix one of these, or set factor variances or loadings equal"
        )
    count = (
        f" ({table.n_free} free parameters for {table.n_free + degrees} moments)"
        if degrees < 0
        else ""
    )
    raise ModelError(
        f"the model is not identified{count}; not determined: {shown or 'some parameters'}; "
        "fix one of these, make some equal, or give the factor more items"
    )
