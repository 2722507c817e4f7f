"""A finding: one number, or better its interval, held against its criterion."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from svqkit.result import format_cell
from svqkit.validation.criteria import CLAIMS, CriteriaSet, Criterion

__all__ = ["NOT_SUPPORTED", "SUPPORTED", "UNCERTAIN", "Evidence", "findings_table", "judge"]

SUPPORTED, UNCERTAIN, NOT_SUPPORTED = "supported", "uncertain", "not supported"


@dataclass(frozen=True)
class Evidence:
    """One number that speaks for or against a claim.

    Attributes
    ----------
    criterion : str
        Key of the criterion it is held against.
    value : float
    subject : str
        Which scale, item or pair it belongs to; empty for the whole questionnaire.
    low, high : float or None
        Ends of its interval, where it has one.
    n : int or None
        Respondents behind the interval: lets the reason say how many would decide.
    note : str
        What a reader must know about this number.

    Examples
    --------
    >>> Evidence("omega", 0.81, "Tangibles", 0.77, 0.84, 400).subject
    'Tangibles'
    """

    criterion: str
    value: float
    subject: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""


def judge(evidence: Evidence, criterion: Criterion) -> tuple[str, str, bool]:
    """Hold one number against its criterion.

    Parameters
    ----------
    evidence : Evidence
    criterion : Criterion

    Returns
    -------
    verdict : {"supported", "uncertain", "not supported"}
    reason : str
    point_only : bool
        True where no interval stands behind the number although it is an estimate.

    Notes
    -----
    With an interval: supported when the whole interval lies on the good side of the threshold,
    not supported when all of it lies beyond the failing value, uncertain otherwise. Without
    one, the point decides in the same way and is marked.

    Examples
    --------
    >>> from svqkit.validation.criteria import read_criteria
    >>> omega = read_criteria("default").criteria["omega"]
    >>> judge(Evidence("omega", 0.74, low=0.69, high=0.79, n=200), omega)[0]
    'uncertain'
    """
    has_interval = evidence.low is not None and evidence.high is not None
    low = evidence.low if has_interval and evidence.low is not None else evidence.value
    high = evidence.high if has_interval and evidence.high is not None else evidence.value
    worst, best = (low, high) if criterion.better == "more" else (high, low)
    point_only = criterion.basis != "exact" and not has_interval
    sign = criterion.sign
    shown = f"{format_cell(float(low))} to {format_cell(float(high))}"
    if sign * (worst - criterion.threshold) >= 0:
        reason = f"the whole interval ({shown}) meets it" if has_interval else "meets it"
        return SUPPORTED, _noted(reason, evidence.note), point_only
    if sign * (best - criterion.failing) < 0:
        reason = f"the whole interval ({shown}) misses it" if has_interval else "misses it"
        return NOT_SUPPORTED, _noted(reason, evidence.note), point_only
    if has_interval:
        reason = f"the interval ({shown}) does not decide{_how_many(evidence, criterion)}"
    else:
        reason = "lies between the two criteria"
    return UNCERTAIN, _noted(reason, evidence.note), point_only


def _noted(reason: str, note: str) -> str:
    return f"{reason}; {note}" if note else reason


def _how_many(evidence: Evidence, criterion: Criterion) -> str:
    """Say how many respondents would decide, if the estimate stayed where it is.

    An interval shrinks with the square root of n, so the needed n is n·(half-width/distance)².
    """
    if evidence.n is None or evidence.low is None or evidence.high is None:
        return ""
    sign, value = criterion.sign, evidence.value
    if sign * (value - criterion.threshold) > 0:
        edge = criterion.threshold
    elif sign * (value - criterion.failing) < 0:
        edge = criterion.failing
    else:
        return ": the estimate lies in the grey zone" if criterion.fail is not None else ""
    half = value - evidence.low if value > edge else evidence.high - value
    needed = math.ceil(evidence.n * (half / (value - edge)) ** 2)
    if needed > 20 * evidence.n:
        return ": the estimate lies practically at the criterion"
    return f"; about {needed:,} respondents would decide if the estimate stayed"


def findings_table(evidence: Iterable[Evidence], criteria: CriteriaSet) -> pd.DataFrame:
    """Judge all evidence that the set has a criterion for, and lay it out claim by claim.

    Parameters
    ----------
    evidence : iterable of Evidence
    criteria : CriteriaSet

    Returns
    -------
    DataFrame
        One row a finding: claim, check, value, low, high, criterion, verdict, reason, source,
        advice (empty where supported), id, subject, weight, point_only.

    Examples
    --------
    >>> from svqkit.validation.criteria import read_criteria
    >>> table = findings_table([Evidence("kmo", 0.91)], read_criteria("default"))
    >>> table["verdict"].tolist()
    ['supported']
    """
    rows = []
    for one in evidence:
        criterion = criteria.criteria.get(one.criterion)
        if criterion is None:
            continue
        verdict, reason, point_only = judge(one, criterion)
        rows.append(
            {
                "claim": CLAIMS[criterion.claim],
                "check": criterion.check + (f": {one.subject}" if one.subject else ""),
                "value": float(one.value),
                "low": float("nan") if one.low is None else float(one.low),
                "high": float("nan") if one.high is None else float(one.high),
                "criterion": criterion.text,
                "verdict": verdict,
                "reason": reason + (" (point only)" if point_only else ""),
                "source": criterion.source,
                "advice": "" if verdict == SUPPORTED else criterion.advice,
                "id": one.criterion,
                "subject": one.subject,
                "weight": criterion.weight,
                "point_only": point_only,
            }
        )
    table = pd.DataFrame(rows, columns=_COLUMNS)
    order = {text: place for place, text in enumerate(CLAIMS.values())}
    return table.sort_values("claim", key=lambda c: c.map(order), kind="stable").reset_index(
        drop=True
    )


_COLUMNS = [
    "claim",
    "check",
    "value",
    "low",
    "high",
    "criterion",
    "verdict",
    "reason",
    "source",
    "advice",
    "id",
    "subject",
    "weight",
    "point_only",
]
