"""What is said about drivers: how far they reach, and what they are not."""

from __future__ import annotations

import pandas as pd

__all__ = ["NOT_SAID", "said_of_fit", "said_of_slopes"]

NOT_SAID = (
    "Drivers are correlations. Customers who rate a score higher also rate the outcome higher; "
    "whether raising the score would raise the outcome, these data cannot say. Mood, halo and the "
    "same questionnaire for both make them go together too. Try the measure, with a comparison."
)
FEW_EACH, MUCH = 10, 0.05
"""Respondents (or events) a predictor, and the optimism, beyond which a warning is due."""


def said_of_fit(fit: pd.Series, logit: bool) -> list[str]:
    """Say how much of the fit is left for new respondents.

    Parameters
    ----------
    fit : Series
        As ``Drivers.fit``.
    logit : bool

    Returns
    -------
    list of str

    Examples
    --------
    >>> fit = pd.Series({"r_squared": 0.4, "cross_validated": 0.2, "optimism": 0.2,
    ...                  "n_per_predictor": 5})
    >>> for line in said_of_fit(fit, False):
    ...     print(line)
    R² 0.40, for respondents left out 0.20: overfitted, the model tells new customers much less.
    Only 5 respondents a predictor (ten are a usual least); take fewer predictors.
    """
    measure, value = ("AUC", fit["auc"]) if logit else ("R²", fit["r_squared"])
    said = f"{measure} {value:.2f}, for respondents left out {fit['cross_validated']:.2f}: "
    if fit["optimism"] > MUCH:
        said += "overfitted, the model tells new customers much less."
    else:
        said += "little is lost."
    lines = [said]
    each = fit["events_per_predictor" if logit else "n_per_predictor"]
    if each < FEW_EACH:
        what = "respondents on the smaller side of the event" if logit else "respondents"
        lines.append(
            f"Only {each:.0f} {what} a predictor (ten are a usual least); take fewer predictors."
        )
    return lines


def said_of_slopes(table: pd.DataFrame) -> list[str]:
    """Name slopes that turn beside the others, and ranks that cannot be told apart.

    Parameters
    ----------
    table : DataFrame
        With ``r b rank`` and, after a bootstrap, ``rank_low rank_high``.

    Returns
    -------
    list of str

    Examples
    --------
    >>> table = pd.DataFrame({"r": [0.5, 0.3], "b": [0.6, -0.1], "rank": [1, 2]},
    ...                      index=["care", "speed"])
    >>> said_of_slopes(table)[0][:61]
    'Up with the outcome alone, down beside the other scores: spee'
    """
    lines = []
    other = table[table["r"] * table["b"] < 0]
    turned = ", ".join(map(str, other.index))
    if turned:
        lines.append(
            f"Up with the outcome alone, down beside the other scores: {turned}. The "
            "slope corrects the others there; do not read it as harm."
            if (other["r"] > 0).all()
            else f"The slope has another sign than the correlation: {turned}. It "
            "corrects the others there; do not read it by itself."
        )
    if "rank_low" in table:
        first = [str(name) for name in table.index[table["rank_low"] == 1]]
        if len(first) > 1:
            lines.append(f"Any of these could be first: {', '.join(first)}.")
    return lines
