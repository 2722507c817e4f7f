"""Differences of the χ² of nested models, and of the indices that go with them, by estimator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from svqkit.psychometrics.comparison.scaled_difference import (
    scaled_difference,
    scaled_shifted_difference,
    scaling_between,
)
from svqkit.psychometrics.sem.estimation.estimation import Estimate
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.samples.groups import grouped_answers

__all__ = ["SCALED", "chisq_difference", "judged_by", "way_of_scaling"]

SCALED = ("2000", "2001", "2010")
"""Ways of scaling the difference of two χ², by the year of their source."""


def chisq_difference(
    restricted: CFA, general: CFA, at: Estimate, scaled: str | None, answers: Any
) -> float:
    """Subtract the χ² of the general model from the restricted one's, scaled where both are.

    Parameters
    ----------
    restricted, general : CFA
        Nested, of the same estimator.
    at : Estimate
        The general model where it implies the restricted one's moments.
    scaled : {"2000", "2001", "2010"}, optional
        As :func:`svqkit.psychometrics.comparison.compare.compare_models`.
    answers : tuple of items and group
        For ``scaled="2010"``.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the estimator does not go with this way of scaling.
    """
    if restricted.method.scaled is None or restricted.corrections is None:
        return max(float(restricted.fit["chisq"] - general.fit["chisq"]), 0.0)
    way = scaled or restricted.method.scaled.difference
    needs = restricted.method.scaled.needs_answers
    if (way == "2000") == needs or (
        way != "2000" and restricted.method.scaled.difference != "2001"
    ):
        raise ValueError(
            f'scaled="{way}" is not offered with estimator={restricted.estimator!r}; choose from '
            + ("2001, 2010" if needs else "2000")
        )
    if way == "2000":
        return scaled_shifted_difference(restricted, general)
    if way == "2001":
        return scaled_difference(restricted, general)
    items, group = answers
    given = grouped_answers(
        items, general.items, group, general.table.groups, wanted_by="scaled='2010'"
    )
    given = tuple(
        sample.usable(part) for sample, part in zip(general.problem.samples, given, strict=True)
    )
    inner = scaling_between(general, at, given)
    return scaled_difference(restricted, general, general_excess=inner)


def judged_by(*models: CFA) -> str:
    """Say which CFI and RMSEA are compared: robust ones where all models have them.

    Parameters
    ----------
    *models : CFA

    Returns
    -------
    str
        "", "_robust" or "_scaled", which follows the index's name.
    """
    if any(model.corrections is None for model in models):
        return ""
    known = all(np.isfinite(model.fit[["cfi_robust", "rmsea_robust"]]).all() for model in models)
    return "_robust" if known else "_scaled"


def way_of_scaling(scaled: str | None, models: Mapping[str, CFA]) -> str:
    """Say how χ² differences are scaled, and which indices are compared.

    Parameters
    ----------
    scaled : str or None
    models : mapping of name to CFA

    Returns
    -------
    str
        Part of a sentence; empty where nothing is scaled.
    """
    methods = [model.method.scaled for model in models.values()]
    known = [method for method in methods if method is not None]
    if len(known) < len(methods):
        return ""
    way = scaled or known[0].difference
    name = "Satorra (2000), scaled and shifted" if way == "2000" else f"Satorra & Bentler ({way})"
    scaled_only = judged_by(*models.values()) == "_scaled"
    why = "; ΔCFI and ΔRMSEA are those of the scaled indices where robust ones are not defined"
    return f", scaled by {name}{why * scaled_only}"
