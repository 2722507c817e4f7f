"""Evidence on whether the scores predict what they should."""

from __future__ import annotations

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence", "outcome_label"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather the correlation of the total perception with each outcome.

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
    >>> done = analyse(svq.load_dataset("bank"), Options(outcomes=("satisfaction",)))
    >>> evidence(done)[0].subject
    'Satisfaction'
    """
    if done.prediction is None:
        return []
    return [
        Evidence(
            "outcome",
            row["r_perception"],
            outcome_label(done, str(outcome)),
            row["low"],
            row["high"],
            int(row["n"]),
        )
        for outcome, row in done.prediction.iterrows()
    ]


def outcome_label(done: Analyses, column: str) -> str:
    """Name an outcome in the instrument's words, or by its column where it has none.

    Parameters
    ----------
    done : Analyses
    column : str

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> outcome_label(done, "overall_quality"), outcome_label(done, "sales")
    ('Overall quality', 'sales')
    """
    labels = {one.column: one.label for one in done.responses.instrument.outcomes}
    return labels.get(column, column)
