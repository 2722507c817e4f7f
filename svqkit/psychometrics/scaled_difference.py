"""The χ² difference of nested models whose χ² is scaled: scaled itself, not subtracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.sem.estimation import Estimate
from svqkit.psychometrics.sem.result import CFA

__all__ = ["scaled_difference", "scaling_between"]


def _excess(model: CFA) -> float:
    """c·df of a fitted model, 0 where it has no degrees of freedom."""
    if model.corrections is None:
        raise DataError(f"estimator={model.estimator!r} has no scaled χ²")
    return model.corrections.model.excess if model.fit["df"] > 0 else 0.0


def scaling_between(general: CFA, at: Estimate, answers: Sequence[np.ndarray]) -> float:
    """Work out c·df of the general model at the restricted model's estimates.

    Parameters
    ----------
    general : CFA
    at : Estimate
        The general model's parameters where it implies the restricted model's moments.
    answers : sequence of ndarray (n, p)
        One a group, as :func:`svqkit.psychometrics.sem.groups.grouped_answers` gives them.

    Returns
    -------
    float
    """
    if general.fit["df"] == 0:
        return 0.0
    if general.method.scaled is None:
        raise DataError(f"estimator={general.estimator!r} has no scaled χ²")
    there = replace(at, information=general.problem.information(at.states))
    return general.method.scaled.correct(general.problem, there, answers).excess


def scaled_difference(
    restricted: CFA, general: CFA, *, general_excess: float | None = None
) -> float:
    """Scale the difference of two χ² (Satorra & Bentler 2001; 2010).

    Parameters
    ----------
    restricted, general : CFA
        Nested, of the same robust estimator.
    general_excess : float, optional
        c·df of the general model at the restricted model's estimates
        (:func:`scaling_between`), which gives the test of 2010; its own c·df by default.

    Returns
    -------
    float
        NaN where the scaling factor of the difference is not positive, as can happen with the
        test of 2001 in small samples; the one of 2010 avoids it.

    References
    ----------
    Satorra, A., & Bentler, P. M. (2001). A scaled difference chi-square test statistic for moment
    structure analysis. Psychometrika, 66, 507–514. Satorra, A., & Bentler, P. M. (2010). Ensuring
    positiveness of the scaled difference chi-square test statistic. Psychometrika, 75, 243–248.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> import pandas as pd
    >>> random = np.random.default_rng(1)
    >>> answers = random.normal(size=(200, 1)) ** 2 + random.normal(size=(200, 4))
    >>> data = pd.DataFrame(answers, columns=list("abcd"))
    >>> free = cfa(data, "f =~ a + b + c + d", estimator="MLR")
    >>> equal = cfa(data, "f =~ 1*a + 1*b + 1*c + 1*d", estimator="MLR")
    >>> bool(scaled_difference(equal, free) < equal.fit["chisq"] - free.fit["chisq"])
    True
    """
    steps = float(restricted.fit["df"] - general.fit["df"])
    inner = _excess(general) if general_excess is None else general_excess
    factor = (_excess(restricted) - inner) / steps
    if not factor > 0:
        return nan
    return float(restricted.fit["chisq"] - general.fit["chisq"]) / factor
