"""Evidence on whether gap scores may be used as differences."""

from __future__ import annotations

import numpy as np

from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs
from svqkit.psychometrics.reliability.score_precision import difference_reliability
from svqkit.validation.analysis_record import Analyses
from svqkit.validation.evidence.consistency import reliability_evidence
from svqkit.validation.evidence.items import worst_end
from svqkit.validation.evidence.prediction import outcome_label
from svqkit.validation.findings import Evidence

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather reliability of gaps, the expectations' ceiling, and gap against perception.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    list of Evidence

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> sum(one.criterion == "gap_alpha" for one in evidence(done))
    5
    """
    if done.responses.expectations is None:
        return []
    return [
        *reliability_evidence(done, "gaps", "gap_alpha", "alpha", "alpha"),
        *_johns(done),
        *worst_end(
            done,
            done.responses.expectations,
            "expectation_ceiling",
            done.responses.instrument.scale.high,
        ),
        *_prediction(done),
    ]


def _johns(done: Analyses) -> list[Evidence]:
    if not {"perceptions", "expectations"} <= set(done.reliability):
        return []
    alphas = [
        done.reliability[form].coefficients["alpha"] for form in ("perceptions", "expectations")
    ]
    scored = dimension_pairs(*item_pairs(done.responses), done.scales)
    values = {}
    for scale in done.scales:
        pair = np.column_stack([form[scale].to_numpy() for form in scored])
        pair = pair[~np.isnan(pair).any(axis=1)]
        if len(pair) < 3 or not pair.std(axis=0).all():
            continue
        sd = pair.std(axis=0, ddof=1)
        r = float(np.corrcoef(pair.T)[0, 1])
        values[scale] = difference_reliability(
            float(alphas[0][scale]), float(alphas[1][scale]), float(sd[0]), float(sd[1]), r
        )
    defined = {scale: value for scale, value in values.items() if value == value}
    if not defined:
        return []
    lowest = min(defined, key=lambda scale: defined[scale])
    title = done.responses.instrument.dimension_titles[lowest]
    return [Evidence("difference_reliability", defined[lowest], f"lowest, {title}")]


def _prediction(done: Analyses) -> list[Evidence]:
    if done.prediction is None or "difference" not in done.prediction:
        return []
    return [
        Evidence(
            "gap_prediction",
            row["difference"],
            outcome_label(done, str(outcome)),
            row["difference_low"],
            row["difference_high"],
            int(row["n"]),
        )
        for outcome, row in done.prediction.iterrows()
    ]
