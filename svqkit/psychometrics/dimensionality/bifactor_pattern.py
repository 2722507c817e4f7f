"""Read a bifactor pattern out of a fitted model, an exploratory solution or a table of loadings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.dimensionality.bifactor_formulas import Pattern
from svqkit.psychometrics.exploratory.efa import EFA
from svqkit.psychometrics.extraction.extraction import extract
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.results.result import CFA

__all__ = [
    "Read",
    "measured_items",
    "pattern_of_exploration",
    "pattern_of_loadings",
    "pattern_of_model",
    "standardised_loadings",
]

ORTHOGONAL = 1e-8

Read = tuple[Pattern, list[str], list[str]]
"""A pattern with the names of its items and factors."""


def measured_items(fit: CFA) -> np.ndarray:
    """Mark the observed variables that a factor is measured by (p)."""
    measured = {name for names in fit.table.roles.indicators.values() for name in names}
    return np.array([name in measured for name in fit.items])


def _general(members: np.ndarray, names: list[str]) -> int:
    """Find the factor that all items load on."""
    full = np.flatnonzero(members.all(axis=0))
    if members.shape[1] < 2:
        raise ModelError("a bifactor solution has special factors beside the general one")
    if len(full) != 1:
        many = "more than one" if len(full) else "none"
        raise ModelError(
            f"a bifactor solution has one factor with all items; among {', '.join(names)} there is "
            f"{many}"
        )
    return int(full[0])


def standardised_loadings(state: State) -> np.ndarray:
    """Standardise loadings, analytic for complex steps; NaN where a factor's variance is negative."""
    p = state.p
    with np.errstate(invalid="ignore"):
        latent = np.sqrt(np.diag(state.total)[p:])
    return np.asarray(state.paths[:p, p:] * latent / np.sqrt(np.diag(state.total)[:p])[:, None])


def pattern_of_model(fit: CFA) -> Read:
    """Take the standardised loadings of a bifactor model; refuse any other model."""
    if fit.groups:
        raise ModelError("bifactor indices take a model of one group; fit each group on its own")
    state = fit.found.states[0]
    p = state.p
    indicators = fit.table.roles.indicators
    loaded = [[item in indicators[f] for f in fit.factors] for item in fit.items]
    members = np.array(loaded, dtype=bool)
    at = measured_items(fit)
    general = _general(members[at], list(fit.factors))
    latent = state.total[p:, p:]
    with np.errstate(invalid="ignore"):
        sd = np.sqrt(np.diag(latent))
    together = np.abs(latent / np.outer(sd, sd) - np.eye(len(sd)))
    if (together > ORTHOGONAL).any():
        one, other = np.unravel_index(int(together.argmax()), together.shape)
        raise ModelError(
            f"factors {fit.factors[one]!r} and {fit.factors[other]!r} correlate; bifactor indices "
            f"need orthogonal factors ('{fit.factors[one]} ~~ 0*{fit.factors[other]}')"
        )
    loadings = standardised_loadings(state)[at]
    unique = (np.diag(state.spread)[:p] / np.diag(state.total)[:p])[at]
    items = [name for name, measured in zip(fit.items, at, strict=True) if measured]
    return Pattern(loadings, unique, members[at], general), items, list(fit.factors)


def pattern_of_exploration(solution: EFA) -> Read:
    """Turn oblique factors into a general and special ones (Schmid & Leiman 1957)."""
    m = len(solution.factors)
    if m < 3:
        raise ModelError(f"Schmid and Leiman's solution needs three factors or more, not {m}")
    phi = solution.phi.to_numpy()
    if np.abs(phi - np.eye(m)).max() < ORTHOGONAL:
        raise ModelError("the factors are orthogonal; take an oblique rotation such as oblimin")
    second = extract(phi, 1, "minres").loadings[:, 0]
    if second.sum() < 0:
        second = -second
    rotated = solution.loadings.to_numpy()
    special = rotated * np.sqrt(np.maximum(1 - second**2, 0.0))
    loadings = np.column_stack([rotated @ second, special])
    members = np.zeros(loadings.shape, dtype=bool)
    members[:, 0] = True
    members[np.arange(len(special)), 1 + np.abs(special).argmax(axis=1)] = True
    unique = 1 - solution.communalities.to_numpy()
    return (
        Pattern(loadings, unique, members, 0),
        list(solution.loadings.index),
        ["general", *solution.factors],
    )


def pattern_of_loadings(table: pd.DataFrame) -> Read:
    """Take a table of loadings, with zeros where an item does not load."""
    loadings = table.to_numpy(dtype=float)
    if not np.isfinite(loadings).all():
        raise DataError("loadings must be numbers: write 0 where an item does not load")
    members = loadings != 0
    names = [str(name) for name in table.columns]
    general = _general(members, names)
    unique = 1 - (loadings**2).sum(axis=1)
    if (unique <= 0).any():
        at = table.index[int(unique.argmin())]
        raise DataError(
            f"the squared loadings of {at!r} sum to 1 or more; give standardised loadings of "
            "orthogonal factors",
            row=at,
        )
    return Pattern(loadings, unique, members, general), list(map(str, table.index)), names
