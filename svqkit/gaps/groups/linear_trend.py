"""The straight line through the means of three waves or more."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from numbers import Real

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from svqkit.errors import DataError
from svqkit.gaps.groups.changes import adjusted
from svqkit.gaps.groups.wave_scores import WaveScores
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["linear_trend", "wave_times"]


def wave_times(names: Sequence[Hashable]) -> np.ndarray:
    """Place waves in time: at their names where these are numbers (years), one apart otherwise.

    Parameters
    ----------
    names : sequence

    Returns
    -------
    ndarray (waves,)

    Raises
    ------
    DataError
        If names are numbers that do not ascend.

    Examples
    --------
    >>> wave_times([2021, 2022, 2025]).tolist(), wave_times(["before", "after"]).tolist()
    ([2021.0, 2022.0, 2025.0], [0.0, 1.0])
    """
    if not all(isinstance(name, Real) and not isinstance(name, bool) for name in names):
        return np.arange(len(names), dtype=float)
    times = np.array([float(str(name)) for name in names])
    if not (np.diff(times) > 0).all():
        raise DataError(
            f"waves named by numbers must ascend in time, not {', '.join(map(str, names))}"
        )
    return times


def linear_trend(
    scored: Mapping[Hashable, WaveScores], times: np.ndarray, *, paired: bool, ci: float = 0.95
) -> pd.DataFrame:
    """Estimate the change per unit of time, every wave counting alike.

    Parameters
    ----------
    scored : mapping of name to WaveScores
        Where ``paired``, with the same respondents in the same order.
    times : ndarray (waves,)
    paired : bool
        Take the mean of respondents' own slopes (those with all waves) with Student's t, instead
        of a contrast of the waves' means with Welch–Satterthwaite's degrees of freedom.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension)
        ``n slope se low high t df p p_holm``; NaN where a wave has fewer than 10 respondents.

    References
    ----------
    Welch, B. L. (1947), Biometrika, 34, 28–35 (several variances); Maxwell, S. E., & Delaney,
    H. D. (2004). Designing experiments and analyzing data (2nd ed.), ch. 4 and 6.

    Examples
    --------
    >>> first = WaveScores(pd.DataFrame({"care": [1.0, 3.0] * 8}))
    >>> waves = {k: WaveScores(first.score + k) for k in range(3)}
    >>> linear_trend(waves, np.arange(3.0), paired=False)["slope"].tolist()
    [1.0]
    """
    contrast = (times - times.mean()) / ((times - times.mean()) ** 2).sum()
    frames = [wave.score for wave in scored.values()]
    if paired:
        cube = np.array([frame.to_numpy(float) for frame in frames])
        slopes = np.tensordot(contrast, cube, axes=1)
        least = n = (~np.isnan(slopes)).sum(axis=0).astype(float)
        slope = np.nansum(slopes, axis=0) / np.maximum(n, 1)
        squares = np.nansum((slopes - slope) ** 2, axis=0)
        variance = squares / np.maximum(n - 1, 1) / np.maximum(n, 1)
        df = n - 1
    else:
        sizes = np.array([frame.notna().sum() for frame in frames], dtype=float)
        slope = contrast @ np.array([frame.mean() for frame in frames])
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = contrast[:, None] ** 2 * np.array([frame.var() for frame in frames]) / sizes
            variance = parts.sum(axis=0)
            df = variance**2 / (parts**2 / (sizes - 1)).sum(axis=0)
        n, least = sizes.sum(axis=0), sizes.min(axis=0)
    usable = (least >= SMALLEST_SEGMENT) & (variance > 0)
    error = np.where(usable, np.sqrt(variance), np.nan)
    df = np.where(usable, df, np.nan)
    slope = np.where(least >= SMALLEST_SEGMENT, slope, np.nan)
    reach = stdtrit(df, (1 + ci) / 2) * error
    table = pd.DataFrame(
        {
            "n": np.where(least >= SMALLEST_SEGMENT, n, np.nan),
            "slope": slope,
            "se": error,
            "low": slope - reach,
            "high": slope + reach,
            "t": slope / error,
            "df": df,
            "p": 2 * stdtr(df, -np.abs(slope / error)),
        },
        index=frames[0].columns.rename("dimension"),
    )
    return table.assign(p_holm=adjusted(table["p"]))
