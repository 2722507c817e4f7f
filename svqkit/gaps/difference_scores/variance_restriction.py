"""Whether a gap's variance depends on how much was expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtr

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["variance_restriction"]


def variance_restriction(
    perceptions: pd.DataFrame,
    expectations: pd.DataFrame,
    ceiling: pd.Series,
    scale: tuple[float, float],
) -> pd.DataFrame:
    """Measure how the answer scale and high expectations restrict perception, expectation and gap.

    When one component of a difference is nearly always the higher one, the difference of those
    who rate it highest has less room: its variance is then not equal for all (Peter, Churchill &
    Brown 1993, p. 659).

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × scores)
        Same columns.
    ceiling : Series (index: score)
        Percent of expectation answers at the top of the scale.
    scale : (low, high)

    Returns
    -------
    DataFrame (index: score)
        ``n r`` (of perception and expectation), ``sd_perception sd_expectation sd_gap``,
        ``expectation_higher_pct`` (respondents with E > P), ``ceiling_pct``; ``possible_…_pct``:
        the variance as percent of the largest that the mean allows, (high − m)(m − low) (Bhatia
        & Davis 2000), for a gap over its range from low − high to high − low;
        ``variance_low_e variance_middle_e variance_high_e``: the gap's variance in thirds of the
        expectation (ties stay together; NaN under 10 respondents); ``r_spread p_spread``: the
        correlation of the expectation with the size of the gap's residual about its regression on
        the expectation (Glejser 1969): below zero, the gap varies less where more is expected.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> e = pd.DataFrame({"care": rng.uniform(1, 7, 200)})
    >>> p = e - rng.uniform(0, 1, (200, 1)) * (8 - e)
    >>> found = variance_restriction(p, e, pd.Series({"care": 5.0}), (1, 7))
    >>> bool(found.loc["care", "r_spread"] < -0.2)
    True
    """
    low, high = scale
    rows = {}
    for name in perceptions.columns:
        pair = pd.DataFrame({"p": perceptions[name], "e": expectations[name]}).dropna()
        p, e = pair["p"].to_numpy(), pair["e"].to_numpy()
        gap = p - e
        rows[name] = {
            "n": len(pair),
            "r": _correlation(p, e),
            "sd_perception": p.std(ddof=1),
            "sd_expectation": e.std(ddof=1),
            "sd_gap": gap.std(ddof=1),
            "expectation_higher_pct": 100 * float((gap < -1e-9).mean()),
            "ceiling_pct": float(ceiling[name]),
            "possible_perception_pct": _possible(p, low, high),
            "possible_expectation_pct": _possible(e, low, high),
            "possible_gap_pct": _possible(gap, low - high, high - low),
            **_by_thirds(gap, e),
            **_spread(gap, e),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale").astype({"n": int})


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _possible(values: np.ndarray, low: float, high: float) -> float:
    most = (high - values.mean()) * (values.mean() - low)
    return float(100 * values.var() / most) if most > 0 else float("nan")


def _by_thirds(gap: np.ndarray, e: np.ndarray) -> dict[str, float]:
    cuts = np.quantile(e, [1 / 3, 2 / 3])
    third = np.searchsorted(cuts, e, side="right")
    found = {}
    for k, name in enumerate(("low", "middle", "high")):
        own = gap[third == k]
        enough = len(own) >= SMALLEST_SEGMENT
        found[f"variance_{name}_e"] = float(own.var(ddof=1)) if enough else float("nan")
    return found


def _spread(gap: np.ndarray, e: np.ndarray) -> dict[str, float]:
    if len(e) < 4 or np.ptp(e) == 0:
        return {"r_spread": float("nan"), "p_spread": float("nan")}
    design = np.column_stack([np.ones(len(e)), e])
    size = np.abs(gap - design @ np.linalg.lstsq(design, gap, rcond=None)[0])
    r, df = _correlation(e, size), len(e) - 2
    if not abs(r) < 1:
        return {"r_spread": r, "p_spread": float("nan")}
    t = r * np.sqrt(df / (1 - r * r))
    return {"r_spread": r, "p_spread": float(2 * stdtr(df, -abs(t)))}
