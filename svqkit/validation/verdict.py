"""The overall sentence: built from the claims, and never saying more than they do."""

from __future__ import annotations

import pandas as pd

from svqkit.validation.claims import NOT_EXAMINED
from svqkit.validation.findings import NOT_SUPPORTED, SUPPORTED, UNCERTAIN

__all__ = ["overall_verdict"]

_SHORT = {
    "data": "the data can bear the analysis",
    "items": "the items work",
    "consistency": "each scale is consistent",
    "structure": "the designed dimensions hold",
    "convergence": "the scales converge and differ",
    "prediction": "the scores predict what they should",
    "groups": "groups may be compared",
    "differences": "gap scores may be used as differences",
}


def overall_verdict(claims: pd.DataFrame, title: str, n: int, form: str) -> str:
    """Say in words what these answers allow.

    Parameters
    ----------
    claims : DataFrame
        As ``claims_table`` makes it.
    title : str
        The instrument's title.
    n : int
        Respondents.
    form : str
        "SERVQUAL" with expectations, "SERVPERF" with perceptions alone.

    Returns
    -------
    str

    Examples
    --------
    >>> claims = pd.DataFrame(
    ...     {"verdict": ["not supported"]}, index=["data"])
    >>> overall_verdict(claims, "SERVQUAL", 40, "SERVQUAL").startswith("These answers cannot bear")
    True
    """
    verdict = claims["verdict"]
    if verdict.get("data") == NOT_SUPPORTED:
        lead = (
            "These answers cannot bear a validation: read everything below as a description "
            "of this sample, not as evidence about the questionnaire."
        )
    else:
        lead = _use(verdict, title, n)
    sentences = [lead]
    for state, words in (
        (SUPPORTED, "Supported"),
        (UNCERTAIN, "Uncertain"),
        (NOT_SUPPORTED, "Not supported"),
        (NOT_EXAMINED, "Not examined"),
    ):
        keys = [key for key in verdict.index if verdict[key] == state]
        if keys:
            sentences.append(f"{words}: {'; '.join(_SHORT[key] for key in keys)}.")
    if form != "SERVQUAL":
        sentences.append("Expectations were not asked, so nothing is said about gaps.")
    sentences.append(
        "This speaks for this use with these respondents, not for the questionnaire in general."
    )
    return " ".join(sentences)


def _use(verdict: pd.Series, title: str, n: int) -> str:
    """Say what the scores may be used for, from the claims about structure and consistency."""
    core = [verdict.get(key) for key in ("consistency", "structure", "convergence")]
    who = f"With {n:,} respondents, the perception scores of {title}"
    if all(state == SUPPORTED for state in core):
        return f"{who} can be used dimension by dimension."
    if verdict.get("structure") == NOT_SUPPORTED:
        return (
            f"{who} should not be read as the dimensions it was designed with: "
            "the designed structure does not hold here."
        )
    if verdict.get("consistency") == NOT_SUPPORTED:
        return f"{who} cannot all be used: at least one scale is not consistent enough."
    if verdict.get("convergence") == NOT_SUPPORTED:
        return (
            f"{who} can be summed up, but at least two dimensions cannot be told apart "
            "or do not hang together; do not interpret those separately."
        )
    if NOT_EXAMINED in core:
        return f"{who} cannot be judged fully: part of the analysis could not run."
    return f"{who} can be used dimension by dimension with caution: not every point is settled."
