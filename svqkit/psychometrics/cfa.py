"""Confirmatory factor analysis: from items and a model to a fitted, judged model."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from svqkit.errors import ConvergenceError, ModelError
from svqkit.psychometrics.sem.estimation.baseline import degrees_of_freedom, fit_baseline
from svqkit.psychometrics.sem.estimation.bounded import estimate_within
from svqkit.psychometrics.sem.estimation.bounds import Bounds, find_bounds
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem, natural_units
from svqkit.psychometrics.sem.estimation.identification import refuse_unidentified, undetermined
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.rescue import estimate_steadily
from svqkit.psychometrics.sem.estimation.starts import start_and_states
from svqkit.psychometrics.sem.estimators.data import Data, complete_data, patterned_data
from svqkit.psychometrics.sem.estimators.estimators import Estimator, choose_estimator
from svqkit.psychometrics.sem.estimators.mimics import MIMICS, mimicked
from svqkit.psychometrics.sem.estimators.ordinal_data import ordinal_data, refuse_mixture
from svqkit.psychometrics.sem.fit.gap_fit import beyond_reach, gap_test, gap_weights
from svqkit.psychometrics.sem.fit.ordinal_robust import why_not_robust
from svqkit.psychometrics.sem.fit.scaled_fit import Corrections, Fitted, Robust
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.samples.groups import grouped_moments, refuse_collisions
from svqkit.psychometrics.sem.syntax.mean_structure import wants_means
from svqkit.psychometrics.sem.syntax.ordered import ORDERED_NOT, PARAMETERIZATIONS, Ordered
from svqkit.psychometrics.sem.syntax.roles import find_roles
from svqkit.psychometrics.sem.syntax.syntax import read_model
from svqkit.psychometrics.sem.syntax.table import ParameterTable, build_table
from svqkit.psychometrics.sem.tables.admissibility import unit_variances
from svqkit.psychometrics.threads import single_threaded

__all__ = ["CFA", "cfa"]

MISSING = ("listwise", "fiml")


def _check_choices(missing: str, ordered: object, parameterization: str) -> None:
    if missing not in MISSING:
        raise ValueError(f"missing={missing!r} is unknown; choose from {', '.join(MISSING)}")
    if parameterization not in PARAMETERIZATIONS:
        raise ValueError(
            f"parameterization={parameterization!r} is unknown; choose from "
            f"{', '.join(PARAMETERIZATIONS)}"
        )
    if ordered and missing != "listwise":
        raise ValueError(
            f"missing={missing!r} is not offered with ordered items; choose from listwise"
        )


def _nudged(problem: Problem, start: np.ndarray) -> np.ndarray:
    """Move off the start a little, so that zeros and symmetries hide no lack of identification."""
    unit = natural_units(problem.information(problem.states(start)))
    return start + 0.05 * unit * np.sin(1.0 + np.arange(len(start)))


def _estimate_identified(problem: Problem, table: ParameterTable, limits: Bounds) -> Estimate:
    """Estimate, and say of a model that cannot be identified why, rather than that it failed."""
    (start, states), degrees = start_and_states(problem, table), degrees_of_freedom(table)

    def refuse_anywhere() -> None:
        nearby = problem.information(problem.states(_nudged(problem, start)))
        refuse_unidentified(nearby, table, degrees=degrees)

    if degrees < 0:
        refuse_anywhere()
    try:
        found = estimate_within(problem, table, start, limits, states)
    except ConvergenceError:
        refuse_anywhere()
        raise
    if undetermined(found.information):
        refuse_anywhere()
        # scoring may follow a parameter to where nothing holds it, past a minimum that is one
        others, _ = (
            estimate_steadily(problem, table, start) if limits.kind == "none" else ([], start)
        )
        held = [one for one in others if not undetermined(one.information)]
        found = min(held, key=lambda one: one.value, default=found)
        refuse_unidentified(found.information, table, degrees=0, at_solution=True)
    return found


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
) -> Robust | None:
    if beyond_reach(model[0].samples[0].p, "robust indices"):
        return None
    weights = gap_weights(model[0], answers)
    return gap_test(*model, weights), gap_test(*baseline, weights) if baseline else None


def _refuse_given(table: ParameterTable, asked: str) -> None:
    """Robust tests and FIML treat every variable as random: given moments have no slope."""
    given = table.roles.fixed_x
    if given:
        raise ModelError(
            f"{asked} does not offer observed predictors yet ({given[0]!r}); "
            f"make it a factor of one item ('{given[0]}_f =~ {given[0]}'), or take "
            "estimator='ML' with missing='listwise'"
        )


@single_threaded
def cfa(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    *,
    estimator: str | None = None,
    missing: str = "listwise",
    group: Any = None,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    std_lv: bool = False,
    meanstructure: bool | None = None,
    ordered: bool | Collection[str] = False,
    parameterization: str = "delta",
    mimic: str = "lavaan",
    bounds: str = "none",
) -> CFA:
    """Fit a confirmatory factor model and say how well it holds.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Only the model's items are looked at; respondents left out for missing answers among
        them are counted in ``n_dropped``. A published matrix is made moments by
        ``svq.moments(matrix, n=…)``; several groups' moments come as a mapping of their labels.
    model : str or mapping
        lavaan syntax (``=~ ~~ ~ ~1``, fixed and free values, labels, ``==``), or factors mapped
        to their items.
    estimator : {"ML", "MLM", "MLR", "ULS", "GLS"}, or with ``ordered`` {"WLSMV", …}
        Maximum likelihood (the default); with errors and tests that hold without normality
        (Satorra–Bentler: MLM, Yuan–Bentler and Huber–White: MLR; both need the answers, not
        moments); unweighted or generalised least squares. For ordered items WLSMV (the default),
        WLSMVS, WLSM and DWLS have the same estimates, from diagonally weighted least squares on
        polychoric correlations, with different tests; so have ULSMV, ULSMVS, ULSM and ULS from
        unweighted ones; WLS takes all weights and needs thousands of respondents.
    missing : {"listwise", "fiml"}
        Leave out respondents with a missing answer, or use every answer given (full-information
        maximum likelihood, right where answers are missing at random; with ML and MLR, and with
        the model's intercepts; beyond 60 items with ML only, and without robust indices).
    group : Series or column name, optional
        Fits the model in every group; groups keep the order of first appearance.
    group_equal : collection of str
        What is equal over groups: "loadings", "intercepts", "means", "regressions",
        "residuals", "residual_covariances", "lv_variances", "lv_covariances", "thresholds".
    group_partial : collection of str
        Parameters that ``group_equal`` leaves free all the same, as ``"visual =~ x2"`` or
        ``"x3 ~ 1"``.
    std_lv : bool
        Set factors' scales by unit variances instead of first loadings of 1.
    meanstructure : bool, optional
        Whether intercepts are part of the model. By default with groups, with ``missing="fiml"``
        and where the model names one; not where the moments hold no means.
    ordered : bool or collection of item names
        Take answers as ordered categories of normal responses behind them (True, or all items of
        the model by name); needs the answers, not moments, and complete respondents.
    parameterization : {"delta", "theta"}
        Of ordered items: whether the scales (``~*~``) of the responses behind them are parameters,
        or their residual variances. The fit is the same.
    mimic : {"lavaan", "EQS", "AMOS", "Mplus"}
        Count as another program does, to compare with its output; ``.convention`` says how.
        EQS: Wishart likelihood, χ² = (N − 1)·F (ML, MLM, ULS, GLS). AMOS: χ² = (N − groups)·F,
        RMSEA without √groups, AIC = χ² + 2q (ML). Mplus: intercepts in every model, MLM with
        weights at the sample's moments, Mplus' SRMR with MLR (ML, MLM, MLR; where Mplus would
        use answers with gaps, give ``missing="fiml"``).
    bounds : {"none", "variances", "standard"}
        Keep estimates where a population could have them: no variance below 0, or also loadings,
        variances and covariances within what the items' variances allow (for small samples; De
        Jonckere & Rosseel 2022). Parameters that end at a bound are named in ``.warnings``.

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
        If items are constant or linearly dependent, respondents too few, or ordered items have
        other categories in one group than in another.
    ConvergenceError
        If the estimates do not settle.
    ValueError
        If an option is unknown.

    References
    ----------
    Jöreskog, K. G. (1969). A general approach to confirmatory maximum likelihood factor
    analysis. Psychometrika, 34, 183–202. Muthén, B. (1984). A general structural equation model
    with dichotomous, ordered categorical, and continuous latent variable indicators.
    Psychometrika, 49, 115–132. Defaults and conventions as lavaan (Rosseel 2012), against which
    every number is tested.

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
    _check_choices(missing, ordered, parameterization)
    method = mimicked(choose_estimator(estimator, ordered=bool(ordered)), mimic)
    if meanstructure is None:
        meanstructure = MIMICS[mimic].means
    read = read_model(model)
    roles = find_roles(read)
    refuse_collisions(items, roles)
    grouped = grouped_moments(items, roles.observed, group)
    gaps = missing == "fiml"
    categories = None
    if ordered:
        refuse_mixture(ordered, roles.observed)
        categories = ordinal_data(items, roles.observed, group, grouped)
    table = build_table(
        read,
        groups=grouped.labels,
        std_lv=std_lv,
        group_equal=group_equal,
        group_partial=group_partial,
        means=wants_means(read, meanstructure, grouped.have_means, group_equal, gaps=gaps),
        ordered=Ordered(categories.thresholds, parameterization) if categories else ORDERED_NOT,
    )
    if gaps:
        method = method.with_gaps()
    if gaps or method.scaled is not None:
        _refuse_given(table, f"missing={missing!r}" if gaps else f"estimator={method.name!r}")
    data: Data
    if categories:
        data = categories
    elif gaps:
        if method.scaled and (reason := beyond_reach(len(table.observed), "tests of MLR")):
            raise ModelError(f"{reason}; take estimator='ML'")
        data = patterned_data(items, table.observed, group)
    else:
        data = complete_data(
            items, table.observed, group, grouped, method=method, means=table.means
        )
    groups = tuple(build_matrices(table, data.samples))
    problem = Problem(groups, data.samples, method.discrepancy, table.n_free)
    limits = find_bounds(table, data.samples, bounds)
    found = _estimate_identified(problem, table, limits)
    model_fit = (problem, found)
    baseline = fit_baseline(table, problem) if gaps or method.scaled else None
    corrections = _correct(method, model_fit, baseline, data.answers)
    robust = None
    if gaps:
        robust = _robust_after_gaps(model_fit, baseline, data.answers if corrections else None)
    elif corrections:
        robust = method.robust(table, model_fit, baseline, corrections)
    notes = categories.notes if categories else unit_variances(data.moments.values())
    if categories and (reason := why_not_robust(table, *model_fit)):
        notes = (*notes, reason)
    return CFA(
        read.text,
        method.name,
        table,
        problem,
        found,
        data.moments,
        data.n_dropped,
        method,
        corrections,
        robust,
        notes,
        limits,
    )
