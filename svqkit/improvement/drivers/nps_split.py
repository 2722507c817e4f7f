"""Which scores part promoters from detractors."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr, stdtrit

from svqkit.gaps.pairs.comparison import holm_adjusted
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["nps_split"]


def nps_split(scores: pd.DataFrame, group: pd.Series, ci: float) -> pd.DataFrame:
    """Compare promoters with detractors, score by score.

    Parameters
    ----------
    scores : DataFrame (respondents × scores)
    group : Series
        "promoter", "passive", "detractor", or missing.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: score)
        ``promoters passives detractors`` (means), ``difference difference_low difference_high p
        p_holm`` (promoters less detractors, Welch), ``auc auc_low auc_high`` (chance that a promoter
        has the higher score, ties half; Hanley & McNeil 1982). The widest parted first. NaN where
        promoters or detractors are fewer than ten.

    References
    ----------
    Welch (1947), Biometrika 34, 28–35. Hanley & McNeil (1982), Radiology 143, 29–36.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [3.0, 4.0] * 10 + [5.0, 6.0] * 10})
    >>> group = pd.Series(["detractor"] * 20 + ["promoter"] * 20)
    >>> nps_split(frame, group, 0.95)[["difference", "auc"]].values.tolist()
    [[2.0, 1.0]]
    """
    rows = {}
    for name in scores:
        parts = {
            kind: scores[name][group == kind].dropna().to_numpy(float)
            for kind in ("promoter", "passive", "detractor")
        }
        up, down = parts["promoter"], parts["detractor"]
        row = {
            f"{kind}s": part.mean() if len(part) >= SMALLEST_SEGMENT else np.nan
            for kind, part in parts.items()
        }
        enough = min(len(up), len(down)) >= SMALLEST_SEGMENT
        rows[name] = row | (_parted(up, down, ci) if enough else dict.fromkeys(_COLUMNS, np.nan))
    table = pd.DataFrame.from_dict(rows, orient="index")
    p = table["p"].to_numpy(float)
    table.insert(list(table.columns).index("p") + 1, "p_holm", np.full(len(p), np.nan))
    if not np.isnan(p).any():
        table["p_holm"] = holm_adjusted(p)
    return table.sort_values("auc", ascending=False, kind="stable").rename_axis("score")


_COLUMNS = (
    "difference",
    "difference_low",
    "difference_high",
    "p",
    "auc",
    "auc_low",
    "auc_high",
)


def _parted(up: np.ndarray, down: np.ndarray, ci: float) -> dict[str, float]:
    from scipy.stats import rankdata

    m, n = len(up), len(down)
    a, b = up.var(ddof=1) / m, down.var(ddof=1) / n
    difference = float(up.mean() - down.mean())
    error = float(np.sqrt(a + b))
    if error > 0:
        df = (a + b) ** 2 / (a**2 / (m - 1) + b**2 / (n - 1))
        reach = float(stdtrit(df, (1 + ci) / 2)) * error
        p = float(2 * stdtr(df, -abs(difference) / error))
    else:
        reach, p = 0.0, 1.0 if difference == 0 else 0.0
    ranks = rankdata(np.concatenate([up, down]))[:m].sum()
    auc = float((ranks - m * (m + 1) / 2) / (m * n))
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (m - 1) * (q1 - auc**2) + (n - 1) * (q2 - auc**2)
    wide = float(ndtri((1 + ci) / 2)) * np.sqrt(max(variance, 0.0) / (m * n))
    values = (
        difference,
        difference - reach,
        difference + reach,
        p,
        auc,
        max(auc - wide, 0.0),
        min(auc + wide, 1.0),
    )
    return dict(zip(_COLUMNS, map(float, values), strict=True))
