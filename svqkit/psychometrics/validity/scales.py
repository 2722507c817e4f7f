"""Which factors are scales of items of their own, and where they stand in the matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from svqkit.psychometrics.sem.results.result import CFA

__all__ = ["Scale", "find_scales"]


@dataclass(frozen=True)
class Scale:
    """A factor's place in the matrices, its items, and whether none of them loads elsewhere."""

    name: str
    factor: int
    items: np.ndarray
    pure: bool


def find_scales(fit: CFA) -> list[Scale]:
    """Find the factors with items of their own; outcomes that are regressed on a factor are none.

    Parameters
    ----------
    fit : CFA

    Returns
    -------
    list of Scale
    """
    indicators = fit.table.roles.indicators
    p = len(fit.items)
    loads = np.zeros((p, len(fit.factors)), dtype=bool)
    for at, factor in enumerate(fit.factors):
        for item in indicators[factor]:
            if item in fit.items:
                row = fit.items.index(item)
                loads[row, at] = any(abs(s.paths[row, p + at]) > 0 for s in fit.found.states)
    tangible = np.array(
        [(np.abs(s.paths[:p, p:]).round(5) > 0) & loads for s in fit.found.states]
    ).any(axis=0)
    crossed = tangible.sum(axis=1) > 1
    found = []
    for at, name in enumerate(fit.factors):
        items = np.flatnonzero(loads[:, at])
        if len(items):
            found.append(Scale(name, at, items, len(items) > 1 and not crossed[items].any()))
    return found
