"""What is said about derived importance: how it was made, and how far scores can be told apart."""

from __future__ import annotations

import pandas as pd

from svqkit.gaps.weighting.derived_shares import METHODS

__all__ = ["said_of_collinearity", "said_of_weights"]

COLLINEAR = 5.0
"""A variance inflation factor from which a slope is said to be hard to tell from others'."""


def said_of_collinearity(table: pd.DataFrame, outcome: str) -> str:
    """Say how far the scores can be told apart.

    Parameters
    ----------
    table : DataFrame
        With ``vif``, ``r`` and ``beta``.
    outcome : str

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"vif": [1.2], "r": [0.5], "beta": [0.5]}, index=["care"])
    >>> said_of_collinearity(table, "satisfaction")
    'Largest variance inflation factor 1.2 (care): below 5, so slopes can be told apart.'
    """
    vif = table["vif"]
    largest = float(vif.max())
    if largest < COLLINEAR:
        said = (
            f"Largest variance inflation factor {largest:.1f} ({vif.idxmax()}): below {COLLINEAR:g}, so "
            "slopes can be told apart."
        )
    else:
        high = ", ".join(str(name) for name in vif.index[vif >= COLLINEAR])
        said = (
            f"Variance inflation factors of {COLLINEAR:g} and more: {high}. These scores say much "
            "the same, and their slopes depend on small differences; relative importance shares "
            "out what they have in common, so believe their sum rather than each."
        )
    turned = table.index[(table["r"] > 0) & (table["beta"] < 0)]
    if len(turned):
        said += (
            f" Up with {outcome} alone, but down beside the other scores: "
            f"{', '.join(map(str, turned))}. The slope corrects the others there; do not read it "
            "as harm."
        )
    return said


def said_of_weights(
    name: str, score: str, method: str, ci: float, table: pd.DataFrame, *, first: bool
) -> str:
    """Say how the weights were derived.

    Parameters
    ----------
    name : str
        The outcome.
    score, method : str
    ci : float
    table : DataFrame
        With ``importance``.
    first : bool
        Whether the outcome was taken because it is the first.

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"importance": [0.5, -0.1]}, index=["care", "speed"])
    >>> said_of_weights("overall", "gap", "correlation", 0.95, table, first=True)[-43:]
    '(1995). Negative, so without weight: speed.'
    """
    chosen = "the first of the outcomes" if first else "as asked"
    said = (
        f"Outcome: {name} ({chosen}). Scores: {score} of respondents who have all of them. "
        f"Weights: {METHODS[method]}, divided by their sum. weight_low, weight_high: delta method "
        f"on the scale of log odds, Student's t at {ci:.0%}. R²: Olkin & Finn (1995)."
    )
    if method in ("standardised", "correlation"):
        negative = [str(row) for row in table.index[table["importance"] < 0]]
        if negative:
            said += f" Negative, so without weight: {', '.join(negative)}."
    return said
