"""What each level of invariance holds equal, and what may be freed at it: numbers, ordered answers.

For ordered answers the levels are those of Wu & Estabrook (2016): thresholds first, because they
alone tell the groups' response scales apart; then loadings, then intercepts. Residual variances
are parameters ("theta"), 1 in the first group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
from scipy.special import chdtrc

from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.syntax.tokens import quoted_name
from svqkit.psychometrics.sem.tables.equality_scores import equality_scores

__all__ = [
    "LEVELS",
    "ORDINAL_LEVELS",
    "Ladder",
    "NumericLadder",
    "OrdinalLadder",
]

LEVELS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("intercepts",),
    "strict": ("residuals",),
    "variances": ("lv_variances", "lv_covariances"),
    "means": ("means",),
}
"""What each level sets equal besides what the levels before it set equal."""

ORDINAL_LEVELS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "thresholds": ("thresholds",),
    "metric": ("loadings",),
    "scalar": (),
    "strict": ("residuals",),
    "variances": ("lv_variances", "lv_covariances"),
    "means": ("means",),
}
"""The same for ordered items; at the scalar level intercepts become 0 and factor means free."""

LEAST_EQUAL = 2
"""Items of a factor, or thresholds of an item, that must stay equal for a scale to be shared."""


class Ladder(Protocol):
    """What the search asks about levels."""

    @property
    def steps(self) -> Mapping[str, tuple[str, ...]]:
        """What each level sets equal."""
        ...

    @property
    def kinds(self) -> Mapping[str, str]:
        """The operator of the parameters that may be freed at a level."""
        ...

    def added(self, level: str, freed: Sequence[str]) -> str:
        """Return the formulas that a level adds to the model."""
        ...

    def partial(self, freed: Sequence[str]) -> tuple[str, ...]:
        """Return the freed parameters that ``group_partial`` speaks of."""
        ...

    def untestable(self, level: str) -> str:
        """Say why a level has no model of its own; empty where it has."""
        ...

    def by_construction(self, level: str) -> str:
        """Say why a level without degrees of freedom of its own always holds."""
        ...

    def worst(self, fit: CFA, level: str, freed: Sequence[str]) -> dict[str, Any] | None:
        """Find what to free first at a level; None where nothing may be freed."""
        ...


def _bearer(parameter: pd.Series) -> str:
    """Name the item whose parameter it is."""
    return str(parameter["rhs"] if parameter["op"] == "=~" else parameter["lhs"])


def _enough_left(fit: CFA, item: str, still_equal: set[str]) -> bool:
    """Whether each factor of an item keeps enough equal items without it."""
    factors = [names for names in fit.table.roles.indicators.values() if item in names]
    return all(len(still_equal & set(names) - {item}) >= LEAST_EQUAL for names in factors)


def _found(row: pd.Series) -> dict[str, Any]:
    return {
        "parameter": row["parameter"],
        "score_chisq": row["chisq"],
        "score_df": row["df"],
        "score_p": row["pvalue"],
        "epc": row["epc"],
        "reason": "largest score test among the equalities of this level",
    }


@dataclass(frozen=True)
class NumericLadder:
    """Levels of answers taken as numbers."""

    steps: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]

    def added(self, level: str, freed: Sequence[str]) -> str:
        """Return nothing: the words of ``group_equal`` say all."""
        return ""

    def partial(self, freed: Sequence[str]) -> tuple[str, ...]:
        """Return all that was freed."""
        return tuple(freed)

    def untestable(self, level: str) -> str:
        """Return nothing: every level has a model."""
        return ""

    def by_construction(self, level: str) -> str:
        """Return nothing: with enough items every level costs degrees of freedom."""
        return ""

    def worst(self, fit: CFA, level: str, freed: Sequence[str]) -> dict[str, Any] | None:
        """Find the equality with the largest score test that may be given up."""
        return worst_equality(fit, self.kinds[level])


def worst_equality(fit: CFA, op: str) -> dict[str, Any] | None:
    """Find the equality over groups with the largest score test that may be given up.

    Parameters
    ----------
    fit : CFA
    op : str
        The kind of parameter.

    Returns
    -------
    dict or None
        None where no equality is significant, or too few would be left.
    """
    scores = equality_scores(fit.table, fit.problem, fit.found)
    scores = scores[scores["op"] == op]
    if op == "~~":
        scores = scores[scores["lhs"] == scores["rhs"]]
    bearers = [_bearer(row) for _, row in scores.iterrows()]
    for _, row in scores.sort_values("chisq", ascending=False).iterrows():
        if not row["pvalue"] < 0.05:
            return None
        item = _bearer(row)
        if op == "|":
            if bearers.count(item) > LEAST_EQUAL:
                return _found(row)
        elif op == "~~" or _enough_left(fit, item, set(bearers)):
            return _found(row)
    return None


@dataclass(frozen=True)
class OrdinalLadder:
    """Levels of ordered answers (Wu & Estabrook 2016).

    ``thresholds`` counts those of each item, ``factors`` names the factors, ``groups`` counts the
    groups.
    """

    thresholds: Mapping[str, int]
    factors: tuple[str, ...]
    groups: int
    steps: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]

    def added(self, level: str, freed: Sequence[str]) -> str:
        """Free intercepts instead of factor means until loadings and thresholds are equal."""
        later = f"c({', '.join(['0', *['NA'] * (self.groups - 1)])})"
        never = f"c({', '.join(['0'] * self.groups)})"
        if level == "configural":
            return ""
        if level in ("thresholds", "metric"):
            lines = [f"{quoted_name(item)} ~ {later}*1" for item in self.thresholds]
            lines += [f"{quoted_name(factor)} ~ {never}*1" for factor in self.factors]
        else:
            items = [item for item in self.thresholds if f"{item} ~ 1" in freed]
            lines = [f"{quoted_name(item)} ~ {later}*1" for item in items]
        return "\n".join(lines)

    def partial(self, freed: Sequence[str]) -> tuple[str, ...]:
        """Return what was freed but for intercepts, which :meth:`added` frees."""
        return tuple(name for name in freed if not name.endswith("~ 1"))

    def untestable(self, level: str) -> str:
        """Binary items tell nothing of thresholds and loadings before intercepts are equal too."""
        binary = [item for item, count in self.thresholds.items() if count == 1]
        if level not in ("thresholds", "metric") or not binary:
            return ""
        return (
            f"not testable: binary items ({', '.join(binary)}) fit equal thresholds and loadings "
            "whatever they are; see the scalar level, which tests both with the intercepts "
            "(Wu & Estabrook 2016)"
        )

    def by_construction(self, level: str) -> str:
        """Items of three categories always fit equal thresholds."""
        if level != "thresholds" or max(self.thresholds.values()) > 2:
            return ""
        return (
            "not testable: items of three categories always fit equal thresholds, so the fit is "
            "that of the level before (Wu & Estabrook 2016)"
        )

    def worst(self, fit: CFA, level: str, freed: Sequence[str]) -> dict[str, Any] | None:
        """Find the equality, or the fixed intercept or residual variance, to free first."""
        op = self.kinds[level]
        return worst_equality(fit, op) if op in ("|", "=~") else self._worst_fixed(fit, op, freed)

    def _worst_fixed(self, fit: CFA, op: str, freed: Sequence[str]) -> dict[str, Any] | None:
        """Take the largest modification index of a value fixed in the later groups."""
        table = fit.modification_indices()
        own = table["lhs"].isin(self.thresholds) & (table["op"] == op)
        own &= (table["rhs"] == "") | (table["rhs"] == table["lhs"])
        table = table[own & (table["group"] != fit.table.groups[0])]
        still_equal = {item for item in self.thresholds if f"{item} ~ 1" not in freed}
        for _, row in table.sort_values("mi", ascending=False).iterrows():
            p = float(chdtrc(1, row["mi"]))
            if not p < 0.05:
                return None
            item = str(row["lhs"])
            if op == "~~" or _enough_left(fit, item, still_equal):
                return {
                    "parameter": f"{item} ~ 1" if op == "~1" else f"{item} ~~ {item}",
                    "score_chisq": row["mi"],
                    "score_df": 1,
                    "score_p": p,
                    "epc": row["epc"],
                    "reason": f"largest modification index of this level, in group {row['group']}",
                }
        return None
