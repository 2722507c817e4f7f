"""The search through levels of invariance: fit, compare, free what must be freed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from svqkit.errors import ConvergenceError, ModelError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.invariance.invariance_ladder import Ladder
from svqkit.psychometrics.sem.syntax.syntax import read_model

__all__ = ["DELTAS", "FREED", "Search"]

COLUMNS = ["chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper"]
COLUMNS += ["srmr", "bic"]
ROBUST = ["chisq_scaled", "pvalue_scaled", "cfi_scaled", "rmsea_scaled", "cfi_robust"]
ROBUST += ["tli_robust", "rmsea_robust", "rmsea_ci_lower_robust", "rmsea_ci_upper_robust"]
DELTAS = ["delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"]
FREED = ["level", "parameter", "score_chisq", "score_df", "score_p", "epc", "reason"]


@dataclass
class Search:
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

    def fit(self, level: str, equal: Collection[str], ladder: Ladder | None = None) -> CFA:
        """Fit the model of a level."""
        added = ladder.added(level, self.partial) if ladder else ""
        model = f"{read_model(self.model).text}\n{added}" if added else self.model
        freed = ladder.partial(self.partial) if ladder else ()
        try:
            return cfa(
                self.items,
                model,
                group=self.group,
                group_equal=equal,
                group_partial=freed,
                **self.options,
            )
        except (ConvergenceError, ModelError) as error:
            raise type(error)(f"at the {level} level: {error}") from error

    def holds(self, fit: CFA, against: CFA) -> tuple[pd.Series, bool]:
        """Compare a level with the one it rests on."""
        found = compare_models({"against": against, "fit": fit}).table.iloc[-1]
        fine = found["delta_cfi"] >= self.least_cfi and found["delta_rmsea"] <= self.most_rmsea
        return found, bool(fine)

    def note(self, name: str, fit: CFA, found: pd.Series | None, decision: str) -> None:
        """Keep a level's fit and its row of the table."""
        shown = COLUMNS + ROBUST * (fit.corrections is not None)
        row = {key: fit.fit[key] for key in shown}
        if found is not None:
            row |= {key: found[key] for key in DELTAS}
        self.fits[name] = fit
        self.rows[name] = {**row, "decision": decision}

    def ease(
        self, level: str, equal: Collection[str], fit: CFA, against: CFA, ladder: Ladder
    ) -> bool:
        """Free the worst equality of this level again and again until the level holds."""
        found, fine = self.holds(fit, against)
        start = len(self.partial)
        while not fine:
            row = ladder.worst(fit, level, self.partial)
            if row is None:
                break
            self.partial.append(row["parameter"])
            self.freed.append({"level": level, **row})
            fit = self.fit(level, equal, ladder)
            found, fine = self.holds(fit, against)
        names = ", ".join(self.partial[start:])
        if not names:
            return False
        text = f"holds with {names} free" if fine else f"does not hold, even with {names} free"
        self.note(f"{level} (partial)", fit, found, f"{text} ({self.reason(found)})")
        return fine

    def reason(self, found: pd.Series) -> str:
        """Say by which numbers a level was judged."""
        return (
            f"ΔCFI {found['delta_cfi']:+.4f} against {self.least_cfi:+.4f}, "
            f"ΔRMSEA {found['delta_rmsea']:+.4f} against {self.most_rmsea:+.4f}"
        )

    def climb(self, levels: Sequence[str], ladder: Ladder, *, partial: bool) -> str:
        """Fit the levels after the first, each against the one it rests on.

        Returns
        -------
        str
            The highest level that holds.
        """
        base, reached, failed = self.fits["configural"], "configural", ""
        equal: list[str] = []
        for level in levels:
            equal += ladder.steps[level]
            if reason := ladder.untestable(level):
                self.rows[level] = {"decision": reason}
                continue
            fit = self.fit(level, equal, ladder)
            found, fine = self.holds(fit, base)
            self.note(level, fit, found, self._decision(found, fine, failed, ladder, level))
            name = level
            if not fine and partial and level in ladder.kinds and not failed:
                fine = self.ease(level, equal, fit, base, ladder)
                name = f"{level} (partial)" if f"{level} (partial)" in self.fits else level
            failed = failed or ("" if fine else level)
            reached = reached if failed else level
            base = self.fits[name]
        return reached

    def _decision(
        self, found: pd.Series, fine: bool, failed: str, ladder: Ladder, level: str
    ) -> str:
        always = ladder.by_construction(level)
        if always and fine:
            return always
        verdict = "holds" if fine else "does not hold"
        if fine and failed:
            verdict = f"adds no further misfit, but {failed} invariance does not hold"
        if self.partial and fine:
            verdict += f" with {', '.join(self.partial)} free"
        return f"{verdict} ({self.reason(found)})"
