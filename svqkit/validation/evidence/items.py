"""Evidence on whether the items work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence
from svqkit.validation.intervals import correlation_interval, share_interval

__all__ = ["end_of_scale", "evidence", "worst_end"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather the weakest item of each scale, reversed items, floor and ceiling of the scores.

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
    >>> sum(one.criterion == "item_rest" for one in evidence(done))
    5
    """
    found = []
    titles = done.responses.instrument.dimension_titles
    negative = 0
    with_rest, answered = (done.items[column].to_dict() for column in ("r_drop", "n"))
    for scale, names in done.scales.items():
        r = {name: float(with_rest[name]) for name in names if with_rest[name] == with_rest[name]}
        if not r:
            continue
        negative += sum(value < 0 for value in r.values())
        weakest = min(r, key=lambda name: r[name])
        n = int(answered[weakest])
        low, high = correlation_interval(r[weakest], n)
        found.append(Evidence("item_rest", r[weakest], f"{titles[scale]}, {weakest}", low, high, n))
    found.append(Evidence("negative_item", negative))
    scale_of = done.responses.instrument.scale
    for criterion, end in (("ceiling", scale_of.high), ("floor", scale_of.low)):
        found += worst_end(done, done.responses.perceptions, criterion, end)
    return found


def worst_end(done: Analyses, answers: pd.DataFrame, criterion: str, end: float) -> list[Evidence]:
    """Find the scale with the largest share of respondents at one end.

    Parameters
    ----------
    done : Analyses
    answers : DataFrame (respondents × items)
        Perceptions or expectations.
    criterion : str
        Key of the criterion.
    end : float
        The code at that end.

    Returns
    -------
    list of Evidence
        One, in percent with Wilson's interval; none where nobody answered a whole scale.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> worst_end(done, done.responses.expectations, "expectation_ceiling", 7)[0].n > 300
    True
    """
    values, place = answers.to_numpy(dtype=float), answers.columns.tolist().index
    counted = {
        scale: end_of_scale(values[:, [place(name) for name in names]], end)
        for scale, names in done.scales.items()
    }
    shares = {scale: count / n for scale, (count, n) in counted.items() if n}
    if not shares:
        return []
    worst = max(shares, key=lambda scale: shares[scale])
    count, n = counted[worst]
    low, high = share_interval(count, n)
    title = done.responses.instrument.dimension_titles[worst]
    return [Evidence(criterion, 100 * count / n, f"worst, {title}", 100 * low, 100 * high, n)]


def end_of_scale(answers: np.ndarray, end: float) -> tuple[int, int]:
    """Count respondents whose every answer stands at one end of the scale.

    Parameters
    ----------
    answers : ndarray (respondents × items of one scale)
    end : float
        The code at that end.

    Returns
    -------
    (count, n) : tuple of int
        Those at the end, of those who answered every item.

    Examples
    --------
    >>> end_of_scale(np.array([[7, 7], [7, 6], [np.nan, 7]]), 7)
    (1, 2)
    """
    complete = answers[~np.isnan(answers).any(axis=1)]
    return int((complete == end).all(axis=1).sum()), len(complete)
