"""What is said about paired comparisons: what to look at again, and how the numbers were made."""

from __future__ import annotations

from itertools import permutations

import pandas as pd

from svqkit.gaps.weighting.ahp_weights import RANDOM_INDEX

__all__ = ["circles", "convention_of", "most_at_odds", "remarks_on"]

ACCEPTABLE = {3: 0.05, 4: 0.08}
"""Consistency ratios that Saaty (1994) accepts of three and four things; of more, 0.10."""
USUAL = 0.10


def remarks_on(
    ratio: float, n: int, judgements: pd.DataFrame, experts: pd.DataFrame | None
) -> list[str]:
    """Say what to look at again.

    Parameters
    ----------
    ratio : float
        Consistency ratio.
    n : int
        Things compared.
    judgements : DataFrame
        As ``judgement_table`` gives it.
    experts : DataFrame or None
        With ``consistency_ratio`` and ``at_odds``.

    Returns
    -------
    list of str

    Examples
    --------
    >>> remarks_on(0.02, 3, pd.DataFrame(), None)
    []
    """
    said = []
    limit = ACCEPTABLE.get(n, USUAL)
    if ratio > limit and n == 3:
        said.append(
            f"The consistency ratio {ratio:.3f} is above {limit:g}. With three things each "
            "judgement is as much at odds with the other two; look at all three again."
        )
    elif ratio > limit:
        row, column = judgements.index[0]
        worst = judgements.iloc[0]
        said.append(
            f"The consistency ratio {ratio:.3f} is above {limit:g}. Most at odds with the other "
            f"judgements is {row!r} over {column!r}: {_ratio(worst['given'])} was given, "
            f"{_ratio(worst['agrees'])} would follow from the others; with "
            f"{_ratio(worst['nearest'])} the ratio would be {worst['ratio_then']:.3f}. Look at it "
            "again; do not change it for the number's sake."
        )
    if experts is not None:
        for name, row in experts[experts["consistency_ratio"] > limit].iterrows():
            odd = f", most by {row['at_odds']}" if n > 3 else ""
            said.append(
                f"{name}'s own judgements contradict each other (consistency ratio "
                f"{row['consistency_ratio']:.3f}, above {limit:g}){odd}."
            )
    return said


def circles(matrix: pd.DataFrame) -> str:
    """Say judgements that go round in a circle, which no weights can follow.

    Parameters
    ----------
    matrix : DataFrame (square, reciprocal)

    Returns
    -------
    str
        Empty where there is none.

    Examples
    --------
    >>> a = pd.DataFrame([[1, 2, 1 / 9], [1 / 2, 1, 3], [9, 1 / 3, 1]], list("abc"), list("abc"))
    >>> circles(a)
    'A circle: a over b, b over c, yet c over a.'
    """
    over = matrix.to_numpy() > 1 + 1e-9
    found = [
        (i, j, k)
        for i, j, k in permutations(range(len(over)), 3)
        if i < min(j, k) and over[i, j] and over[j, k] and over[k, i]
    ]
    if not found:
        return ""
    i, j, k = (matrix.index[at] for at in found[0])
    more = f" And {len(found) - 1} more." if len(found) > 1 else ""
    return f"A circle: {i} over {j}, {j} over {k}, yet {k} over {i}.{more}"


def most_at_odds(judgements: pd.DataFrame) -> str:
    """Say the judgement most at odds with the others.

    Parameters
    ----------
    judgements : DataFrame
        As ``judgement_table`` gives it.

    Returns
    -------
    str
        Empty where nothing is at odds.

    Examples
    --------
    >>> pair = pd.MultiIndex.from_tuples([("care", "speed")])
    >>> most_at_odds(pd.DataFrame({"given": [0.25], "agrees": [3.0], "times": [12.0]}, index=pair))
    'care over speed: 1/4 instead of 3'
    """
    if not len(judgements) or judgements["times"].iloc[0] < 1 + 1e-9:
        return ""
    (row, column), worst = judgements.index[0], judgements.iloc[0]
    return f"{row} over {column}: {_ratio(worst['given'])} instead of {_ratio(worst['agrees'])}"


def _ratio(value: float) -> str:
    """Say a judgement as people do: 3, 2.5, 1/4."""
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"


def convention_of(n: int, experts: int) -> str:
    """Say how the numbers were made.

    Parameters
    ----------
    n : int
        Things compared.
    experts : int

    Returns
    -------
    str

    Examples
    --------
    >>> "Saaty 1980" in convention_of(3, 1)
    True
    """
    said = (
        "Weights: principal eigenvector (Saaty 1980), summing to 1; geometric_weight: geometric "
        "means of rows. weight_low, weight_high: the range when one judgement moves one step of "
        "the scale; no statement about other experts. agrees: what all other judgements imply "
        "(Harker 1987). "
    )
    if n > 2:
        said += (
            f"Consistency ratio: (λ_max − n)/(n − 1) over the random index {RANDOM_INDEX[n - 1]:g} "
            "of Saaty (1980); programs with other random indices show other ratios. Guide: 0.10 "
            "at most, 0.05 with three and 0.08 with four things (Saaty 1994)."
        )
    else:
        said += "Two things cannot be compared inconsistently."
    if experts > 1:
        said += (
            " Experts' judgements are aggregated by their geometric mean. Consensus: Goepel (2013), "
            "with his later D_γ,max = n; 1 is full agreement on weights."
        )
    return said
