"""What a validation returns: findings, claims, a verdict, and every result behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from svqkit.result import Part, Result
from svqkit.validation.decisions import decisions_table
from svqkit.validation.paper import methods_paragraph, results_paragraph

if TYPE_CHECKING:
    from svqkit.gaps.scores import GapScores
    from svqkit.psychometrics.comparison.compare import ModelComparison
    from svqkit.psychometrics.exploratory.efa import EFA
    from svqkit.psychometrics.exploratory.factorability import Factorability
    from svqkit.psychometrics.factor_number.factor_number import FactorNumber
    from svqkit.psychometrics.invariance.invariance import Invariance
    from svqkit.psychometrics.missingness.missing import MissingData
    from svqkit.psychometrics.normality import Normality
    from svqkit.psychometrics.reliability.reliability import Reliability
    from svqkit.psychometrics.sem.results.result import CFA
    from svqkit.psychometrics.validity.validity import Validity
    from svqkit.responses.responses import Responses
    from svqkit.responses.screening import Screening
    from svqkit.validation.analysis_record import Analyses

__all__ = ["Validation"]


@dataclass(frozen=True, eq=False, repr=False)
class Validation(Result):
    """A validation: claim by claim, with the numbers and the reasons.

    Attributes
    ----------
    findings : DataFrame
        claim, check, value, low, high, criterion, verdict, reason, source, advice, and id,
        subject, weight, point_only.
    claims : DataFrame
        claim, verdict, reason, next_step, indexed by the claim's key.
    verdict : str
        The overall sentence.
    sensitivity : DataFrame
        Key numbers with and without the flagged respondents.
    criteria : DataFrame
        The criteria used, with sources.
    settings : dict
        Call, seed, data hash, versions, date.
    analyses : Analyses
        Every result behind the findings; each is also an attribute of the validation
        (``responses``, ``reliability``, ``efa``, ``cfa``, ``validity``, ``gaps`` …).

    Examples
    --------
    >>> import svqkit as svq
    >>> result = svq.validate(svq.load_dataset("bank"), seed=1)
    >>> result.claims.loc["consistency", "verdict"]
    'supported'
    """

    findings: pd.DataFrame
    claims: pd.DataFrame
    verdict: str
    sensitivity: pd.DataFrame
    criteria: pd.DataFrame
    settings: dict[str, object]
    analyses: Analyses

    @property
    def responses(self) -> Responses:
        """The answers that were validated."""
        return self.analyses.responses

    @property
    def scales(self) -> dict[str, list[str]]:
        """Dimension to the items that could be used."""
        return self.analyses.scales

    @property
    def screening(self) -> Screening:
        """Flags per respondent and item."""
        return self.analyses.screening

    @property
    def items(self) -> pd.DataFrame:
        """Item analysis of the perceptions."""
        return self.analyses.items

    @property
    def missing(self) -> MissingData | None:
        """Which perceptions are missing together, and whether at random."""
        return self.analyses.missing

    @property
    def normality(self) -> Normality | None:
        """Whether perceptions are normal, one by one and together."""
        return self.analyses.normality

    @property
    def reliability(self) -> dict[str, Reliability]:
        """Reliability of perceptions, expectations and gaps."""
        return self.analyses.reliability

    @property
    def factorability(self) -> Factorability | None:
        """KMO, MSA and Bartlett's test."""
        return self.analyses.factorability

    @property
    def n_factors(self) -> FactorNumber | None:
        """How many factors, by several rules."""
        return self.analyses.n_factors

    @property
    def efa(self) -> EFA | None:
        """Exploratory solution, matched with the design."""
        return self.analyses.efa

    @property
    def cfa(self) -> CFA | None:
        """The designed model."""
        return self.analyses.cfa

    @property
    def models(self) -> ModelComparison | None:
        """The designed model beside its rivals."""
        return self.analyses.models

    @property
    def invariance(self) -> Invariance | None:
        """Levels of invariance over groups with what partial ones free, where groups were named."""
        return self.analyses.invariance

    @property
    def validity(self) -> Validity | None:
        """AVE, CR, HTMT and the factors' correlations."""
        return self.analyses.validity

    @property
    def prediction(self) -> pd.DataFrame | None:
        """Correlations of total scores with the outcomes."""
        return self.analyses.prediction

    @property
    def gaps(self) -> GapScores | None:
        """Gap scores with intervals and tests."""
        return self.analyses.gaps

    @property
    def not_run(self) -> dict[str, str]:
        """Analyses that could not run, with the reason."""
        return self.analyses.not_run

    @property
    def decisions(self) -> pd.DataFrame:
        """What was decided, by default or by you: taken, because, change; indexed by decision."""
        return decisions_table(self.analyses, self.settings)

    def methods_text(self) -> str:
        """Write the methods paragraph for a paper.

        Examples
        --------
        >>> import svqkit as svq
        >>> "omega" in svq.validate(svq.load_dataset("bank"), seed=1).methods_text()
        True
        """
        return methods_paragraph(self.analyses, self.settings)

    def results_text(self) -> str:
        """Write the results paragraph for a paper.

        Examples
        --------
        >>> import svqkit as svq
        >>> "CFI = " in svq.validate(svq.load_dataset("bank"), seed=1).results_text()
        True
        """
        return results_paragraph(self.analyses, self.claims)

    def _title(self) -> str:
        return f"Validation of {self.responses.instrument.title}"

    def _parts(self) -> list[Part]:
        short = self.findings[["check", "value", "low", "high", "criterion", "verdict"]]
        return [
            ("Verdict", self.verdict),
            ("Claims", self.claims.set_index("claim")[["verdict", "reason"]]),
            ("Findings", short.set_index("check")),
        ]
