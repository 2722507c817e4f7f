"""Before and after: the difference with its interval, its size, and regression to the mean."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.before_after_result import BeforeAfter
from svqkit.improvement.change.effect_size import d_independent, d_paired
from svqkit.improvement.change.measurements import pairs_of, values_of
from svqkit.improvement.change.regression_to_mean import beyond_regression
from svqkit.improvement.change.shares import compare_counts, compare_shares, count_of
from svqkit.improvement.change.t_tests import mean_interval, paired_t, welch
from svqkit.improvement.control.only_numbers import number_options, numbers_or_none

__all__ = ["before_after"]

ALONE = (
    "There is no comparison group: whatever else changed in the same time is in this difference too "
    "(the season, other customers, other staff, being observed). It is a change, not an effect."
)
CHOSEN = (
    "Were these cases, or this moment, chosen because the first value was poor or good? Then a part "
    "of the change comes by itself (regression to the mean); give usual_mean and reliability."
)


def before_after(
    before: Any,
    after: Any,
    *,
    paired: bool = False,
    kind: Literal["mean", "share"] | None = None,
    usual_mean: float | None = None,
    reliability: float | None = None,
    ci: float = 0.95,
) -> BeforeAfter:
    """Say by how much a mean or a share changed, how sure that is, and how large it is.

    Parameters
    ----------
    before, after : Series, array-like (n,), or tuple (events, n)
        Measurements; true and false for shares; or, for shares of different people, counts.
    paired : bool
        The same people, teams or days measured twice. Series are matched by their index, anything
        else by its place; who was measured once only is left out and counted.
    kind : {"mean", "share"}, optional
        Default: ``"share"`` for true and false and for counts, else ``"mean"``.
    usual_mean : float, optional
        Mean of the whole group from which the cases were chosen by their first value.
    reliability : float in (0, 1], optional
        Of a single measurement (its correlation with a repetition). With ``usual_mean``: how much
        change is expected without any effect, and what goes beyond it.
    ci : float in (0, 1)

    Returns
    -------
    BeforeAfter
        ``.estimate .low .high .p .effect_size .table .regression .sentence``.

    Raises
    ------
    DataError
        If there is text, a share other than 0 and 1, fewer than two values (or pairs), no spread at
        all, more events than n, or labels that come twice or match nowhere.
    ValueError
        If an option is out of range, or only one of ``usual_mean`` and ``reliability`` is given.

    References
    ----------
    Welch (1947), Biometrika 34, 28–35; Newcombe (1998); McNemar (1947); Bonett & Price (2012).
    Regression to the mean: Barnett, van der Pols & Dobson (2005), International Journal of
    Epidemiology 34, 215–220. Means tested against R's ``t.test``.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = before_after((31, 120), (58, 131))
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.184, 0.066, 0.295)
    """
    number_options(ci=ci)
    numbers_or_none(usual_mean=usual_mean, reliability=reliability)
    _options(usual_mean, reliability, ci)
    counts = isinstance(before, tuple) and isinstance(after, tuple)
    if counts and len(before) == len(after) == 2 and kind != "mean":
        if paired:
            raise ValueError(
                "counts do not say who changed; give true and false for each of the pairs"
            )
        if usual_mean is not None:
            raise ValueError("regression to the mean needs measurements, not counts")
        none = pd.Series({"missing before": 0, "missing after": 0})
        pair = count_of(before, "before"), count_of(after, "after")
        return compare_counts(*pair, none, ci, ALONE, CHOSEN)
    first, second = values_of(before, "before"), values_of(after, "after")
    chosen = kind or ("share" if _yes_no(before) and _yes_no(after) else "mean")
    if chosen not in ("mean", "share"):
        raise ValueError(f"kind must be 'mean' or 'share', not {kind!r}")
    left_out = pd.Series(
        {"missing before": first.isna().sum(), "missing after": second.isna().sum()}
    )
    if paired:
        both = isinstance(before, pd.Series) and isinstance(after, pd.Series)
        pairs = pairs_of(first, second, labelled=both)
        whole = pairs.notna().all(axis=1)
        left_out = pd.Series(
            {
                "before only": int((pairs["before"].notna() & ~whole).sum()),
                "after only": int((pairs["after"].notna() & ~whole).sum()),
            }
        )
        x, y = pairs.loc[whole, "before"].to_numpy(), pairs.loc[whole, "after"].to_numpy()
    else:
        x, y = first.dropna().to_numpy(), second.dropna().to_numpy()
    if min(len(x), len(y)) < 2:
        unit = "pairs" if paired else "values before or after"
        raise DataError(f"{min(len(x), len(y))} {unit} are too few; two are the least")
    if chosen == "share":
        if usual_mean is not None:
            raise ValueError("regression to the mean is worked out for means, not for shares")
        return compare_shares(x, y, paired, left_out, ci, ALONE, CHOSEN)
    return _means(x, y, paired, left_out, usual_mean, reliability, ci)


def _means(
    x: np.ndarray,
    y: np.ndarray,
    paired: bool,
    left_out: pd.Series,
    usual_mean: float | None,
    reliability: float | None,
    ci: float,
) -> BeforeAfter:
    found = (paired_t if paired else welch)(x, y, ci)
    d = (d_paired if paired else d_independent)(x, y, ci)
    rows = [[len(v), v.mean(), v.std(ddof=1), *mean_interval(v, ci)] for v in (x, y)]
    table = pd.DataFrame(rows, ["before", "after"], ["n", "value", "sd", "low", "high"])
    table["n"] = table["n"].astype(int)
    regression = None
    if usual_mean is not None and reliability is not None:
        regression = beyond_regression(x, y, usual_mean, reliability, paired=paired, ci=ci)
    name = "d (average sd)" if paired else "d (pooled sd)"
    return BeforeAfter(
        table,
        found.estimate,
        found.low,
        found.high,
        found.p,
        pd.Series({"name": name, "value": d[0], "low": d[1], "high": d[2]}),
        pd.Series({"name": found.name, "statistic": found.t, "df": found.df}),
        regression,
        "mean",
        paired,
        left_out,
        ci,
        _sentence(table, found.estimate, found.low, found.high, regression),
        ALONE if regression is not None else f"{ALONE} {CHOSEN}",
        f"{found.name}, {ci:.0%} interval; {name} with a noncentral t interval.",
        _cautions(x, y, paired, left_out),
    )


def _yes_no(given: Any) -> bool:
    kept = pd.Series(given).dropna()
    return bool(len(kept)) and all(isinstance(one, (bool, np.bool_)) for one in kept)


def _options(usual_mean: float | None, reliability: float | None, ci: float) -> None:
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, not {ci!r}")
    if (usual_mean is None) != (reliability is None):
        raise ValueError("regression to the mean needs both usual_mean and reliability")
    if usual_mean is not None and not abs(usual_mean) < np.inf:
        raise ValueError(f"usual_mean must be a finite number, not {usual_mean!r}")
    if reliability is not None and not 0 < reliability <= 1:
        raise ValueError(f"reliability must lie above 0 and be at most 1, not {reliability!r}")


def _cautions(x: np.ndarray, y: np.ndarray, paired: bool, left_out: pd.Series) -> tuple[str, ...]:
    said = []
    if paired and left_out.sum() > 0.1 * (len(x) + left_out.sum()):
        said.append(
            f"{int(left_out.sum())} of {len(x) + int(left_out.sum())} were measured once only. If "
            "those who left differ from those who stayed, the difference is of those who stayed."
        )
    if min(len(x), len(y)) < 15:
        said.append(
            f"With {min(len(x), len(y))} {'pairs' if paired else 'values'} the interval rests on "
            "the values being roughly normal."
        )
    return tuple(said)


def _sentence(
    table: pd.DataFrame, estimate: float, low: float, high: float, regression: pd.Series | None
) -> str:
    went = "rose" if estimate > 0 else "fell" if estimate < 0 else "went"
    sure = (
        "" if low > 0 or high < 0 else " An interval that holds 0 leaves open whether it changed."
    )
    beyond = ""
    if regression is not None:
        beyond = (
            f" A change of {regression['expected']:+.2f} is expected without any effect (regression "
            f"to the mean); the observed one differs from that by {regression['beyond']:+.2f} "
            f"({regression['low']:+.2f} to {regression['high']:+.2f})."
        )
    first, second = table["value"]
    return (
        f"The mean {went} from {first:.2f} to {second:.2f}, by {estimate:+.2f} "
        f"({low:+.2f} to {high:+.2f}).{sure}{beyond}"
    )
