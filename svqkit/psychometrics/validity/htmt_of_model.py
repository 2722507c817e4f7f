"""Heterotrait–monotrait ratios of the items and groups of a fitted model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polychoric import polychoric_matrix
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.samples.groups import grouped_answers
from svqkit.psychometrics.validity.htmt_bootstrap import ratio_intervals
from svqkit.psychometrics.validity.htmt_delta import delta_from_answers, delta_from_gamma
from svqkit.psychometrics.validity.htmt_ratios import htmt_ratios

__all__ = ["model_answers", "model_ratios"]


def model_answers(fit: CFA, items: Any, group: Any) -> list[np.ndarray]:
    """Take the complete answers of each group, and make sure they are those of the model."""
    if fit.groups and group is None:
        raise DataError("the model has groups: give group= so that each respondent has one")
    given = grouped_answers(
        items, fit.items, group if fit.groups else None, fit.table.groups, wanted_by="HTMT"
    )
    complete = [part[~np.isnan(part).any(axis=1)] for part in given]
    n = sum(map(len, complete))
    if n != fit.n:
        raise DataError(
            f"items have {n} complete respondents, the model was fitted to {fit.n}: "
            "give the answers that the model was fitted to"
        )
    return complete


def model_ratios(
    fit: CFA,
    answers: Sequence[np.ndarray],
    design: np.ndarray,
    correlation: str,
    bootstrap: dict[str, Any],
) -> list[dict[str, np.ndarray]]:
    """Compute HTMT and HTMT2 of every group, with intervals where the answers are there."""
    found = []
    for at, sample in enumerate(fit.problem.samples):
        ordered = isinstance(sample, OrdinalSample)
        if correlation == "polychoric" and not ordered:
            R = polychoric_matrix(pd.DataFrame(answers[at], columns=list(fit.items)))
        elif correlation == "pearson" and ordered:
            R = np.corrcoef(answers[at].T)
        else:
            sd = np.sqrt(np.diag(sample.covariance))
            R = sample.covariance / np.outer(sd, sd)
        mine = dict(zip(("htmt", "htmt2"), htmt_ratios(R, design), strict=True))
        if bootstrap["draws"]:
            mine |= ratio_intervals(answers[at], design, correlation=correlation, **bootstrap)
        elif isinstance(sample, OrdinalSample) and correlation == "polychoric":
            t = len(sample.thresholds)
            gamma = sample.gamma[t:, t:]
            mine |= delta_from_gamma(R, gamma, sample.n, design, bootstrap["level"])
        elif len(answers) and correlation == "pearson":
            mine |= delta_from_answers(answers[at], design, bootstrap["level"])
        found.append(mine)
    return found
