"""Evidence on the six typical problems, each a number with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri, ndtri, stdtrit

from svqkit.errors import DataError
from svqkit.gaps.groups.group_scores import group_scores
from svqkit.gaps.groups.random_intercept import GroupSums
from svqkit.gaps.groups.variance_shares import variance_shares
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.customers.columns import known_columns

__all__ = [
    "Evidence",
    "awareness_shortfall",
    "downtime_share",
    "employee_share",
    "share_of",
    "site_share",
]


@dataclass(frozen=True)
class Evidence:
    """A number with its interval, and on how much it stands.

    Examples
    --------
    >>> Evidence(0.1, 0.05, 0.2, "30 answers").value
    0.1
    """

    value: float
    low: float
    high: float
    base: str


def share_of(count: float, total: float, what: str, ci: float) -> Evidence:
    """Give a share with Wilson's interval.

    Examples
    --------
    >>> share_of(5, 10, "contacts", 0.95).base
    '10 contacts'
    """
    if not total > 0:
        raise DataError(f"there are no {what}: a share of nothing is not defined")
    low, high = wilson_interval(np.array([count]), total, ci)
    return Evidence(count / total, float(low[0]), float(high[0]), f"{int(total)} {what}")


def awareness_shortfall(perceptions: Any, awareness: tuple[str, ...], ci: float) -> Evidence:
    """Say how far assurance and empathy stay behind the other dimensions, in standard deviations.

    Parameters
    ----------
    perceptions : Responses or DataFrame (respondents × dimensions)
    awareness : tuple of str
        Dimensions that contact with people makes.
    ci : float

    Returns
    -------
    Evidence
        Mean of each respondent's difference over its standard deviation (d of pairs); t interval.

    Examples
    --------
    >>> seen = pd.DataFrame({"empathy": [3.0, 4, 5, 4], "tangibles": [5.0, 5, 6, 7]})
    >>> round(awareness_shortfall(seen, ("empathy",), 0.95).value, 2)
    1.83
    """
    table = (
        perceptions
        if isinstance(perceptions, pd.DataFrame)
        else group_scores(perceptions, "perception").drop(columns="total")
    )
    known_columns(table, list(awareness))
    others = [name for name in table.columns if name not in awareness]
    if not others:
        raise DataError("perceptions hold no dimension besides those of awareness to compare with")
    away = (table[others].mean(axis=1) - table[list(awareness)].mean(axis=1)).dropna()
    if len(away) < 2 or not away.std() > 0:
        raise DataError("perceptions: too few different answers to compare dimensions")
    d = float(away.mean() / away.std())
    reach = float(stdtrit(len(away) - 1, (1 + ci) / 2)) / np.sqrt(len(away))
    return Evidence(d, d - reach, d + reach, f"{len(away)} respondents")


def employee_share(
    rating: pd.Series, employee: pd.Series, site: pd.Series | None, ci: float
) -> Evidence:
    """Give the share of variance between employees of the same site.

    Parameters
    ----------
    rating, employee : Series
    site : Series or None
        Employees are compared within their site.
    ci : float

    Returns
    -------
    Evidence
        ICC(1) from nested mean squares with the limits of F; exact where employees have as many
        ratings each.

    References
    ----------
    Searle, Casella & McCulloch (1992), Variance components, chapters 3 and 4; Shrout & Fleiss (1979).

    Examples
    --------
    >>> rating = pd.Series([1.0, 2, 5, 6, 3, 4])
    >>> employee_share(rating, pd.Series(list("aabbcc")), None, 0.95).base
    '3 employees, 6 ratings'
    """
    where = pd.Series(0, rating.index) if site is None else site
    parts = _nested(rating, where, employee)
    f, size = parts["between"] / parts["within"], parts["size"]
    between, within = parts["between_df"], parts["within_df"]
    quantiles = fdtri(between, within, [0.5 + ci / 2, 0.5 - ci / 2])
    theta = np.maximum((f / np.array([1.0, *quantiles]) - 1) / size, 0)
    value, low, high = (theta / (1 + theta)).tolist()
    return Evidence(value, low, high, f"{parts['employees']} employees, {parts['n']} ratings")


def _nested(rating: pd.Series, site: pd.Series, employee: pd.Series) -> dict[str, float]:
    """Mean squares between employees of a site and within employees, and their coefficient n0."""
    by = rating.groupby([site, employee], observed=True)
    n, mean = by.count(), by.mean()
    n, mean = n[n > 0], mean[n > 0]
    at = n.index.get_level_values(0)
    of_site = rating.groupby(site, observed=True).mean().reindex(at).to_numpy()
    total = n.groupby(level=0).sum()
    within_df, between_df = int(n.sum() - len(n)), len(n) - len(total)
    if between_df < 1 or within_df < 1:
        raise DataError(
            "ratings: comparing employees needs two of them at a site, and two ratings of one"
        )
    within = float(((rating - by.transform("mean")) ** 2).sum()) / within_df
    if not within > 1e-12:
        raise DataError(
            "ratings do not vary within employees, so two variances cannot be told apart"
        )
    size = float(n.sum() - ((n**2).groupby(level=0).sum() / total).sum()) / between_df
    return {
        "between": float((n * (mean - of_site) ** 2).sum()) / between_df,
        "within": within,
        "between_df": between_df,
        "within_df": within_df,
        "size": size,
        "employees": len(n),
        "n": int(n.sum()),
    }


def site_share(
    rating: pd.Series, site: pd.Series, employee: pd.Series | None, ci: float
) -> Evidence:
    """Give the share of variance between sites, beyond what their employees' differences explain.

    Parameters
    ----------
    rating, site : Series
    employee : Series or None
        With employees, sites are compared by their employees' means: otherwise a site with one poor
        employee would look like a poor standard.
    ci : float

    Returns
    -------
    Evidence
        ICC(1) of a random-intercept model by REML, of ratings or of employees' means; the limits of
        the latter take the variance within sites as known.

    Examples
    --------
    >>> site_share(pd.Series([1.0, 2, 5, 6]), pd.Series(list("aabb")), None, 0.95).base
    '2 sites'
    """
    codes, names = pd.factorize(site)
    if employee is None:
        sums = GroupSums.of(rating.to_numpy(float), codes)
        sums.check("sites")
        found, _ = variance_shares(sums, ci)
        return Evidence(found["icc"], found["icc_low"], found["icc_high"], f"{len(names)} sites")
    means = rating.groupby([site, employee], observed=True).mean().dropna()
    codes, names = pd.factorize(means.index.get_level_values(0))
    sums = GroupSums.of(means.to_numpy(), codes)
    sums.check("sites")
    found, _ = variance_shares(sums, ci)
    parts = _nested(rating, site, employee)
    inside = parts["within"] + max((parts["between"] - parts["within"]) / parts["size"], 0.0)
    icc = np.array([found["icc"], found["icc_low"], found["icc_high"]])
    between = found["within"] * icc / (1 - icc)
    value, low, high = (between / (between + inside)).tolist()
    return Evidence(value, low, high, f"{len(names)} sites, {len(means)} employees")


def downtime_share(up: pd.Series, down: pd.Series, machine: pd.Series, ci: float) -> Evidence:
    """Give the share of time machines were down; machines are the units of its interval.

    References
    ----------
    Cochran (1977), Sampling techniques, section 6.3: variance of a ratio.

    Examples
    --------
    >>> days = pd.Series([90.0, 80, 95])
    >>> round(downtime_share(days, 100 - days, pd.Series(list("abc")), 0.95).value, 3)
    0.117
    """
    both = pd.DataFrame({"up": up.astype(float), "down": down.astype(float)})
    known = both.notna().all(axis=1).to_numpy()
    both = both[known]
    if (both < 0).to_numpy().any():
        raise DataError("time up and down cannot be below 0")
    sums = both.groupby(machine[known].to_numpy()).sum()
    total = sums.sum(axis=1)
    if not total.sum() > 0 or len(sums) < 2:
        raise DataError("downtime needs two machines and some time")
    share = float(sums["down"].sum() / total.sum())
    away = sums["down"] - share * total
    n = len(sums)
    error = float(np.sqrt(n / (n - 1) * (away**2).sum()) / total.sum())
    reach = float(ndtri((1 + ci) / 2)) * error
    return Evidence(share, max(share - reach, 0.0), share + reach, f"{n} machines")
