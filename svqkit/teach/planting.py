"""Faults planted in a learner's survey: which item, dimension or branch, as the seed draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.responses.responses import Responses
from svqkit.teach.schema import Faults

__all__ = ["draw_faults", "population_with", "turn_item"]

WEAK_LOADING = 0.12
OWN_LOADING, OTHER_LOADING = 0.42, 0.45
BRANCH_EFFECT = -0.8
NEAR = 0.7
"""Dimensions correlated above this are too alike for a cross-loading to be told."""


def draw_faults(
    faults: Faults,
    instrument: Instrument,
    correlations: pd.DataFrame,
    branches: list[str],
    seed: int,
) -> dict[str, Any]:
    """Draw where each wanted fault lies; no two lie in one dimension while there are enough.

    Every kind is drawn whether it is wanted or not, so that a fault stays where it is from lesson to
    lesson.

    Parameters
    ----------
    faults : Faults
    instrument : Instrument
    correlations : DataFrame (dimensions × dimensions)
    branches : list of str
    seed : int

    Returns
    -------
    dict
        ``reversed_item`` and ``weak_item`` (codes), ``cross_loading`` (``item``, ``own``,
        ``other``), ``branch`` (``branch``, ``dimension``); those that are wanted.

    Raises
    ------
    ValueError
        If a fault is wanted in a dimension that the instrument does not have.

    Examples
    --------
    >>> import svqkit as svq
    >>> servqual = svq.load_instrument("servqual")
    >>> names = list(servqual.mapping)
    >>> far = pd.DataFrame(np.eye(5), index=names, columns=names)
    >>> draw_faults(Faults(weak_item="empathy"), servqual, far, ["North"], 0)["weak_item"] in (
    ...     servqual.mapping["empathy"])
    True
    """
    mapping = instrument.mapping
    rng = np.random.default_rng([seed, 1988])
    free = [str(name) for name in rng.permutation(list(mapping))]
    items = {name: [str(code) for code in rng.permutation(mapping[name])] for name in free}
    kinds = ("weak_item", "reversed_item", "cross_loading", "branch")
    named = {kind: name for kind in kinds if isinstance(name := getattr(faults, kind), str)}
    for kind, name in named.items():
        if name not in mapping:
            known = ", ".join(mapping)
            raise ValueError(f"{kind} is wanted in {name!r}; there are {known}")
    rest = [name for name in free if name not in named.values()] or free
    place = {kind: named.get(kind) or rest[at % len(rest)] for at, kind in enumerate(kinds)}
    code = {kind: items[place[kind]][at] for at, kind in enumerate(kinds)}
    own = place["cross_loading"]
    near = correlations.index[correlations[own] >= NEAR]  # its own dimension among them
    far = [name for name in free if name not in near]
    drawn = {
        "weak_item": code["weak_item"],
        "reversed_item": code["reversed_item"],
        "cross_loading": {"item": code["cross_loading"], "own": own, "other": far[0]},
        "branch": {"branch": str(rng.choice(branches)), "dimension": place["branch"]},
    }
    return {kind: drawn[kind] for kind in kinds if getattr(faults, kind)}


def population_with(figures: Mapping[str, Any], planted: Mapping[str, Any]) -> dict[str, Any]:
    """Change a population's figures so that they hold the planted faults.

    Parameters
    ----------
    figures : mapping
        For ``simulate(population=…)``.
    planted : mapping
        From :func:`draw_faults`.

    Returns
    -------
    dict

    Examples
    --------
    >>> population_with({"loadings": {"Q1": 0.8}}, {"weak_item": "Q1"})["loadings"]
    {'Q1': 0.12}
    """
    changed, loadings = dict(figures), dict(figures["loadings"])
    if "weak_item" in planted:
        loadings[planted["weak_item"]] = WEAK_LOADING
    if "cross_loading" in planted:
        cross = planted["cross_loading"]
        loadings[cross["item"]] = OWN_LOADING
        changed["cross_loadings"] = {cross["item"]: {cross["other"]: OTHER_LOADING}}
    if "branch" in planted:
        worse = planted["branch"]
        changed["group_effects"] = {worse["branch"]: {worse["dimension"]: BRANCH_EFFECT}}
    return {**changed, "loadings": loadings}


def turn_item(responses: Responses, code: str) -> dict[str, Any]:
    """Code one item the wrong way round in every form; who does not read has not noticed it.

    Parameters
    ----------
    responses : Responses
        Simulated: its truth says who is careless.
    code : str

    Returns
    -------
    dict of str to DataFrame
        Perceptions and expectations, for ``dataclasses.replace``.
    """
    both = responses.instrument.scale.low + responses.instrument.scale.high
    careless = list((responses.truth or {})["careless"])
    turned = {}
    for name in ("perceptions", "expectations"):
        frame = getattr(responses, name).copy()
        read = ~frame.index.isin(careless)
        frame.loc[read, code] = both - frame.loc[read, code]
        turned[name] = frame
    return turned
