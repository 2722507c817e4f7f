"""Measurement invariance: whether groups may be compared, level by level, and where they may not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.comparison.readable_fit import readable_differences, readable_fit
from svqkit.psychometrics.invariance.dmacs import NonInvariance, dmacs, unlinked
from svqkit.psychometrics.invariance.invariance_ladder import (
    LEVELS,
    ORDINAL_LEVELS,
    Ladder,
    NumericLadder,
    OrdinalLadder,
)
from svqkit.psychometrics.invariance.invariance_search import DELTAS, FREED, Search
from svqkit.psychometrics.invariance.invariance_words import what_holds
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["LEVELS", "ORDINAL_LEVELS", "Invariance", "invariance"]

KINDS = {"metric": "=~", "scalar": "~1", "strict": "~~"}
"""The parameters that may be freed at a level."""

FIRST_FOUR = ("configural", "metric", "scalar", "strict")


@dataclass(frozen=True, eq=False, repr=False)
class Invariance(Result):
    """Levels of invariance, one row a level; a partial one stands below the full one it eases.

    ``fits`` holds the fitted model of each row, ``freed`` the parameters freed in their order
    with score test and reason, ``reached`` the highest level that holds (partially, if any
    parameter was freed), ``sentence`` what that allows.

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

    @property
    def sentence(self) -> str:
        """How far invariance goes over which groups, and what that allows."""
        levels = list(dict.fromkeys(name.removesuffix(" (partial)") for name in self.table.index))
        held = levels[: levels.index(self.reached) + 1]
        freed = self.freed[self.freed["level"].isin(held)]
        fit = self.fits["configural"]
        sizes = zip(fit.groups, fit.problem.samples, strict=True)
        groups = ", ".join(f"{label} (n = {sample.n})" for label, sample in sizes)
        ordered = bool(fit.table.ordered.thresholds)
        said = what_holds(held, list(freed["parameter"]), ordered=ordered)
        return f"{groups}. Invariance reached is {said}"

    def _title(self) -> str:
        return "Measurement invariance"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.sentence), ("Fit", readable_fit(self.table))]
        if len(self.table) > 1:
            parts.append(("Differences", readable_differences(self.table)))
        parts.append(("Decisions", self.table[["decision"]]))
        if len(self.freed):
            parts.append(("Freed parameters", self.freed.set_index("level")))
        notes = dict.fromkeys(note for fit in self.fits.values() for note in fit.notes)
        if notes:
            parts.append(("Notes", " ".join(notes)))
        return [*parts, ("Convention", self.convention)]


def _checked(levels: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> None:
    unknown = [level for level in levels if level not in known]
    if unknown:
        raise ValueError(f"level {unknown[0]!r} is unknown; choose from {', '.join(known)}")
    if not levels or levels[0] != "configural":
        raise ValueError("levels must begin with 'configural', which all others are measured by")
    if len(set(levels)) < len(levels):
        raise ValueError("a level stands twice in levels")


def _ladder(base: CFA) -> Ladder:
    thresholds = base.table.ordered.thresholds
    if not thresholds:
        return NumericLadder(LEVELS, KINDS)
    kinds = {"thresholds": "|", **KINDS}
    return OrdinalLadder(thresholds, base.factors, len(base.groups), ORDINAL_LEVELS, kinds)


@single_threaded
def invariance(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    group: Any = None,
    *,
    levels: Sequence[str] | None = None,
    partial: bool = False,
    estimator: str | None = None,
    ordered: bool | Collection[str] = False,
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
    levels : sequence of str, optional
        In this order, each adding equalities: "configural" none, "metric" loadings, "scalar"
        intercepts, "strict" residual variances, "variances" factor (co)variances, "means" factor
        means; the first four by default. With ordered items "thresholds" comes before "metric".
    partial : bool
        Where metric, scalar or strict invariance does not hold, free the equality with the
        largest score test, and again until the level holds; two items of each factor stay equal.
        What was freed stays free, and is listed with its reason.
    estimator, missing : str
        As in ``cfa``; with robust estimators the robust indices and scaled differences decide.
    ordered : bool or collection of item names
        Take answers as ordered categories, with the levels of Wu & Estabrook (2016) and residual
        variances as parameters: thresholds equal, with the later groups' intercepts and residual
        variances free; loadings; intercepts, with factor means free; residual variances. What
        binary items and items of three categories cannot tell is said in ``decision``.
    std_lv : bool
        Unit factor variances in the first group, so that no loading is taken as equal untested.
    delta_cfi, delta_rmsea : float
        A level holds if CFI falls and RMSEA rises by no more than this.

    Returns
    -------
    Invariance
        ``.table`` (index level: chisq df pvalue cfi tli rmsea rmsea_ci_lower rmsea_ci_upper srmr
        bic delta_chisq delta_df delta_p delta_cfi delta_rmsea decision, and the scaled and robust
        indices of a robust estimator; each against the last level that holds, or the
        one before), ``.freed`` (level parameter score_chisq score_df score_p epc reason),
        ``.fits``, ``.reached``, ``.sentence``.

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
    invariance. Psychological Bulletin, 105, 456–466. Wu, H., & Estabrook, R. (2016).
    Identification of confirmatory factor analysis models of different levels of invariance for
    ordered categorical outcomes. Psychometrika, 81, 1014–1045.

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
    known = ORDINAL_LEVELS if ordered else LEVELS
    chosen = tuple(levels or (FIRST_FOUR[0], *("thresholds",) * bool(ordered), *FIRST_FOUR[1:]))
    _checked(chosen, known)
    if group is None and not isinstance(items, Mapping):
        raise DataError("invariance compares groups: give group=")
    options: dict[str, Any] = {"estimator": estimator, "missing": missing, "std_lv": std_lv}
    if ordered:
        options |= {"ordered": ordered, "parameterization": "theta"}
    search = Search(items, model, group, options, delta_cfi, delta_rmsea)
    base = search.fit("configural", ())
    search.note("configural", base, None, "the same items form the same factors; see its fit")
    reached = search.climb(chosen[1:], _ladder(base), partial=partial)
    columns = [*search.rows["configural"]]
    columns = [*columns[:-1], *DELTAS, "decision"]
    table = pd.DataFrame(list(search.rows.values()), index=pd.Index(search.rows, name="level"))
    last = list(search.fits.values())[-1]
    convention = (
        "each level against the one above it that later levels build on; a level holds if ΔCFI ≥ "
        f"{delta_cfi:g} (Cheung & Rensvold 2002) and ΔRMSEA ≤ {delta_rmsea:g} (Chen 2007); χ² "
        "differences are shown beside and do not decide; score tests of equalities are "
        f"{'unscaled' if ordered else 'normal-theory'} ones. {last.convention}"
    )
    freed = pd.DataFrame(search.freed, columns=FREED)
    table = table.reindex(columns=columns).dropna(axis=1, how="all")
    return Invariance(table, freed, search.fits, reached, convention)
