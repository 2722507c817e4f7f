"""Convergent and discriminant validity of a fitted model, in one table of factors and one of pairs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.samples.patterns import PatternedSample
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.convergent import (
    by_group,
    convergence,
    higher_order,
)
from svqkit.psychometrics.validity.correlation_tests import correlation_tests
from svqkit.psychometrics.validity.discriminant import (
    larcker_squares,
    latent_pairs,
    shared_variances,
)
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap, said_of_intervals
from svqkit.psychometrics.validity.htmt_delta import SAID_OF_DELTA
from svqkit.psychometrics.validity.htmt_of_model import model_answers, model_ratios
from svqkit.psychometrics.validity.htmt_ratios import design_matrix
from svqkit.psychometrics.validity.scales import find_scales
from svqkit.result import Part, Result

__all__ = ["Validity", "validity"]

CONVENTION = (
    "AVE and CR: variance explained over observed variance (semTools' AVE and compRelSEM); "
    "ave_standardized: mean squared standardised loading; both AVE and H not defined with "
    "cross-loadings; their intervals and those of factor correlations by the delta method; HTMT "
    "arithmetic, HTMT2 geometric, absolute {} correlations"
)
ORDERED = (
    "; ordered items: AVE and H of the responses behind them, cr is the categorical omega of Green "
    "& Yang (2009), of the sum of the answers themselves"
)
SHOWN = ("ave", "ave_standardized", "cr", "h")


@dataclass(frozen=True, eq=False, repr=False)
class Validity(Result):
    """How well scales converge and differ.

    ``factors`` has one row a factor, ``pairs`` one row a pair of factors, with intervals; with
    groups, ``factors`` is indexed by group and factor and ``pairs`` has a column ``group``.
    ``htmt htmt2 fornell_larcker`` are factor × factor (the last with √AVE on its diagonal);
    ``higher_order`` has one row a factor of factors. ``ave cr msv`` are columns of ``factors``,
    ``ave_interval cr_interval`` frames (se low high), ``correlations`` the same as ``pairs``.

    Examples
    --------
    >>> import svqkit as svq
    >>> fit = svq.cfa(svq.load_dataset("bank"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> list(svq.validity(fit).cr.index)
    ['tangibles']
    """

    factors: pd.DataFrame
    pairs: pd.DataFrame
    higher_order: pd.DataFrame
    htmt: pd.DataFrame
    htmt2: pd.DataFrame
    fornell_larcker: pd.DataFrame
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    @property
    def ave(self) -> pd.Series:
        """Average variance extracted: explained over observed variance."""
        return self.factors["ave"]

    @property
    def cr(self) -> pd.Series:
        """Composite reliability."""
        return self.factors["cr"]

    @property
    def msv(self) -> pd.Series:
        """Largest variance shared with another factor."""
        return self.factors["msv"]

    @property
    def ave_interval(self) -> pd.DataFrame:
        """Standard error and interval of AVE: se low high."""
        return self._interval("ave")

    @property
    def cr_interval(self) -> pd.DataFrame:
        """Standard error and interval of CR: se low high."""
        return self._interval("cr")

    @property
    def correlations(self) -> pd.DataFrame:
        """The table of pairs."""
        return self.pairs

    def _interval(self, name: str) -> pd.DataFrame:
        ends = ["se", "low", "high"]
        return self.factors[[f"{name}_{end}" for end in ends]].set_axis(ends, axis=1)

    def _title(self) -> str:
        return "Convergent and discriminant validity"

    def _parts(self) -> list[Part]:
        left = [f"{name}_se" for name in SHOWN]
        left += [str(name) for name in self.factors if str(name).startswith("ave_standardized")]
        keys = [name for name in ("group", "factor_1", "factor_2") if name in self.pairs]
        parts: list[Part] = [
            ("Factors", self.factors.drop(columns=left)),
            ("Pairs", self.pairs.set_index(keys).drop(columns=["se", "ave_exceeds_shared"])),
        ]
        if len(self.higher_order):
            parts.append(("Factors of factors", self.higher_order))
        return [*parts, ("Convention", self.convention)]


def _check(
    fit: CFA, items: Any, bootstrap: int, ci: float, interval: str, correlation: str
) -> None:
    if not isinstance(fit, CFA):
        raise TypeError(f"validity takes a fitted CFA, not {type(fit).__name__}")
    check_bootstrap(ci, bootstrap, interval, correlation)
    if items is None and bootstrap:
        raise DataError("a bootstrap resamples answers: give them with items=")
    given = "polychoric" if fit.table.ordered.thresholds else "pearson"
    if items is None and correlation != given:
        raise DataError(f"{correlation} correlations need the answers: give them with items=")
    if bootstrap and isinstance(fit.problem.samples[0], PatternedSample):
        raise DataError(
            "HTMT has no bootstrap interval where the model used answers with gaps "
            "(missing='fiml'); leave bootstrap= out, or fit the complete respondents"
        )


@single_threaded
def validity(
    fit: CFA,
    *,
    items: Any = None,
    group: Any = None,
    correlation: str | None = None,
    bootstrap: int = 0,
    interval: str = "percentile",
    seed: int | None = None,
    ci: float = 0.95,
    tests: bool = False,
    cutoff: float = 1.0,
) -> Validity:
    """Judge whether scales converge on their factor and differ from one another.

    Parameters
    ----------
    fit : CFA
        Of one group or several.
    items : DataFrame or Responses, optional
        The answers the model was fitted to: for intervals of HTMT (by the delta method, or
        bootstrap), for polychoric correlations where the model has none, and for tests after a
        robust estimator. Intervals of HTMT are not defined with gaps (missing="fiml").
    group : Series or column name, optional
        With ``items``, where the model has groups.
    correlation : {"pearson", "polychoric"}, optional
        What HTMT is made of: by default polychoric where the model's items are ordered.
    bootstrap : int
        Resamples of respondents (within groups) for intervals of HTMT and HTMT2; 0 for those of
        the delta method.
    interval : {"percentile", "bca"}
        Kind of the bootstrap intervals; BCa with Pearson correlations only.
    seed : int, optional
        Makes the bootstrap repeat exactly.
    ci : float
        Level of all intervals.
    tests : bool
        Also test each pair by χ² differences: the correlation fixed at ``cutoff``, and the two
        factors merged. Fits two models a pair; for models of one group.
    cutoff : float
        In (0, 1].

    Returns
    -------
    Validity
        ``.factors``: items; ave ave_standardized cr h, each with _se _low _high; sqrt_ave; msv
        and asv (largest and mean variance shared with other factors). ``.pairs``: factor_1
        factor_2 r se low high shared_variance; against_85 and against_1 (below, open, above: the
        interval of r against the criterion); cicfa (none, marginal, moderate, severe: the upper
        limit against .8, .9 and 1); ave_exceeds_shared (both AVE above the shared variance);
        htmt htmt2; with ``items`` or ordered items htmt_low htmt_high htmt2_low htmt2_high; with ``tests``
        fixed_chisq fixed_df fixed_p merged_chisq merged_df merged_p. ``.htmt .htmt2
        .fornell_larcker`` (factor × factor), ``.higher_order`` (omega of factors of factors).

    Raises
    ------
    TypeError, ValueError
        If the fit or an option is none.
    ModelError
        If tests are asked of a model with groups, or of factors that are not freely correlated.
    DataError
        If answers are needed and absent, or they are others than the model's.

    References
    ----------
    Fornell & Larcker (1981) for AVE and the comparison with shared variance; Hancock & Mueller
    (2001) for H, the reliability of the best weighted sum (MaxR(H) in other programs); Henseler,
    Ringle & Sarstedt (2015) for HTMT; Roemer, Schuberth & Henseler (2021) for HTMT2; Rönkkö & Cho
    (2022) for intervals of correlations (their CICFA) and for the χ² tests, which
    ``semTools::discriminantValidity`` does alike; Bentler (1968) and McDonald (1999) for composite
    reliability. Tested against semTools' AVE, compRelSEM, htmt and discriminantValidity.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> from svqkit.psychometrics.moments import Moments
    >>> r = pd.DataFrame(np.full((6, 6), 0.3) + 0.7 * np.eye(6), list("abcxyz"), list("abcxyz"))
    >>> r.iloc[:3, :3] = r.iloc[3:, 3:] = 0.6 + 0.4 * np.eye(3)
    >>> fit = cfa(Moments.from_covariance(r, n=200), {"f": list("abc"), "g": list("xyz")})
    >>> found = validity(fit)
    >>> found.ave.round(3).to_dict(), found.htmt.loc["f", "g"].round(3)
    ({'f': 0.6, 'g': 0.6}, np.float64(0.5))
    """
    ordered = isinstance(fit, CFA) and bool(fit.table.ordered.thresholds)
    correlation = correlation or ("polychoric" if ordered else "pearson")
    _check(fit, items, bootstrap, ci, interval, correlation)
    if not 0 < cutoff <= 1:
        raise ValueError(f"cutoff={cutoff!r} must be a correlation above 0 and up to 1")
    scales = find_scales(fit)
    names = [scale.name for scale in scales]
    members = {scale.name: [fit.items[at] for at in scale.items] for scale in scales}
    design = design_matrix(members, fit.items)
    gaps = isinstance(fit.problem.samples[0], PatternedSample)
    known = correlation == "polychoric" and ordered and not bootstrap
    answers = [] if items is None or gaps or known else model_answers(fit, items, group)
    settings: dict[str, Any] = {
        "draws": int(bootstrap),
        "rng": np.random.default_rng(seed),
        "level": ci,
        "interval": interval,
    }
    ratios = model_ratios(fit, answers, design, correlation, settings)
    factors = convergence(fit, scales, ci)
    squares = larcker_squares(fit, scales, factors)
    shared = by_group(fit, [shared_variances(square) for square in squares], "factor")
    tables = latent_pairs(fit, scales, ci)
    for at, (table, square, ratio) in enumerate(zip(tables, squares, ratios, strict=True)):
        left, right = ([names.index(n) for n in table[c]] for c in ("factor_1", "factor_2"))
        own = np.diag(square) ** 2
        smaller = np.minimum(own[left], own[right])
        exceeds = pd.arrays.BooleanArray(
            smaller > table["shared_variance"].to_numpy(), np.isnan(smaller)
        )
        added = {name: matrix[left, right] for name, matrix in ratio.items()}
        beside = pd.DataFrame({"ave_exceeds_shared": exceeds, **added})
        tables[at] = pd.concat([table, beside], axis=1)
    pairs = _with_group(tables, fit.groups)
    if tests:
        pairs = pd.concat([pairs, correlation_tests(fit, pairs, items, cutoff)], axis=1)
    frames = {
        name: by_group(
            fit, [pd.DataFrame(one[name], index=names, columns=names) for one in ratios], "factor"
        )
        for name in ("htmt", "htmt2")
    }
    convention = CONVENTION.format("Pearson" if correlation == "pearson" else correlation)
    convention += ORDERED * ordered
    if not bootstrap and "htmt_low" in pairs:
        convention += f"; {SAID_OF_DELTA}"
    if bootstrap:
        convention += f"; {said_of_intervals(int(bootstrap), interval)}"
    return Validity(
        factors=factors.join(shared),
        pairs=pairs,
        higher_order=higher_order(fit, ci),
        **frames,
        fornell_larcker=by_group(fit, squares, "factor"),
        ci_level=ci,
        bootstrap=int(bootstrap),
        seed=seed,
        convention=convention,
    )


def _with_group(tables: Sequence[pd.DataFrame], groups: Sequence[Hashable]) -> pd.DataFrame:
    if not groups:
        return tables[0]
    for table, label in zip(tables, groups, strict=True):
        table.insert(0, "group", pd.Series([label] * len(table), dtype=object))
    return pd.concat(list(tables), ignore_index=True)
