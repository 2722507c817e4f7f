"""What lies behind the gaps: antecedents' scores, their reliability, and how they go with their gap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.contrasts import contrast, means_of
from svqkit.gaps.organisation.design import ANTECEDENTS
from svqkit.gaps.organisation.gap_rows import scale_scores
from svqkit.gaps.organisation.small_correlations import correlation, detectable
from svqkit.psychometrics.missingness.missing_tests import holm
from svqkit.psychometrics.reliability.alpha import alpha, feldt_interval

__all__ = ["COLUMNS", "antecedent_table", "scale_shortfall"]

COLUMNS = [
    "gap", "n", "mean", "sd", "low", "high", "alpha", "alpha_low", "alpha_high", "n_alpha", "k",
    "desirable", "shortfall", "r", "r_low", "r_high", "r_p", "r_p_holm", "n_r", "r_detectable",
]  # fmt: skip


def scale_shortfall(mean: float, low: float, high: float, desirable: str) -> float:
    """Say how far a mean lies from the desirable end of its scale, as a share of the scale.

    Parameters
    ----------
    mean : float
    low, high : float
        Ends of the answer scale.
    desirable : {"high", "low"}

    Returns
    -------
    float in [0, 1]
        0 at the best end, 1 at the worst.

    Examples
    --------
    >>> scale_shortfall(5.5, 1, 7, "high"), scale_shortfall(5.5, 1, 7, "low")
    (0.25, 0.75)
    """
    away = high - mean if desirable == "high" else mean - low
    return away / (high - low)


def antecedent_table(
    answers: pd.DataFrame,
    items: dict[str, list[str]],
    own_gap: dict[int, pd.Series],
    scale: tuple[float, float],
    *,
    ci: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Score, judge and correlate the antecedents that one survey asks about.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
        Keyed: reversed items turned round.
    items : dict of antecedent to item codes
        At least one antecedent.
    own_gap : dict of gap to Series (respondents)
        Each respondent's own measure of a gap, higher where the gap is smaller.
    scale : (low, high)
        Ends of the answer scale.
    ci : float in (0, 1)
    rng : numpy Generator

    Returns
    -------
    DataFrame (index: antecedent)
        ``gap n mean sd low high alpha alpha_low alpha_high n_alpha k desirable shortfall r r_low
        r_high r_p r_p_holm n_r r_detectable``; p adjusted by Holm over the antecedents of a gap.

    Examples
    --------
    >>> answers = pd.DataFrame({"T1": [5.0, 6.0, 4.0, 7.0], "T2": [5.0, 6.0, 5.0, 6.0]})
    >>> gap = pd.Series([-2.0, -1.0, -2.5, -0.5])
    >>> table = antecedent_table(
    ...     answers, {"teamwork": ["T1", "T2"]}, {3: gap}, (1, 7), ci=0.95,
    ...     rng=np.random.default_rng(1),
    ... )
    >>> table[["gap", "n", "mean", "k", "r"]].round(3).values.tolist()
    [[3.0, 4.0, 5.5, 2.0, 1.0]]
    """
    scores = scale_scores(answers, items)
    means = means_of(scores)
    ends = contrast([(1, means)], ci)
    rows = {}
    for name, codes in items.items():
        gap, desirable = ANTECEDENTS[name]
        n, mean, sd = means.loc[[name], ["n", "mean", "sd"]].to_numpy(dtype=float)[0]
        complete = answers[codes].dropna().to_numpy(dtype=float)
        value = np.nan
        if len(complete) > 1 and len(codes) > 1:
            value = float(alpha(np.cov(complete, rowvar=False)))
        lower, upper = feldt_interval(value, len(complete), len(codes), ci)
        r, r_low, r_high, r_p, n_r = np.nan, np.nan, np.nan, np.nan, 0
        if gap in own_gap:
            y = own_gap[gap].reindex(scores.index).to_numpy(dtype=float)
            r, r_low, r_high, r_p, n_r = correlation(scores[name].to_numpy(dtype=float), y, ci, rng)
        rows[name] = {
            "gap": gap,
            "n": int(n),
            "mean": mean,
            "sd": sd,
            "low": ends.at[name, "low"],
            "high": ends.at[name, "high"],
            "alpha": value,
            "alpha_low": lower,
            "alpha_high": upper,
            "n_alpha": len(complete),
            "k": len(codes),
            "desirable": desirable,
            "shortfall": scale_shortfall(mean, *scale, desirable),
            "r": r,
            "r_low": r_low,
            "r_high": r_high,
            "r_p": r_p,
            "n_r": n_r,
            "r_detectable": detectable(n_r, ci),
        }
    table = pd.DataFrame(list(rows.values()), index=list(rows)).assign(r_p_holm=np.nan)[COLUMNS]
    for gap in table["gap"].unique():
        own = table["gap"] == gap
        table.loc[own, "r_p_holm"] = holm(table.loc[own, "r_p"].to_numpy(dtype=float))
    return table.rename_axis("antecedent")
