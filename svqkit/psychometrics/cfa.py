"""Confirmatory factor analysis: from items and a model to a fitted, judged model."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.baseline import degrees_of_freedom, fit_baseline
from svqkit.psychometrics.sem.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimators import ESTIMATORS, Estimator
from svqkit.psychometrics.sem.groups import grouped_answers, grouped_moments, refuse_collisions
from svqkit.psychometrics.sem.identification import refuse_unidentified
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.rescue import estimate_surely
from svqkit.psychometrics.sem.result import CFA
from svqkit.psychometrics.sem.roles import find_roles
from svqkit.psychometrics.sem.sample import sample_from
from svqkit.psychometrics.sem.scaled_fit import Corrections
from svqkit.psychometrics.sem.starts import admissible_start
from svqkit.psychometrics.sem.syntax import read_model
from svqkit.psychometrics.sem.table import ParameterTable, build_table

__all__ = ["CFA", "cfa"]

MISSING = ("listwise",)


def _check_choices(estimator: str, missing: str, ordered: object) -> None:
    if estimator not in ESTIMATORS:
        raise ValueError(f"estimator={estimator!r} is unknown; choose from {', '.join(ESTIMATORS)}")
    if missing not in MISSING:
        raise ValueError(f"missing={missing!r} is unknown; choose from {', '.join(MISSING)}")
    if ordered is not False:
        raise ValueError(f"ordered={ordered!r} is not offered; choose from False")


def _nudged(problem: Problem, start: np.ndarray) -> np.ndarray:
    """Move off the start a little, so that zeros and symmetries hide no lack of identification."""
    diagonal = np.diag(problem.information(problem.states(start)))
    unit = 1.0 / np.sqrt(np.maximum(diagonal, 1e-12 * diagonal.max()))
    return start + 0.05 * unit * np.sin(1.0 + np.arange(len(start)))


def _correct(
    method: Estimator,
    table: ParameterTable,
    problem: Problem,
    found: Estimate,
    answers: Sequence[np.ndarray],
) -> Corrections | None:
    """Take from the answers what robust errors and tests need."""
    if method.scaled is None:
        return None
    independence = fit_baseline(table, problem)
    baseline = None
    if independence is not None:
        baseline = method.scaled.correct(*independence, answers)
    return Corrections(method.scaled.correct(problem, found, answers), baseline)


def _refuse_given(table: ParameterTable, estimator: str) -> None:
    """Robust tests treat every variable as random: moments taken as given have no slope."""
    given = table.roles.fixed_x
    if given:
        raise ModelError(
            f"estimator={estimator!r} does not offer observed predictors yet ({given[0]!r}); "
            f"make it a factor of one item ('{given[0]}_f =~ {given[0]}'), or take "
            "estimator='ML'"
        )


def cfa(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    *,
    estimator: str = "ML",
    missing: str = "listwise",
    group: Any = None,
    group_equal: Collection[str] = (),
    std_lv: bool = False,
    ordered: bool = False,
) -> CFA:
    """Fit a confirmatory factor model and say how well it holds.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Only the model's items are looked at; respondents with a missing answer among them are
        left out and counted in ``n_dropped``.
    model : str or mapping
        lavaan syntax (``=~ ~~ ~ ~1``, fixed and free values, labels, ``==``), or factors mapped
        to their items.
    estimator : {"ML", "MLM", "MLR", "ULS", "GLS"}
        Maximum likelihood; with errors and tests that hold without normality (Satorra–Bentler:
        MLM, Yuan–Bentler and Huber–White: MLR; both need the answers, not moments); unweighted
        or generalised least squares.
    missing : {"listwise"}
    group : Series or column name, optional
        Fits the model in every group; groups keep the order of first appearance.
    group_equal : collection of str
        What is equal over groups: "loadings", "intercepts", "means", "regressions",
        "residuals", "residual_covariances", "lv_variances", "lv_covariances".
    std_lv : bool
        Set factors' scales by unit variances instead of first loadings of 1.
    ordered : bool
        Only False now.

    Returns
    -------
    CFA
        ``.fit`` (Series), ``.parameters`` (lhs op rhs group label est se z pvalue ci_lower
        ci_upper std_lv std_all), ``.standardized``, ``.modification_indices()`` (lhs op rhs
        group mi epc sepc_lv sepc_all), ``.residuals``, ``.r2``, ``.loadings``,
        ``.factor_correlations``, ``.scores(items)``, ``.warnings``, ``.convention``, ``.vcov``.

    Raises
    ------
    ModelError
        If the model cannot be read, names unknown items, or is not identified (the parameters
        are named).
    DataError
        If items are constant or linearly dependent, or respondents too few.
    ConvergenceError
        If the estimates do not settle.
    ValueError
        If an option is unknown.

    References
    ----------
    Jöreskog, K. G. (1969). A general approach to confirmatory maximum likelihood factor
    analysis. Psychometrika, 34, 183–202. Defaults and conventions as lavaan (Rosseel 2012),
    against which every number is tested.

    Examples
    --------
    >>> from svqkit.psychometrics.moments import Moments
    >>> import pandas as pd
    >>> names = ["Q1", "Q2", "Q3", "Q4"]
    >>> r = pd.DataFrame([[1, .5, .4, .4], [.5, 1, .4, .3], [.4, .4, 1, .3], [.4, .3, .3, 1]],
    ...                  index=names, columns=names)
    >>> fit = cfa(Moments.from_covariance(r, n=200), "quality =~ Q1 + Q2 + Q3 + Q4")
    >>> print(f"{fit.fit['chisq']:.3f} on {fit.fit['df']:.0f} df, CFI {fit.fit['cfi']:.3f}")
    1.701 on 2 df, CFI 1.000
    """
    _check_choices(estimator, missing, ordered)
    method = ESTIMATORS[estimator]
    discrepancy = method.discrepancy
    read = read_model(model)
    roles = find_roles(read)
    refuse_collisions(items, roles)
    data = grouped_moments(items, roles.observed, group)
    table = build_table(read, groups=data.labels, std_lv=std_lv, group_equal=group_equal)
    answers: tuple[np.ndarray, ...] = ()
    if method.scaled is not None:
        _refuse_given(table, estimator)
        given = grouped_answers(
            items, table.observed, group, data.labels, wanted_by=f"estimator={estimator!r}"
        )
        answers = tuple(part[~np.isnan(part).any(axis=1)] for part in given)
    samples = tuple(
        sample_from(
            part,
            table.observed,
            unbiased=discrepancy.unbiased,
            means=table.means,
            group=str(label),
        )
        for label, part in zip(data.labels, data.parts, strict=True)
    )
    problem = Problem(tuple(build_matrices(table, samples)), samples, discrepancy, table.n_free)
    start = admissible_start(problem, table)
    nearby = problem.information(problem.states(_nudged(problem, start)))
    refuse_unidentified(nearby, table, degrees=degrees_of_freedom(table))
    found = estimate_surely(problem, table, start)
    refuse_unidentified(found.information, table, degrees=0, at_solution=True)
    moments = dict(zip(data.labels, data.parts, strict=True))
    corrections = _correct(method, table, problem, found, answers)
    return CFA(
        read.text, estimator, table, problem, found, moments, data.n_dropped, method, corrections
    )
