"""Measurement invariance: whether groups may be compared, level by level, and where they may not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.compare import compare_models
from svqkit.psychometrics.dmacs import NonInvariance, dmacs, unlinked
from svqkit.psychometrics.sem.equality_scores import equality_scores
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["LEVELS", "Invariance", "invariance"]

LEVELS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("intercepts",),
    "strict": ("residuals",),
    "variances": ("lv_variances", "lv_covariances"),
    "means": ("means",),
}
"""What each level sets equal besides what the levels before it set equal."""

KINDS = {"metric": "=~", "scalar": "~1", "strict": "~~"}
"""The parameters that may be freed at a level."""

COLUMNS = ["chisq", "df", "pvalue", "cfi", "tli", "rmsea", "srmr", "bic"]
DELTAS = ["delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"]
ROBUST = ["chisq_scaled", "pvalue_scaled", "cfi_robust", "tli_robust", "rmsea_robust"]
FREED = ["level", "parameter", "score_chisq", "score_df", "score_p", "epc", "reason"]
LEAST_EQUAL = 2
"""Items of a factor whose parameters must stay equal for its scale to be shared."""


@dataclass(frozen=True, eq=False, repr=False)
class Invariance(Result):
    """Levels of invariance, one row a level; a partial one stands below the full one it eases.

    ``fits`` holds the fitted model of each row, ``freed`` the parameters freed in their order
    with score test and reason, ``reached`` the highest level that holds (partially, if any
    parameter was freed).

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> list(svq.invariance(bank, bank.instrument.mapping, "branch").table.index)
    ['configural', 'metric', 'scalar', 'strict']
    """

    table: pd.DataFrame
    freed: pd.DataFrame
    fits: dict[str, CFA]
    reached: str
    convention: str

    @property
    def effect_sizes(self) -> NonInvariance | None:
        """How far free items move the answers (dMACS), at the last level before residuals.

        None where no level holds an item of each factor equal, so that groups have no common scale.
        """
        beyond = ("strict", "variances", "means")
        names = [name for name in self.fits if name.split(" (")[0] not in beyond]
        linked = [name for name in names if not unlinked(self.fits[name])]
        return dmacs(self.fits[linked[-1]]) if linked else None

    def _title(self) -> str:
        return "Measurement invariance"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Levels", self.table)]
        if len(self.freed):
            parts.append(("Freed parameters", self.freed))
        parts.append(("Reached", self.reached))
        return [*parts, ("Convention", self.convention)]


@dataclass
class _Search:
    """Fits one level after the other and keeps what was found."""

    items: Any
    model: str | Mapping[str, Sequence[str]]
    group: Any
    options: dict[str, Any]
    least_cfi: float
    most_rmsea: float
    fits: dict[str, CFA] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    partial: list[str] = field(default_factory=list)
    freed: list[dict[str, Any]] = field(default_factory=list)

    def fit(self, level: str, equal: Collection[str]) -> CFA:
        try:
            return cfa(
                self.items,
                self.model,
                group=self.group,
                group_equal=equal,
                group_partial=tuple(self.partial),
                **self.options,
            )
        except ConvergenceError as error:
            raise ConvergenceError(f"at the {level} level {error}") from error

    def holds(self, fit: CFA, against: CFA) -> tuple[pd.Series, bool]:
        found = compare_models({"against": against, "fit": fit}).table.iloc[-1]
        fine = found["delta_cfi"] >= self.least_cfi and found["delta_rmsea"] <= self.most_rmsea
        return found, bool(fine)

    def note(self, name: str, fit: CFA, found: pd.Series | None, decision: str) -> None:
        shown = COLUMNS + ROBUST * (fit.corrections is not None)
        row = {key: fit.fit[key] for key in shown}
        if found is not None:
            row |= {key: found[key] for key in DELTAS}
        self.fits[name] = fit
        self.rows[name] = {**row, "decision": decision}

    def ease(self, level: str, equal: Collection[str], fit: CFA, against: CFA) -> bool:
        """Free the worst equality of this level again and again until the level holds."""
        found, fine = self.holds(fit, against)
        start = len(self.partial)
        while not fine:
            row = _worst(fit, KINDS[level])
            if row is None:
                break
            self.partial.append(row["parameter"])
            self.freed.append({"level": level, **row})
            fit = self.fit(level, equal)
            found, fine = self.holds(fit, against)
        names = ", ".join(self.partial[start:])
        if not names:
            return False
        text = f"holds with {names} free" if fine else f"does not hold, even with {names} free"
        self.note(f"{level} (partial)", fit, found, f"{text} ({self.reason(found)})")
        return fine

    def reason(self, found: pd.Series) -> str:
        return (
            f"ΔCFI {found['delta_cfi']:+.4f} against {self.least_cfi:+.4f}, "
            f"ΔRMSEA {found['delta_rmsea']:+.4f} against {self.most_rmsea:+.4f}"
        )


def _bearer(parameter: pd.Series) -> str:
    """Name the item whose parameter it is."""
    return str(parameter["rhs"] if parameter["op"] == "=~" else parameter["lhs"])


def _worst(fit: CFA, op: str) -> dict[str, Any] | None:
    """Find the equality with the largest score test that may be given up."""
    scores = equality_scores(fit.table, fit.problem, fit.found)
    scores = scores[scores["op"] == op]
    if op == "~~":
        scores = scores[scores["lhs"] == scores["rhs"]]
    still_equal = {_bearer(row) for _, row in scores.iterrows()}
    for _, row in scores.sort_values("chisq", ascending=False).iterrows():
        if not row["pvalue"] < 0.05:
            return None
        item = _bearer(row)
        factors = [names for names in fit.table.roles.indicators.values() if item in names]
        if op == "~~" or all(len(still_equal & set(n) - {item}) >= LEAST_EQUAL for n in factors):
            return {
                "parameter": row["parameter"],
                "score_chisq": row["chisq"],
                "score_df": row["df"],
                "score_p": row["pvalue"],
                "epc": row["epc"],
                "reason": "largest score test among the equalities of this level",
            }
    return None


def _checked(levels: Sequence[str]) -> None:
    unknown = [level for level in levels if level not in LEVELS]
    if unknown:
        raise ValueError(f"level {unknown[0]!r} is unknown; choose from {', '.join(LEVELS)}")
    if not levels or levels[0] != "configural":
        raise ValueError("levels must begin with 'configural', which all others are measured by")
    if len(set(levels)) < len(levels):
        raise ValueError("a level stands twice in levels")


@single_threaded
def invariance(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    group: Any = None,
    *,
    levels: Sequence[str] = ("configural", "metric", "scalar", "strict"),
    partial: bool = False,
    estimator: str = "ML",
    missing: str = "listwise",
    std_lv: bool = True,
    delta_cfi: float = -0.010,
    delta_rmsea: float = 0.015,
) -> Invariance:
    """Test whether a questionnaire measures the same, in the same way, in several groups.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses, or a mapping of group label to Moments
    model : str or mapping
        As :func:`svqkit.psychometrics.cfa.cfa` takes it.
    group : Series or column name
        Left out only where ``items`` is a mapping.
    levels : sequence of str
        In this order, each adding equalities: "configural" none, "metric" loadings, "scalar"
        intercepts, "strict" residual variances, "variances" factor (co)variances, "means" factor
        means.
    partial : bool
        Where metric, scalar or strict invariance does not hold, free the equality with the
        largest score test, and again until the level holds; two items of each factor stay equal.
        What was freed stays free, and is listed with its reason.
    estimator, missing : str
        As in ``cfa``; with robust estimators the robust indices and scaled differences decide.
    std_lv : bool
        Unit factor variances in the first group, so that no loading is taken as equal untested.
    delta_cfi, delta_rmsea : float
        A level holds if CFI falls and RMSEA rises by no more than this.

    Returns
    -------
    Invariance
        ``.table`` (index level: chisq df pvalue cfi tli rmsea srmr bic delta_chisq delta_df
        delta_p delta_cfi delta_rmsea decision; each against the last level that holds, or the
        one before), ``.freed`` (level parameter score_chisq score_df score_p epc reason),
        ``.fits``, ``.reached``.

    Raises
    ------
    ValueError
        If levels are unknown, repeated, or do not begin with "configural".
    DataError
        If there are no groups.
    ConvergenceError
        Naming the level whose estimates do not settle.

    References
    ----------
    Cheung, G. W., & Rensvold, R. B. (2002). Evaluating goodness-of-fit indexes for testing
    measurement invariance. Structural Equation Modeling, 9, 233–255. Chen, F. F. (2007).
    Sensitivity of goodness of fit indexes to lack of measurement invariance. Structural Equation
    Modeling, 14, 464–504. Byrne, B. M., Shavelson, R. J., & Muthén, B. (1989). Testing for the
    equivalence of factor covariance and mean structures: the issue of partial measurement
    invariance. Psychological Bulletin, 105, 456–466.

    Examples
    --------
    >>> import numpy as np
    >>> random = np.random.default_rng(2)
    >>> answers = random.normal(size=(2000, 1)) + random.normal(size=(2000, 4))
    >>> data = pd.DataFrame(answers, columns=["Q1", "Q2", "Q3", "Q4"])
    >>> data["branch"] = ["north", "south"] * 1000
    >>> invariance(data, {"quality": ["Q1", "Q2", "Q3", "Q4"]}, "branch").reached
    'strict'
    """
    _checked(levels)
    if group is None and not isinstance(items, Mapping):
        raise DataError("invariance compares groups: give group=")
    options = {"estimator": estimator, "missing": missing, "std_lv": std_lv}
    search = _Search(items, model, group, options, delta_cfi, delta_rmsea)
    base = search.fit("configural", ())
    search.note("configural", base, None, "the same items form the same factors; see its fit")
    reached: str = "configural"
    failed: str | None = None
    equal: list[str] = []
    for level in levels[1:]:
        equal += LEVELS[level]
        fit = search.fit(level, equal)
        found, fine = search.holds(fit, base)
        verdict = "holds" if fine else "does not hold"
        if fine and failed:
            verdict = f"adds no further misfit, but {failed} invariance does not hold"
        if search.partial and fine:
            verdict += f" with {', '.join(search.partial)} free"
        search.note(level, fit, found, f"{verdict} ({search.reason(found)})")
        name = level
        if not fine and partial and level in KINDS and not failed:
            fine = search.ease(level, equal, fit, base)
            name = f"{level} (partial)" if f"{level} (partial)" in search.fits else level
        failed = failed or (None if fine else level)
        reached = reached if failed else level
        base = search.fits[name]
    columns = [*search.rows["configural"]]
    columns = [*columns[:-1], *DELTAS, "decision"]
    table = pd.DataFrame(list(search.rows.values()), index=pd.Index(search.rows, name="level"))
    convention = (
        "each level against the one above it that later levels build on; a level holds if ΔCFI ≥ "
        f"{delta_cfi:g} (Cheung & Rensvold 2002) and ΔRMSEA ≤ {delta_rmsea:g} (Chen 2007); χ² "
        "differences are shown beside and do not decide; score tests of equalities are "
        f"normal-theory ones. {base.convention}"
    )
    freed = pd.DataFrame(search.freed, columns=FREED)
    return Invariance(table.reindex(columns=columns), freed, search.fits, reached, convention)
