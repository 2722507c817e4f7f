"""Whether one model is nested in another, and whether two may be compared at all."""

from __future__ import annotations

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem, estimate
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.estimators.estimators import choose_estimator
from svqkit.psychometrics.sem.results.result import CFA

__all__ = ["apart", "is_nested", "reproduced", "same_data"]

NO_MISFIT = 1e-6
"""Discrepancy below which one model reproduces another's implied moments exactly."""


def same_data(one: CFA, other: CFA) -> bool:
    """Whether two models were fitted to the same items of the same respondents.

    Parameters
    ----------
    one, other : CFA

    Returns
    -------
    bool
    """
    if set(one.items) != set(other.items) or one.groups != other.groups or one.n != other.n:
        return False
    order = [other.items.index(name) for name in one.items]
    for mine, theirs in zip(one.problem.samples, other.problem.samples, strict=True):
        if mine.n != theirs.n or not np.allclose(
            mine.covariance, theirs.covariance[np.ix_(order, order)], rtol=1e-9
        ):
            return False
    return True


def apart(name: str, row: CFA, against: str, reference: CFA) -> list[str]:
    """Say why two models' fit cannot be compared; empty where it can.

    Parameters
    ----------
    name, against : str
        What the models are called.
    row, reference : CFA

    Returns
    -------
    list of str
        At most one sentence.
    """
    if row.method.convention != reference.method.convention:
        return [f"{name!r} has another estimator than {against!r}, so their fit is not compared."]
    if not same_data(row, reference):
        return [
            f"{name!r} was fitted to other items, respondents or groups than {against!r}: neither "
            "χ² nor AIC and BIC of the two can be compared."
        ]
    return []


def reproduced(restricted: CFA, general: CFA) -> Estimate | None:
    """Fit the general model to the restricted one's implied moments.

    Parameters
    ----------
    restricted, general : CFA

    Returns
    -------
    Estimate or None
        None if the general model cannot reproduce them.
    """
    if restricted.fit["df"] < general.fit["df"] or not same_data(general, restricted):
        return None
    order = [restricted.items.index(name) for name in general.items]
    both = zip(restricted.problem.samples, restricted.found.states, strict=True)
    samples = tuple(sample.implied_by(state, order) for sample, state in both)
    groups = tuple(build_matrices(general.table, samples))
    complete = choose_estimator(general.method.name, ordered=bool(general.table.ordered.thresholds))
    problem = Problem(groups, samples, complete.discrepancy, general.problem.n_free)
    try:
        found = estimate(problem, admissible_start(problem, general.table))
    except ConvergenceError:
        return None
    return found if found.value < NO_MISFIT else None


def is_nested(restricted: CFA, general: CFA) -> bool:
    """Say whether a model is a special case of another, by fitting one to the other.

    A model is nested in another if the other reproduces its implied moments exactly.

    Parameters
    ----------
    restricted, general : CFA
        Fitted to the same data.

    Returns
    -------
    bool

    References
    ----------
    Bentler, P. M., & Satorra, A. (2010). Testing model nesting and equivalence. Psychological
    Methods, 15, 111–123.

    Examples
    --------
    >>> import pandas as pd
    >>> from svqkit.psychometrics.cfa import cfa
    >>> from svqkit.psychometrics.moments import Moments
    >>> r = pd.DataFrame(np.full((4, 4), 0.4) + 0.6 * np.eye(4), list("abcd"), list("abcd"))
    >>> r.loc["a", "b"] = r.loc["b", "a"] = 0.6
    >>> data = Moments.from_covariance(r, n=200)
    >>> one = cfa(data, "f =~ a + b + c + d")
    >>> two = cfa(data, "f =~ a + b + c + d; a ~~ b")
    >>> is_nested(one, two), is_nested(two, one)
    (True, False)
    """
    return reproduced(restricted, general) is not None
