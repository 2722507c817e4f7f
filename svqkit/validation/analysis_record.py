"""What the analyses of one validation were asked, and what each gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

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

__all__ = ["Analyses", "Options"]


@dataclass(frozen=True)
class Options:
    """The choices of one validation, as the user made them."""

    model: str | Mapping[str, Sequence[str]] | None = None
    correlation: str = "pearson"
    estimator: str = "ML"
    missing: str = "listwise"
    group: str | None = None
    outcomes: tuple[str, ...] = ()
    bootstrap: int = 0
    seed: int = 1

    @property
    def ordered(self) -> bool:
        """Whether the estimator takes answers as ordered categories, as WLSMV does."""
        from svqkit.psychometrics.sem.estimators.estimators import ESTIMATORS, ORDINAL_ESTIMATORS

        return self.estimator in ORDINAL_ESTIMATORS and self.estimator not in ESTIMATORS


@dataclass
class Analyses:
    """The results a verdict rests on; ``None`` where one could not run, and ``not_run`` says why.

    ``not_converged`` names those whose estimate did not settle: that speaks about the model, while
    too few answers, say, speak only about the sample.
    """

    responses: Responses
    options: Options
    scales: dict[str, list[str]]
    left_out: dict[str, str]
    screening: Screening
    items: pd.DataFrame
    missing: MissingData | None = None
    normality: Normality | None = None
    reliability: dict[str, Reliability] = field(default_factory=dict)
    factorability: Factorability | None = None
    n_factors: FactorNumber | None = None
    efa: EFA | None = None
    cfa: CFA | None = None
    models: ModelComparison | None = None
    invariance: Invariance | None = None
    validity: Validity | None = None
    prediction: pd.DataFrame | None = None
    gaps: GapScores | None = None
    not_run: dict[str, str] = field(default_factory=dict)
    not_converged: set[str] = field(default_factory=set)
