"""What a comparison of forms holds, and how it shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.difference_scores.forms_words import forms_paragraph
from svqkit.interface import translator
from svqkit.result import Part, Result

__all__ = ["FormComparison", "one_table"]

_PREDICTION = (
    "n",
    "predictors",
    "r_squared",
    "delta_r_squared",
    "delta_low",
    "delta_high",
    "p",
    "cv_r_squared",
    "cv_gain",
)
"""Columns to read first."""


@dataclass(frozen=True, eq=False, repr=False)
class FormComparison(Result):
    """Forms of scoring quality side by side.

    Attributes
    ----------
    table : DataFrame (index: form)
        One line a form, of total scores: ``reliability reliability_low reliability_high
        by_formula mean_alpha mean_omega r_criterion mean_r_criterion ave_lowest htmt_largest
        r_perception r_expectation``, and for each outcome ``r2_… delta_r2_… delta_low_…
        delta_high_… cv_r2_… rmse_…``.
    prediction : DataFrame (index: outcome, level, form)
        ``n predictors r_squared r_squared_low r_squared_high adjusted delta_r_squared delta_low
        delta_high contains_servperf f df1 df2 p cv_r_squared cv_r_squared_sd cv_gain cv_gain_sd
        rmse rmse_sd``; Δ against SERVPERF at the same level.
    reliability : DataFrame (index: form, scale)
        ``n k alpha alpha_low alpha_high omega reliability reliability_low reliability_high
        by_formula``.
    restriction : DataFrame (index: dimension, total)
        Variance of perception, expectation and gap; empty without expectations.
    validity : DataFrame (index: form)
        Convergence on the criterion, AVE, HTMT, correlations with the components.
    not_computed : DataFrame
        ``form what reason``.
    criterion : str or None
        The outcome that scores should converge on.
    instrument : Instrument
    ci_level : float
    bootstrap, folds, repeats : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.compare_forms(svq.load_dataset("bank"), bootstrap=0, repeats=1, seed=1)
    >>> list(found.table.index)[:2]
    ['servqual', 'weighted_servqual']
    """

    table: pd.DataFrame
    prediction: pd.DataFrame
    reliability: pd.DataFrame
    restriction: pd.DataFrame
    validity: pd.DataFrame
    not_computed: pd.DataFrame
    criterion: str | None
    instrument: Any
    ci_level: float
    bootstrap: int
    folds: int
    repeats: int
    seed: int | None
    convention: str

    def paragraph(self, language: str | None = None) -> str:
        """Say what this sample supports, and no more.

        Parameters
        ----------
        language : str, optional
            That of the instrument otherwise.

        Returns
        -------
        str
        """
        own = str(getattr(self.instrument, "language", "en"))
        return forms_paragraph(self, translator(language or own))

    def outcome_label(self, outcome: str) -> str:
        """Give an outcome in the instrument's words.

        Parameters
        ----------
        outcome : str

        Returns
        -------
        str
        """
        said = {o.column: o.label for o in getattr(self.instrument, "outcomes", ())}
        return str(said.get(outcome, outcome))

    def _title(self) -> str:
        return "Forms of scoring quality"

    def _parts(self) -> list[Part]:
        prediction = self.prediction[[c for c in _PREDICTION if c in self.prediction]]
        reliability = self.reliability.drop(columns=["alpha_low", "alpha_high"])
        parts: list[Part] = [
            ("What this sample supports", self.paragraph("en")),
            ("Forms, by total scores", self.table.T),
            ("Prediction; Δ against SERVPERF", prediction),
            ("Reliability", reliability),
            ("Convergence and discrimination", self.validity),
        ]
        if len(self.restriction):
            parts.append(("Room for gaps to vary", self.restriction.T))
        if len(self.not_computed):
            parts.append(("Not computed", self.not_computed.set_index("form")))
        return [*parts, ("Convention", self.convention)]


def one_table(
    forms: list[str],
    prediction: pd.DataFrame,
    reliability: pd.DataFrame,
    validity: pd.DataFrame,
) -> pd.DataFrame:
    """Gather what is known of total scores, a line a form.

    Parameters
    ----------
    forms : list of str
    prediction, reliability, validity : DataFrame

    Returns
    -------
    DataFrame (index: form)
    """
    table = pd.DataFrame(index=pd.Index(forms, name="form"))
    of_total = reliability.index.get_level_values("scale") == "total"
    totals = reliability[of_total].droplevel("scale")
    each = reliability[~of_total]
    for name in ("reliability", "reliability_low", "reliability_high", "by_formula"):
        table[name] = totals[name].reindex(forms)
    for name in ("alpha", "omega"):
        table[f"mean_{name}"] = each[name].groupby(level="form").mean().reindex(forms)
    chosen = ["r_criterion", "mean_r_criterion", "ave_lowest", "htmt_largest", "r_perception",
              "r_expectation"]  # fmt: skip
    for name in chosen:
        table[name] = validity[name].reindex(forms) if name in validity else np.nan
    for outcome in dict.fromkeys(prediction.index.get_level_values("outcome")):
        own = prediction.xs((outcome, "total"), level=("outcome", "level")).reindex(forms)
        for short, name in (
            ("r2", "r_squared"),
            ("delta_r2", "delta_r_squared"),
            ("delta_low", "delta_low"),
            ("delta_high", "delta_high"),
            ("cv_r2", "cv_r_squared"),
            ("rmse", "rmse"),
        ):
            table[f"{short}_{outcome}"] = own[name]
    return table
