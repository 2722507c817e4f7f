"""Evidence on whether the scores predict what they should."""

from __future__ import annotations

from svqkit.validation.analyses import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence"]


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
    >>> from svqkit.validation.analyses import Options, analyse
    >>> done = analyse(svq.load_dataset("bank"), Options(outcomes=("satisfaction",)))
    >>> evidence(done)[0].subject
    'satisfaction'
    """
    if done.prediction is None:
        return []
    return [
        Evidence(
            "outcome", row["r_perception"], str(outcome), row["low"], row["high"], int(row["n"])
        )
        for outcome, row in done.prediction.iterrows()
    ]
