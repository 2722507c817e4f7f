"""Evidence on whether each scale is consistent."""

from __future__ import annotations

from typing import Any

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence", "reliability_evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather omega and alpha of each scale's perceptions, with their intervals.

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
    >>> len(evidence(done))
    10
    """
    return [
        *reliability_evidence(done, "perceptions", "omega", "omega_total", "omega"),
        *reliability_evidence(done, "perceptions", "alpha", "alpha", "alpha"),
    ]


def reliability_evidence(
    done: Analyses, form: str, criterion: str, column: str, interval: str
) -> list[Evidence]:
    """Take one coefficient of each scale, with its interval, from the reliability of one form.

    Parameters
    ----------
    done : Analyses
    form : {"perceptions", "expectations", "gaps"}
    criterion : str
        Key of the criterion.
    column : str
        Column of the coefficients.
    interval : str
        Stem of the columns that hold its interval (``<stem>_low``, ``<stem>_high``).

    Returns
    -------
    list of Evidence
        Empty where the coefficient is not defined.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> reliability_evidence(done, "gaps", "gap_alpha", "alpha", "alpha")[0].subject
    'Tangibles'
    """
    if form not in done.reliability:
        return []
    titles = done.responses.instrument.dimension_titles
    table = done.reliability[form].coefficients
    found = []
    for scale in done.scales:
        row: Any = table.loc[scale]
        if row[column] != row[column]:
            continue
        low, high = float(row[f"{interval}_low"]), float(row[f"{interval}_high"])
        known = low == low and high == high
        found.append(
            Evidence(
                criterion,
                float(row[column]),
                titles[scale],
                low if known else None,
                high if known else None,
                int(row["n"]),
            )
        )
    return found
