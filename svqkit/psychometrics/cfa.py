"""Confirmatory factor analysis: from items and a model to a fitted, judged model."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.baseline import degrees_of_freedom, fit_baseline
from svqkit.psychometrics.sem.data import complete_data, patterned_data
from svqkit.psychometrics.sem.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimators import ESTIMATORS, Estimator
from svqkit.psychometrics.sem.gap_fit import gap_test, gap_weights
from svqkit.psychometrics.sem.groups import grouped_moments, refuse_collisions
from svqkit.psychometrics.sem.identification import refuse_unidentified
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.rescue import estimate_surely
from svqkit.psychometrics.sem.result import CFA
from svqkit.psychometrics.sem.roles import find_roles
from svqkit.psychometrics.sem.scaled_fit import Corrections, RobustTest
from svqkit.psychometrics.sem.scaling import Correction
from svqkit.psychometrics.sem.starts import admissible_start
from svqkit.psychometrics.sem.syntax import read_model
from svqkit.psychometrics.sem.table import ParameterTable, build_table

__all__ = ["CFA", "cfa"]

MISSING = ("listwise", "fiml")


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


Fitted = tuple[Problem, Estimate]
Robust = tuple[RobustTest, RobustTest | None]


def _correct(
    method: Estimator, model: Fitted, baseline: Fitted | None, answers: Sequence[np.ndarray]
) -> Corrections | None:
    """Take from the answers what robust errors and tests need."""
    if method.scaled is None:
        return None
    of_baseline = method.scaled.correct(*baseline, answers) if baseline else None
    return Corrections(method.scaled.correct(*model, answers), of_baseline)


def _robust_after_gaps(
    model: Fitted, baseline: Fitted | None, answers: Sequence[np.ndarray] | None
) -> Robust:
    weights = gap_weights(model[0], answers)
    return gap_test(*model, weights), gap_test(*baseline, weights) if baseline else None


def _robust_from(corrections: Corrections, model: Fitted, baseline: Fitted | None) -> Robust:
    def test(fitted: Fitted, correction: Correction) -> RobustTest:
        return RobustTest(fitted[0].n * fitted[1].value, correction.excess)

    of_baseline = None
    if baseline and corrections.baseline:
        of_baseline = test(baseline, corrections.baseline)
    return test(model, corrections.model), of_baseline


def _refuse_given(table: ParameterTable, asked: str) -> None:
    """Robust tests and FIML treat every variable as random: given moments have no slope."""
    given = table.roles.fixed_x
    if given:
        raise ModelError(
            f"{asked} does not offer observed predictors yet ({given[0]!r}); "
            f"make it a factor of one item ('{given[0]}_f =~ {given[0]}'), or take "
            "estimator='ML' with missing='listwise'"
        )


def cfa(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    *,
    estimator: str = "ML",
    missing: str = "listwise",
    group: Any = None,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    std_lv: bool = False,
    ordered: bool = False,
) -> CFA:
    """Fit a confirmatory factor model and say how well it holds.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Only the model's items are looked at; respondents left out for missing answers among
        them are counted in ``n_dropped``.
    model : str or mapping
        lavaan syntax (``=~ ~~ ~ ~1``, fixed and free values, labels, ``==``), or factors mapped
        to their items.
    estimator : {"ML", "MLM", "MLR", "ULS", "GLS"}
        Maximum likelihood; with errors and tests that hold without normality (Satorra–Bentler:
        MLM, Yuan–Bentler and Huber–White: MLR; both need the answers, not moments); unweighted
        or generalised least squares.
    missing : {"listwise", "fiml"}
        Leave out respondents with a missing answer, or use every answer given (full-information
        maximum likelihood, right where answers are missing at random; with ML and MLR, and with
        the model's intercepts).
    group : Series or column name, optional
        Fits the model in every group; groups keep the order of first appearance.
    group_equal : collection of str
        What is equal over groups: "loadings", "intercepts", "means", "regressions",
        "residuals", "residual_covariances", "lv_variances", "lv_covariances".
    group_partial : collection of str
        Parameters that ``group_equal`` leaves free all the same, as ``"visual =~ x2"`` or
        ``"x3 ~ 1"``.
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
    read = read_model(model)
    roles = find_roles(read)
    refuse_collisions(items, roles)
    grouped = grouped_moments(items, roles.observed, group)
    gaps = missing == "fiml"
    table = build_table(
        read,
        groups=grouped.labels,
        std_lv=std_lv,
        group_equal=group_equal,
        group_partial=group_partial,
        means=True if gaps else None,
    )
    if gaps:
        method = method.with_gaps()
    if gaps or method.scaled is not None:
        _refuse_given(table, f"missing={missing!r}" if gaps else f"estimator={estimator!r}")
    data = (
        patterned_data(items, table.observed, group)
        if gaps
        else complete_data(items, table.observed, group, grouped, method=method, means=table.means)
    )
    groups = tuple(build_matrices(table, data.samples))
    problem = Problem(groups, data.samples, method.discrepancy, table.n_free)
    start = admissible_start(problem, table)
    nearby = problem.information(problem.states(_nudged(problem, start)))
    refuse_unidentified(nearby, table, degrees=degrees_of_freedom(table))
    found = estimate_surely(problem, table, start)
    refuse_unidentified(found.information, table, degrees=0, at_solution=True)
    model_fit = (problem, found)
    baseline = fit_baseline(table, problem) if gaps or method.scaled else None
    corrections = _correct(method, model_fit, baseline, data.answers)
    robust = None
    if gaps:
        robust = _robust_after_gaps(model_fit, baseline, data.answers if corrections else None)
    elif corrections:
        robust = _robust_from(corrections, model_fit, baseline)
    return CFA(
        read.text,
        estimator,
        table,
        problem,
        found,
        data.moments,
        data.n_dropped,
        method,
        corrections,
        robust,
    )
