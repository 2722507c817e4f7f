"""The χ² difference of nested models whose χ² is scaled: scaled itself, not subtracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan
from typing import cast

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.estimation.estimation import Estimate
from svqkit.psychometrics.sem.fit.ordinal_tests import free_moments, scaled_and_shifted
from svqkit.psychometrics.sem.results.result import CFA

__all__ = ["scaled_difference", "scaled_shifted_difference", "scaling_between"]


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
        One a group, as :func:`svqkit.psychometrics.sem.samples.groups.grouped_answers` gives them.

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


def scaled_shifted_difference(restricted: CFA, general: CFA) -> float:
    """Scale and shift the difference of two χ² of ordered answers (Satorra 2000).

    With Δ₁ and Δ₀ the derivatives of the moments in both models and H = Δ₁⁺ Δ₀, the difference is
    a weighted sum of χ² variables with the weights of (P⁻¹ − H (Hᵀ P H)⁻¹ Hᵀ) Δ₁ᵀ W Γ W Δ₁, P the
    information of the general model; it is given the mean and variance of χ² as WLSMV's own test.

    Parameters
    ----------
    restricted, general : CFA
        Nested, of the same estimator for ordered items.

    Returns
    -------
    float

    References
    ----------
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis of moment
    structures. As lavaan's ``lavTestLRT(method = "satorra.2000", A.method = "delta")``.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> import pandas as pd
    >>> random = np.random.default_rng(1)
    >>> answers = random.normal(size=(300, 1)) + random.normal(size=(300, 4))
    >>> data = pd.DataFrame(np.digitize(answers, [-1, 1]), columns=list("abcd"))
    >>> free = cfa(data, "f =~ a + b + c + d", ordered=True)
    >>> equal = cfa(data, "f =~ 1*a + 1*b + 1*c + 1*d", ordered=True)
    >>> bool(scaled_shifted_difference(equal, free) > 0)
    True
    """
    if general.corrections is None:
        raise DataError(f"estimator={general.estimator!r} has no scaled χ²")
    order = [restricted.items.index(name) for name in general.items]
    samples = [cast(OrdinalSample, sample) for sample in restricted.problem.samples]
    inner = zip(samples, free_moments(restricted.problem, restricted.found), strict=True)
    below = np.concatenate(
        [delta[:, sample.moment_order(order)] for sample, delta in inner], axis=1
    )
    above = np.concatenate(free_moments(general.problem, general.found), axis=1)
    reach = np.linalg.lstsq(above.T, below.T, rcond=None)[0]
    information, meat = general.found.information, general.corrections.model.meat
    left = np.linalg.inv(information)
    left -= reach @ np.linalg.solve(reach.T @ information @ reach, reach.T)
    product = left @ meat
    steps = int(restricted.fit["df"] - general.fit["df"])
    gain = float(restricted.fit["chisq"] - general.fit["chisq"])
    squared = float((product * product.T).sum())
    return scaled_and_shifted(gain, steps, float(np.trace(product)), squared).chisq
