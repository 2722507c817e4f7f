"""What a diagnosis returns: a summary, its findings, and every result behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.phrases import Words
from svqkit.gaps.diagnosis.summary import lead_sentence, summary_parts
from svqkit.gaps.diagnosis.surveys import Surveys
from svqkit.interface import translator
from svqkit.result import Part, Result

if TYPE_CHECKING:
    from svqkit.gaps.difference_scores.forms_result import FormComparison
    from svqkit.gaps.difference_scores.surface_result import ResponseSurface
    from svqkit.gaps.groups.comparison import GroupComparison
    from svqkit.gaps.groups.multilevel import MultilevelGaps
    from svqkit.gaps.groups.trend import GapTrend
    from svqkit.gaps.kano.kano import Kano
    from svqkit.gaps.kano.penalty_reward import PenaltyReward
    from svqkit.gaps.organisation.gap_model import GapModel
    from svqkit.gaps.organisation.prescriptions import Prescriptions
    from svqkit.gaps.scores import GapScores
    from svqkit.gaps.tolerance.zone import ZoneOfTolerance
    from svqkit.gaps.weighting.derived import DerivedImportance
    from svqkit.gaps.weighting.weights import WeightedGaps

__all__ = ["Diagnosis"]


@dataclass(frozen=True, eq=False, repr=False)
class Diagnosis(Result):
    """A diagnosis: where expectations are missed, for whom, why, and what to consider.

    Attributes
    ----------
    findings : DataFrame
        ``statement value low high certainty analysis``: every finding with its interval, how sure
        it is, and the function it comes from.
    not_examined : Series (index: analysis)
        Why an analysis could not be run.
    settings : dict
        Call, seed, data hashes, versions, date.
    analyses : Analyses
        Every result behind the findings; each is also an attribute of the diagnosis (``gaps``,
        ``weighted``, ``groups``, ``model`` …), None where it could not be run.
    surveys : Surveys
        The answers that were examined.
    ci_level : float

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.diagnose(svq.load_dataset("bank"), by="branch", seed=1, progress=False)
    >>> found.summary().splitlines()[0]
    'Service falls short of what customers expect, most in Responsiveness.'
    """

    findings: pd.DataFrame
    not_examined: pd.Series
    settings: dict[str, object]
    analyses: Analyses
    surveys: Surveys
    ci_level: float

    @property
    def responses(self) -> Any:
        """The customers' answers."""
        return self.surveys.customers

    @property
    def instrument(self) -> Any:
        """The customers' questionnaire, in the language of the diagnosis."""
        return self.surveys.customers.instrument

    @property
    def gaps(self) -> GapScores | None:
        """Gap scores per item, dimension, total and segment."""
        return self.analyses.gaps

    @property
    def weighted(self) -> WeightedGaps | None:
        """Gaps weighted by importance."""
        return self.analyses.weighted

    @property
    def importance(self) -> DerivedImportance | None:
        """What each dimension explains of the outcome."""
        return self.analyses.importance

    @property
    def groups(self) -> GroupComparison | None:
        """Groups of customers compared."""
        return self.analyses.groups

    @property
    def branches(self) -> MultilevelGaps | None:
        """Groups as a sample of groups: variance between them, pooled means."""
        return self.analyses.branches

    @property
    def trend(self) -> GapTrend | None:
        """Changes from wave to wave."""
        return self.analyses.trend

    @property
    def zone(self) -> ZoneOfTolerance | None:
        """Where service lies between the least accepted and the level desired."""
        return self.analyses.zone

    @property
    def forms(self) -> FormComparison | None:
        """Which form of scoring measures best here."""
        return self.analyses.forms

    @property
    def surface(self) -> ResponseSurface | None:
        """The outcome over perception and expectation."""
        return self.analyses.surface

    @property
    def kano(self) -> Kano | None:
        """What features do to satisfaction, where Kano questions were asked."""
        return self.analyses.kano

    @property
    def penalty_reward(self) -> PenaltyReward | None:
        """What bad performance costs and good performance earns."""
        return self.analyses.penalty_reward

    @property
    def model(self) -> GapModel | None:
        """Gaps 1 to 5 with their antecedents."""
        return self.analyses.model

    @property
    def prescriptions(self) -> Prescriptions | None:
        """What could be done, ranked by the gap model."""
        return self.analyses.prescriptions

    @property
    def lead(self) -> str:
        """The one sentence to remember."""
        return lead_sentence(self.analyses, self._words)

    @property
    def summary_parts(self) -> list[tuple[str, str]]:
        """The summary in parts: what each is about, and its sentences."""
        return summary_parts(self.analyses, self._words, self.ci_level)

    @property
    def _words(self) -> Words:
        others = [one.instrument for one in self.surveys.others.values()]
        return Words(self.instrument, translator(self.instrument.language), others)

    def summary(self) -> str:
        """Say in plain sentences what a manager needs to know.

        Returns
        -------
        str
            The lead, and a paragraph for each part: where expectations are missed most and how
            sure that is, for whom, what lies behind it inside the organisation, what changed, what
            to consider first and why, what cannot be said. In the language of the questionnaire.

        Examples
        --------
        >>> import svqkit as svq
        >>> found = svq.diagnose(svq.load_dataset("bank"), seed=1, progress=False)
        >>> "What cannot be said." in found.summary()
        True
        """
        parts = [self._words.joined(part) for part in self.summary_parts]
        return "\n\n".join([self.lead, *parts])

    def _title(self) -> str:
        return f"Diagnosis of {self.instrument.title}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.lead)]
        parts += [(about.rstrip(".。"), said) for about, said in self.summary_parts]
        parts.append(("Findings", self.findings.set_index("statement")))
        if len(self.not_examined):
            parts.append(("Not examined", self.not_examined))
        return parts
