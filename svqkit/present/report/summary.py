"""The top of the report: claims, findings, and what they add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from .columns import head, text, verdict
from .document import Column, Table, table
from .numbers import NOTHING, bounded, count, interval, number, p_value, percent
from .words import join, plural, sentence

__all__ = ["VERDICTS", "claims", "findings", "findings_meaning", "lede", "tally"]

VERDICTS = ("supported", "uncertain", "not supported", "not examined")

_PERCENT = {"missing", "listwise_loss", "careless", "ceiling", "floor", "expectation_ceiling"}
_COUNT = {
    "n",
    "negative_item",
    "estimable",
    "admissible",
    "misplaced",
    "swapped_forms",
    "cross_loading",
    "fornell_larcker",
    "factor_count",
}
_FREE = {"n_per_parameter": 1, "skew": 2, "kurtosis": 2, "bic_one_factor": 1, "bic_rivals": 1}


def _value(row: Mapping[str, Any]) -> str:
    kind = row.get("id", "")
    if kind in _PERCENT:
        return percent(row["value"])
    if kind in _COUNT:
        return count(row["value"])
    if kind == "bartlett":
        return p_value(row["value"])
    if kind in _FREE:
        return number(row["value"], _FREE[kind])
    return bounded(row["value"], 3)


def _interval(row: Mapping[str, Any]) -> str:
    kind = row.get("id", "")
    if kind in _PERCENT or kind in _FREE or kind in _COUNT:
        return interval(row["low"], row["high"], _FREE.get(kind, 1), free=True)
    return interval(row["low"], row["high"], 3)


def _value_with_interval(row: Mapping[str, Any]) -> str:
    span = _interval(row)
    return _value(row) if span == NOTHING else f"{_value(row)} {span}"


def _why(row: Mapping[str, Any]) -> str:
    """Join reason and advice; the interval is left out, since it stands in its own column."""
    reason = re.sub(r" \([-−]?[\d.]+ to [-−]?[\d.]+\)", "", str(row["reason"]))
    return f"{sentence(reason)} {row['advice']}".strip()


def claims(validation: Any) -> Table:
    """Lay the claims out with verdict, reason and next step.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Table
    """
    return table(
        "claims",
        validation.claims.reset_index(drop=True),
        "What these answers support, claim by claim",
        [
            head("claim", "Claim"),
            verdict("verdict", "Verdict"),
            text("reason", "Why", wide=True),
            text("next_step", "What to do next", wide=True),
        ],
        stack=True,
    )


def findings(validation: Any) -> Table:
    """Lay the findings out: check, value, criterion with its source, verdict, what to do.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Table
    """
    return table(
        "findings",
        validation.findings.reset_index(drop=True),
        "Every check behind the claims",
        [
            Column("check", "Check", kind="head"),
            Column(
                ("value", "low", "high"),
                "Value [interval]",
                by_row=_value_with_interval,
                copied_as=("Value", "Interval, low", "Interval, high"),
            ),
            Column(
                ("criterion", "source"),
                "Criterion, source",
                kind="wide",
                by_row=lambda row: f"{row['criterion']}; {row['source']}",
                copied_as=("Criterion", "Source of the criterion"),
            ),
            verdict("verdict", "Verdict"),
            Column(
                ("reason", "advice"),
                "Why, and what to do",
                kind="wide",
                by_row=_why,
                copied_as=("Why", "What to do"),
            ),
        ],
        stack=True,
        group=("claim", "Claim"),
    )


def findings_meaning(rows: pd.DataFrame) -> str:
    """Say how the findings are spread over the verdicts, and how many rest on points alone.

    Parameters
    ----------
    rows : DataFrame

    Returns
    -------
    str

    Examples
    --------
    >>> findings_meaning(pd.DataFrame({"verdict": ["supported", "uncertain", "supported"]}))
    'Of 3 checks, 2 are met and 1 is undecided.'
    """
    words = {"supported": "met", "uncertain": "undecided", "not supported": "missed"}
    counts = {word: int((rows["verdict"] == key).sum()) for key, word in words.items()}
    said = [f"{n} {'is' if n == 1 else 'are'} {word}" for word, n in counts.items() if n]
    points = int(rows["point_only"].sum()) if "point_only" in rows else 0
    more = (
        f" {plural(points, 'check rests', 'checks rest')} on a point estimate without interval, "
        "which alone supports no claim."
        if points
        else ""
    )
    return f"Of {plural(len(rows), 'check')}, {join(said)}.{more}"


def tally(rows: pd.DataFrame) -> str:
    """Count the claims by verdict.

    Parameters
    ----------
    rows : DataFrame

    Returns
    -------
    str

    Examples
    --------
    >>> tally(pd.DataFrame({"verdict": ["supported", "not examined"]}))
    'Of 2 claims: 1 supported, 1 not examined.'
    """
    counts = [(word, int((rows["verdict"] == word).sum())) for word in VERDICTS]
    said = ", ".join(f"{n} {word}" for word, n in counts if n)
    return f"Of {plural(len(rows), 'claim')}: {said}."


def lede(validation: Any) -> str:
    """Say in one line what was validated: data, respondents, instrument, date.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    str
    """
    responses = validation.responses
    instrument = responses.instrument
    asked = (
        "expectations and perceptions" if responses.expectations is not None else "perceptions only"
    )
    name = responses.source.get("name")
    return (
        f"{plural(responses.n, 'respondent')}, {len(instrument.items)} items in "
        f"{plural(len(instrument.dimensions), 'dimension')}, {asked}"
        f"{f'; data: {name}' if name else ''}; {validation.settings.get('date', '')}."
    )
