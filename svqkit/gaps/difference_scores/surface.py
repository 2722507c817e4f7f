"""Response surfaces: how an outcome depends on perception and expectation together.

A gap score forces perception and expectation into one number. The surface lets the data say what
each of them does, and whether the difference is all that matters (Edwards & Parry 1993).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.difference_scores.surface_of_scores import fit_surface
from svqkit.gaps.difference_scores.surface_result import ResponseSurface
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs, total_pairs
from svqkit.psychometrics.prediction.predictors import outcome_table

__all__ = ["response_surface"]


def response_surface(
    responses: Any,
    outcome: str | pd.Series | None = None,
    *,
    dimension: str | None = None,
    center: str | float = "midpoint",
    errors: str = "OLS",
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> ResponseSurface:
    """Fit the outcome as a quadratic surface over perception and expectation.

    Z = b0 + b1 P + b2 E + b3 P² + b4 PE + b5 E². X is the perception and Y the expectation, so
    a3 = b1 − b2 above zero means that being served better than expected raises the outcome.

    Parameters
    ----------
    responses : Responses
        With perceptions and expectations on the same scale.
    outcome : str or Series, optional
        A column of ``responses.respondents`` or numbers on its index; the first of
        ``responses.outcomes`` otherwise.
    dimension : str, optional
        Scores of this dimension; total scores otherwise.
    center : {"midpoint", "mean", "none"} or float
        What is subtracted from both perception and expectation: the scale's midpoint, the mean of
        all their scores together, nothing, or a number. One value for both, since with two the
        line of congruence would no longer be P = E. The surface itself does not depend on it;
        b1, b2, a1 and a3 are slopes at the centre.
    errors : {"OLS", "HC3"}
        Standard errors under constant error variance, or robust ones.
    ci : float in (0, 1)
        Level of all intervals.
    bootstrap : int
        Resamples of respondents for percentile intervals; the stationary point and the principal
        axes have none without it.
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    ResponseSurface
        ``.coefficients .surface .models .comparison .stationary .principal_axes .discrepancies
        .checks .points .hull .reading .convention``.

    Raises
    ------
    DataError
        If there are no expectations or no outcome, too few respondents, or answers that do not
        determine a surface.
    ValueError
        If an option is out of range or the dimension unknown.

    References
    ----------
    Edwards, J. R., & Parry, M. E. (1993). On the use of polynomial regression equations as an
    alternative to difference scores. Academy of Management Journal, 36, 1577–1613. Edwards (2002),
    in Drasgow & Schmitt, Measuring and analyzing behavior in organizations, 350–400. Shanock et
    al. (2010), Journal of Business and Psychology, 25, 543–554.

    Examples
    --------
    >>> import svqkit as svq
    >>> surface = svq.response_surface(svq.load_dataset("bank"), "satisfaction")
    >>> list(surface.surface.index)
    ['a1', 'a2', 'a3', 'a4', 'a5']
    """
    scored_p, scored_e = dimension_pairs(*item_pairs(responses), responses.instrument.mapping)
    if dimension is None:
        p, e = total_pairs(scored_p, scored_e)
    elif dimension in scored_p.columns:
        p, e = scored_p[dimension], scored_e[dimension]
    else:
        there = ", ".join(map(repr, scored_p.columns))
        raise ValueError(f"there is no dimension {dimension!r}; the dimensions are {there}")
    scale = responses.instrument.scale
    return fit_surface(
        p,
        e,
        _outcome(responses, outcome),
        center=center,
        errors=errors,
        ci=ci,
        bootstrap=bootstrap,
        seed=seed,
        scale=(float(scale.low), float(scale.high)),
        dimension=dimension or "total",
        instrument=responses.instrument,
        said=f"{HALF_RULE}" + ("; the total weights the dimensions equally" * (dimension is None)),
    )


def _outcome(responses: Any, outcome: str | pd.Series | None) -> pd.Series:
    """Take the outcome's numbers by name, or the first one declared."""
    if outcome is None:
        if not responses.outcomes:
            raise DataError(
                "These answers have no outcome (such as overall quality or satisfaction) that a "
                "surface could stand over. Name a column, or read_responses(…, outcomes=…)."
            )
        outcome = responses.outcomes[0]
    wanted: Any = [outcome] if isinstance(outcome, str) else outcome
    if isinstance(outcome, pd.Series):
        wanted = outcome.reindex(responses.perceptions.index)
    return outcome_table(responses, wanted).iloc[:, 0]
