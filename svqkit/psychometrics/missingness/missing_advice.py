"""What missing answers ask for: which auxiliary variables help, and listwise or full information."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["auxiliary_table", "recommendation"]

LEVEL = 0.05
RELATED = 0.4
"""Correlation with an incomplete item from which a variable is worth including (Enders 2010)."""
FEW = 0.05
"""Share of respondents whose loss hardly matters (Schafer 1999)."""


def _strongest(values: pd.Series) -> tuple[str, float]:
    """Find the value farthest from 0 and its label; nothing where all are missing."""
    known = values.dropna()
    if known.empty:
        return "", np.nan
    at = int(known.abs().to_numpy().argmax())
    return str(known.index[at]), float(known.iloc[at])


def auxiliary_table(
    tests: pd.DataFrame,
    categories: pd.DataFrame,
    correlations: pd.DataFrame,
    names: Sequence[str],
) -> pd.DataFrame:
    """Say of each auxiliary variable what it tells of gaps and of answers.

    Parameters
    ----------
    tests, categories : DataFrame
        From :mod:`svqkit.psychometrics.missingness.missing_tests`.
    correlations : DataFrame (items × variables)
        With the answers given.
    names : sequence of str
        The auxiliary variables.

    Returns
    -------
    DataFrame
        Indexed by ``variable``: ``gap_in`` (the item whose gaps it tells most of), ``r_gap``
        (correlation with that gap, Cramér's V for categories), ``p_holm`` (the smallest),
        ``related_item`` and ``r_item`` (the incomplete item it correlates with most), ``useful``.
        A variable is useful that tells of gaps (p < .05 after Holm's adjustment) or correlates
        with an incomplete item at .40 or more.

    References
    ----------
    Enders, C. K. (2010). Applied missing data analysis. Guilford, chapter 5.
    """
    rows = []
    incomplete = tests.index.unique("item") if len(names) else ()
    for name in names:
        numeric = name in correlations.columns
        found = (tests if numeric else categories).xs(name, level="variable")
        gap_in, r_gap = _strongest(found["r" if numeric else "v"])
        related, r_item = ("", np.nan)
        if numeric:
            related, r_item = _strongest(correlations.loc[incomplete, name])
        p_holm = float(found["p_holm"].min())
        useful = p_holm < LEVEL or abs(r_item) >= RELATED
        rows.append((gap_in, r_gap, p_holm, related, r_item, bool(useful)))
    columns = ["gap_in", "r_gap", "p_holm", "related_item", "r_item", "useful"]
    index = pd.Index(list(names), name="variable", dtype=object)
    return pd.DataFrame(rows, columns=columns, index=index)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _p(value: float) -> str:
    return "p < .001" if value < 0.001 else f"p = {value:.3f}".replace("0.", ".")


def recommendation(
    n: int, n_complete: int, little: pd.Series, tests: pd.DataFrame, auxiliary: pd.DataFrame
) -> str:
    """Advise between listwise deletion and full information, and name what decides it.

    Parameters
    ----------
    n, n_complete : int
    little : Series
    tests, auxiliary : DataFrame

    Returns
    -------
    str

    Notes
    -----
    Under 5 % of respondents lost is taken as harmless where nothing speaks against chance
    (Schafer 1999); otherwise full information is advised, which is right where answers are
    missing at random and never needs more than listwise deletion does.

    Examples
    --------
    >>> none = pd.Series({"pvalue": float("nan")})
    >>> recommendation(50, 50, none, pd.DataFrame({"p_holm": []}), pd.DataFrame({"useful": []}))
    'No answer is missing.'
    """
    if n_complete == n:
        return "No answer is missing."
    lost = 1.0 - n_complete / n
    told = [name for name, low in (tests["p_holm"] < LEVEL).items() if low]
    pvalue = float(little["pvalue"])
    systematic = bool(told) or pvalue < LEVEL
    said = [f"Listwise deletion would leave out {n - n_complete} of {n} ({_percent(lost)})."]
    if pvalue < LEVEL:
        said.append(f"Answers are not missing completely at random (Little's test: {_p(pvalue)}).")
    elif not np.isnan(pvalue):
        said.append(
            f"Little's test does not speak against chance ({_p(pvalue)}); it sees differences of "
            "means only."
        )
    if told:
        item, variable = tests.loc[told, "pvalue"].idxmin()
        said.append(f"Who left {item} out differs in {variable} above all.")
    if lost <= FEW and not systematic:
        said.append("So few hardly matter; full information (missing='fiml') keeps them all.")
    else:
        said.append("Use full information: cfa(..., missing='fiml').")
    useful = [str(name) for name in auxiliary.index[auxiliary["useful"].astype(bool)]]
    if useful:
        said.append(
            f"It is right where the model holds what tells of the gaps: consider {', '.join(useful)}."
        )
    return " ".join(said)
