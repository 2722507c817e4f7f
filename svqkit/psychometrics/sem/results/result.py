"""The fitted model: every table one may want of it, worked out when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.psychometrics.sem.estimation.bounds import at_bounds
from svqkit.psychometrics.sem.estimators.residuals import Residuals, frame_by_group
from svqkit.psychometrics.sem.fit.fit_indices import fit_indices
from svqkit.psychometrics.sem.results.fitted import Fitted
from svqkit.psychometrics.sem.results.robust_residuals import robust_residuals
from svqkit.psychometrics.sem.results.scores import factor_scores
from svqkit.psychometrics.sem.results.summary import estimate_parts, fit_table
from svqkit.psychometrics.sem.tables.admissibility import inadmissible, undefined
from svqkit.psychometrics.sem.tables.derived import (
    explained_shares,
    factor_correlation_frame,
    loading_frame,
)
from svqkit.psychometrics.sem.tables.missing_information import missing_information
from svqkit.psychometrics.sem.tables.misspecification import judge_indices
from svqkit.psychometrics.sem.tables.modification import modification_indices
from svqkit.psychometrics.sem.tables.parameters import parameter_frame, standardised_frame
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.results.bootstrap_result import CFABootstrap

__all__ = ["CFA"]


@lru_cache(maxsize=32)
def _index(names: tuple[str, ...]) -> pd.Index:
    """Names of fit indices; few sets of them exist, and an index never changes."""
    return pd.Index(names)


@dataclass(frozen=True, eq=False, repr=False)
class CFA(Fitted):
    """A fitted confirmatory factor model, with every table one may want of it.

    Examples
    --------
    >>> import svqkit as svq
    >>> fit = svq.cfa(svq.load_dataset("bank"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> int(fit.fit["df"]), fit.factors
    (2, ('tangibles',))
    """

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Inadmissible or undefined estimates and bounds met, each in a sentence that names them."""
        met = at_bounds(self.table, self.bounds, self.found.x) if self.bounds else ()
        lost = undefined(self.parameters) if self.table.definitions else ()
        return inadmissible(self.table, self.found.states) + met + lost

    @property
    def convention(self) -> str:
        """How the numbers were computed, where programs differ."""
        return (
            f"{self.method.convention}; RMSEA with "
            + ("N" if self.problem.n_for_errors == self.n else "N − groups")
            + " in its denominator and a 90 % interval; "
            + self.problem.samples[0].residual_convention(self.table.means)
            + ("; estimates not bounded" if self.bounds is None else f"; {self.bounds.convention}")
        )

    @cached_property
    def vcov(self) -> pd.DataFrame:
        """Sampling covariances of the free parameters, named by their first row."""
        names = [self.table.names_of(at) for at in range(1, self.table.n_free + 1)]
        return pd.DataFrame(self.vcov_free, index=names, columns=names)

    @cached_property
    @single_threaded
    def fit(self) -> pd.Series:
        """Fit indices under lavaan's names (underscores for dots)."""
        found = fit_indices(self.table, self.problem, self.found, self.corrections, self.robust)
        shown = self.method.shown(found, len(self.table.groups))
        return pd.Series(list(shown.values()), index=_index(tuple(shown)), name="fit")

    @cached_property
    @single_threaded
    def parameters(self) -> pd.DataFrame:
        """Estimates: lhs op rhs group label est se z pvalue ci_lower ci_upper std_lv std_all."""
        return parameter_frame(self.table, self.problem, self.found, self.vcov_free)

    @cached_property
    @single_threaded
    def standardized(self) -> pd.DataFrame:
        """Completely standardised estimates with delta-method errors and intervals."""
        return standardised_frame(self.table, self.problem, self.found, self.vcov_free)

    @single_threaded
    def fmi(self) -> pd.DataFrame:
        """Say what part of each parameter's information the missing answers took.

        Returns
        -------
        DataFrame
            ``lhs op rhs group est se se_complete fmi``.

        Raises
        ------
        DataError
            Without ``missing="fiml"``: a fit to complete respondents has no information missing.
        """
        return missing_information(self.table, self.problem, self.found)

    @cached_property
    @single_threaded
    def residuals(self) -> Residuals:
        """Residuals: ``.raw .cor .normalized .standardized`` and those of means."""
        return self.method.residuals(self.table, self.problem, self.found, self.corrections)

    @cached_property
    def implied(self) -> pd.DataFrame:
        """Implied covariances (items × items)."""
        blocks = [state.covariance for state in self.found.states]
        return frame_by_group(blocks, self.table, self.items)

    @cached_property
    def implied_means(self) -> pd.DataFrame:
        """Implied means (items × one column)."""
        blocks = [state.mean[:, None] for state in self.found.states]
        return frame_by_group(blocks, self.table, self.items, ["mean"])

    @cached_property
    def loadings(self) -> pd.DataFrame:
        """Standardised loadings, items × factors; NaN where the model has none."""
        return loading_frame(self.table, self.parameters["std_all"].to_numpy())

    @cached_property
    def factor_correlations(self) -> pd.DataFrame:
        """Implied correlations of the factors."""
        return factor_correlation_frame(self.table, self.found.states)

    @cached_property
    def r2(self) -> pd.Series:
        """Explained share of the variance of items, outcomes and lower factors."""
        return explained_shares(self.table, self.found.states)

    @single_threaded
    def modification_indices(self, *, power: bool = False, **judged_by: float) -> pd.DataFrame:
        """Show what freeing one more parameter would gain, the largest gain first.

        Parameters
        ----------
        power : bool
            Add ``ncp power decision``: whether the index speaks of a misspecification that
            matters (:func:`svqkit.psychometrics.sem.tables.misspecification.judge_indices`, which
            ``delta``, ``alpha`` and ``high_power`` go to).

        Returns
        -------
        DataFrame
            ``lhs op rhs group mi epc sepc_lv sepc_all``; with a robust estimator also
            ``mi_scaled``, the index over the scaling factor of χ².
        """
        scale = self.fit.get("chisq_scaling_factor")
        found = modification_indices(self.table, self.problem, self.found, scale=scale)
        if power or judged_by:
            return judge_indices(found, **judged_by)
        return found

    @single_threaded
    def robust_residuals(self, items: Any, *, group: Any = None) -> Residuals:
        """Take residuals with standard errors that hold without normality, from the answers.

        Parameters
        ----------
        items : DataFrame or Responses
            The answers the model was fitted to.
        group : Series or column name
            Needed where the model has groups.

        Returns
        -------
        Residuals
            As lavaan's for MLM (expected weights) and MLR (observed weights).

        Raises
        ------
        DataError
            If the answers are not those the model was fitted to, or are not given.
        ModelError
            If the estimator is not one of maximum likelihood.
        """
        return robust_residuals(self, items, group)

    @single_threaded
    def bootstrap(
        self,
        items: Any,
        *,
        draws: int = 1000,
        kind: str = "case",
        group: Any = None,
        seed: Any = None,
        ci: str = "percentile",
        level: float = 0.95,
        progress: bool = True,
    ) -> CFABootstrap:
        """Fit the model again to resampled respondents: errors and intervals without normality.

        Options, results and sources are those of
        :func:`svqkit.psychometrics.sem.results.bootstrap.bootstrap_fit`: ``kind`` is "case" or
        "bollen-stine", ``ci`` "percentile", "basic", "bc" or "bca".
        """
        from svqkit.psychometrics.sem.results.bootstrap import bootstrap_fit

        return bootstrap_fit(
            self,
            items,
            draws=draws,
            kind=kind,
            group=group,
            seed=seed,
            ci=ci,
            level=level,
            progress=progress,
        )

    def scores(self, items: Any, method: str | None = None, *, group: Any = None) -> pd.DataFrame:
        """Estimate each respondent's place on the factors.

        Parameters
        ----------
        items : DataFrame or Responses
            Answers to the model's items; the results hold moments, never answers.
        method : {"regression", "bartlett"}, or {"ebm"} with ordered items
            Regression by default; ordered items have the mode of each respondent's posterior
            (empirical Bayes modal).
        group : Series or column name
            Needed where the model has groups.

        Returns
        -------
        DataFrame (respondents × factors)
            NaN for respondents with a missing answer; after ``missing="fiml"`` from the answers
            that each one gave.

        Raises
        ------
        ValueError
            If the method is unknown.
        DataError
            If the model has groups and ``group`` is not given, or its means are not known.
        """
        return factor_scores(self, items, method, group)

    def _title(self) -> str:
        return "Confirmatory factor analysis"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            ("Fit", fit_table(self.fit)),
            *estimate_parts(self.table, self.parameters),
        ]
        if self.warnings:
            parts.append(("Warnings", " ".join(self.warnings)))
        if self.notes:
            parts.append(("Notes", " ".join(self.notes)))
        if self.n_dropped:
            parts.append(("Left out", f"{self.n_dropped} respondents with missing answers"))
        return [*parts, ("Convention", self.convention)]
