"""From findings to claims: validity is decided use by use, never for a questionnaire at large."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from svqkit.validation.criteria import CLAIMS
from svqkit.validation.findings import NOT_SUPPORTED, SUPPORTED, UNCERTAIN

__all__ = ["NOT_EXAMINED", "NO_GROUPS", "claims_table"]

NOT_EXAMINED = "not examined"


Finding = Mapping[Hashable, Any]
"""One row of the findings, by column."""

NO_GROUPS = "no groups were named"
"""Why groups are not compared where nobody asked for it."""


def claims_table(findings: pd.DataFrame, not_examined: Mapping[str, str]) -> pd.DataFrame:
    """Decide each claim from its findings.

    Parameters
    ----------
    findings : DataFrame
        As ``findings_table`` makes it.
    not_examined : mapping of claim key to reason
        Why a claim without findings was not examined.

    Returns
    -------
    DataFrame
        One row a claim, in order: claim, verdict, reason, next_step. The index holds the
        claims' keys.

    Notes
    -----
    Not supported if a decisive finding fails; uncertain if any finding is uncertain, a
    supporting one fails, or only point estimates speak for the claim; not examined if no
    finding ran; supported otherwise.

    Examples
    --------
    >>> from svqkit.validation.criteria import read_criteria
    >>> from svqkit.validation.findings import Evidence, findings_table
    >>> table = findings_table([Evidence("alpha", 0.8, "x", 0.75, 0.85)], read_criteria("default"))
    >>> claims_table(table, {}).loc["consistency", "verdict"]
    'supported'
    """
    rows = {}
    found = findings.to_dict("records")
    for key, claim in CLAIMS.items():
        mine = [one for one in found if one["claim"] == claim]
        if not mine:
            reason = not_examined.get(key) or "nothing that speaks to it was computed"
            next_step = _next_step_unexamined(key, reason)
            reason = f"{reason[0].upper()}{reason[1:].rstrip('.')}."
            rows[key] = (claim, NOT_EXAMINED, reason, next_step)
        else:
            rows[key] = (claim, *_decide(mine))
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["claim", "verdict", "reason", "next_step"]
    )
    table.index.name = "key"
    return table


def _decide(mine: Sequence[Finding]) -> tuple[str, str, str]:
    failed = [one for one in mine if one["verdict"] == NOT_SUPPORTED]
    decisive = [one for one in failed if one["weight"] == "decisive"]
    unsure = [one for one in mine if one["verdict"] == UNCERTAIN]
    if decisive:
        return NOT_SUPPORTED, _name(decisive, "missed", len(mine)), _advise(decisive)
    if failed or unsure:
        words = [
            _name(rows, what, len(mine))
            for rows, what in ((failed, "missed"), (unsure, "undecided"))
            if rows
        ]
        return UNCERTAIN, " ".join(words), _advise([*failed, *unsure])
    if all(one["point_only"] for one in mine):
        return (
            UNCERTAIN,
            "Every criterion is met, but only by point estimates, which have no interval.",
            "Ask for intervals (bootstrap=1000), or repeat the study.",
        )
    count = len(mine)
    met = "Its one criterion is met." if count == 1 else f"All {count} criteria are met."
    return SUPPORTED, met, "Nothing to do for this claim."


def _name(rows: Sequence[Finding], what: str, count: int) -> str:
    shown = [
        f"{_lower(str(one['check']))} ({_value(float(one['value']))} against {one['criterion']})"
        for one in rows[:3]
    ]
    more = len(rows) - len(shown)
    listed = "; ".join(shown) + (f"; and {more} more" if more > 0 else "")
    return f"{len(rows)} of {count} criteria {what}: {listed}."


def _lower(check: str) -> str:
    """Lower the first letter of a sentence unless it begins with an abbreviation or a name."""
    first = check.split(maxsplit=1)[0]
    keeps = first.isupper() or first in {"Bartlett's", "Cronbach's"}
    return check if keeps and len(first) > 1 else check[0].lower() + check[1:]


def _value(value: float) -> str:
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.1f}"


def _advise(rows: Sequence[Finding]) -> str:
    return " ".join(dict.fromkeys(str(one["advice"]) for one in rows[:3]))


def _next_step_unexamined(key: str, reason: str) -> str:
    """Ask for what was not given; what was given and failed says itself what to do."""
    if key == "groups" and reason != NO_GROUPS:
        return "Do what the reason says, then compare the groups again."
    return {
        "prediction": "Ask an outcome question (overall quality, satisfaction, loyalty) and name "
        "it in outcomes=.",
        "groups": "Name the groups with group= before comparing their scores.",
        "differences": "Ask expectations as well, or use the perceptions alone.",
    }.get(key, "See the section's note for what is missing.")
