"""One row a column: the three levels, the three differences, the place of perceptions, the shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.comparison import compare_pairs, holm_adjusted
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.mean_bootstrap import bootstrapped_means
from svqkit.gaps.tolerance.inside import zone_shares
from svqkit.gaps.tolerance.position import bootstrap_limits, fieller_limits
from svqkit.gaps.tolerance.triples import Triples

__all__ = ["MEASURES", "PLACES", "compare_levels", "describe_zones", "place_of"]

MEASURES = ("width", "adequacy", "superiority")
PLACES = ("below", "inside", "above", "cannot tell")
"""Where the mean perception may lie."""


def compare_levels(
    triples: Triples,
    *,
    ci: float = 0.95,
    tests: bool = True,
    bootstrap: int = 0,
    seed: int | None = None,
) -> pd.DataFrame:
    """Compare the three columns two by two: D − M, P − M and P − D.

    Parameters
    ----------
    triples : Triples (respondents × columns)
    ci : float in (0, 1)
    tests : bool
        Whether to add pingouin's tests and Holm's adjustment (within each measure).
    bootstrap : int
        Bootstrap samples for ``boot_low boot_high`` (BCa); none where 0.
    seed : int, optional

    Returns
    -------
    DataFrame (index: measure, column)
        ``n difference sd low high t df [p p_holm] dz … dav_high [wilcoxon_w wilcoxon_p]
        one_missing both_missing``; a respondent counts where both halves of a comparison are
        there.

    Examples
    --------
    >>> m = pd.DataFrame({"Q1": [3.0, 4.0, 4.0]})
    >>> compare_levels(Triples(m, m + 2, m + 1))["difference"].tolist()
    [2.0, 1.0, -1.0]
    """
    pairs = {
        "width": (triples.desired, triples.minimum),
        "adequacy": (triples.perceptions, triples.minimum),
        "superiority": (triples.perceptions, triples.desired),
    }
    upper, lower = (
        pd.concat({measure: pair[half] for measure, pair in pairs.items()}, axis=1)
        for half in (0, 1)
    )
    table = compare_pairs(upper, lower, ci) if tests else describe_pairs(upper, lower, ci)
    table = table.drop(columns=["expectation", "perception", "negative_pct"])
    table = table.rename(columns={"gap": "difference", "half_missing": "one_missing"})
    if tests:
        for measure in MEASURES:
            table.loc[[measure], "p_holm"] = holm_adjusted(table.loc[[measure], "p"].to_numpy())
    if bootstrap:
        change = (upper - lower).to_numpy(dtype=float)
        rng = np.random.default_rng(seed)
        ends = bootstrapped_means(change, bootstrap, rng, interval="bca", level=ci)
        at = list(table.columns).index("t")
        table.insert(at, "boot_low", ends[0])
        table.insert(at + 1, "boot_high", ends[1])
    return table.rename_axis(["measure", "name"])


def describe_zones(
    triples: Triples,
    comparisons: pd.DataFrame,
    *,
    ci: float = 0.95,
    incoherent: str = "leave_out",
    bootstrap: int = 0,
    seed: int | None = None,
) -> pd.DataFrame:
    """Lay out what is known of each column's zone.

    Parameters
    ----------
    triples : Triples (respondents × columns)
    comparisons : DataFrame
        Of the same answers, from :func:`compare_levels`.
    ci : float in (0, 1)
    incoherent : {"leave_out", "swap"}
    bootstrap : int
        Bootstrap samples for the interval of the position; Fieller's where 0.
    seed : int, optional

    Returns
    -------
    DataFrame (index: column)
        See :class:`svqkit.gaps.tolerance.zone.ZoneOfTolerance`.

    Examples
    --------
    >>> m = pd.DataFrame({"Q1": [3.0, 4.0, 4.0, 2.0]})
    >>> some = Triples(m, pd.DataFrame({"Q1": [5.0, 5.0, 7.0, 4.0]}), m + 1)
    >>> describe_zones(some, compare_levels(some))[["position_pct", "place"]].values.tolist()
    [[50.0, 'cannot tell']]
    """
    minimum, desired, perceived = triples.arrays()
    total = minimum + desired + perceived
    whole = ~np.isnan(total)
    answered = sum((~np.isnan(level)).astype(int) for level in (minimum, desired, perceived))
    only_whole = Triples(*(frame.where(whole) for frame in triples))
    means = {
        name: describe_pairs(frame, frame * 0.0, ci)
        for name, frame in zip(("minimum", "desired", "perception"), only_whole, strict=True)
    }
    adequacy, width = perceived - minimum, np.where(whole, desired - minimum, np.nan)
    position, low, high = fieller_limits(adequacy, width, ci)
    if bootstrap:
        rng = np.random.default_rng(seed)
        drawn = bootstrap_limits(adequacy, width, samples=bootstrap, rng=rng, ci=ci)
        low, high = (np.where(np.isnan(low), np.nan, end) for end in drawn)
    table = pd.DataFrame({"n": whole.sum(axis=0)}, index=triples.minimum.columns)
    for name, described in means.items():
        table[name] = described["gap"]
    table["perception_low"] = means["perception"]["low"]
    table["perception_high"] = means["perception"]["high"]
    for measure in MEASURES:
        one = comparisons.loc[measure]
        table[measure], table[f"{measure}_low"], table[f"{measure}_high"] = (
            one[column] for column in ("difference", "low", "high")
        )
    table["position_pct"] = 100 * position
    table["position_low"], table["position_high"] = 100 * low, 100 * high
    table["place"] = place_of(table)
    table = table.join(zone_shares(triples, incoherent=incoherent, ci=ci))
    table["incomplete"] = ((answered > 0) & ~whole).sum(axis=0)
    table["missing"] = (answered == 0).sum(axis=0)
    return table


def place_of(table: pd.DataFrame) -> np.ndarray:
    """Say where mean perceptions lie, by the intervals of adequacy and superiority.

    Parameters
    ----------
    table : DataFrame
        ``width adequacy_low adequacy_high superiority_low superiority_high``.

    Returns
    -------
    ndarray of str
        ``below`` if adequacy is certainly negative, ``above`` if superiority is certainly
        positive, ``inside`` if neither can be (both ends belong to the zone), otherwise
        ``cannot tell``; also where the mean minimum is above the mean desired level.

    Examples
    --------
    >>> one = pd.DataFrame({"width": [1.0], "adequacy_low": [0.2], "adequacy_high": [0.6],
    ...                     "superiority_low": [-0.7], "superiority_high": [-0.1]})
    >>> place_of(one).tolist()
    ['inside']
    """
    zone = (table["width"] >= -1e-12).to_numpy()
    low, high = table["adequacy_low"].to_numpy(), table["adequacy_high"].to_numpy()
    down, up = table["superiority_low"].to_numpy(), table["superiority_high"].to_numpy()
    cases = [zone & (high < -1e-12), zone & (down > 1e-12), zone & (low >= -1e-12) & (up <= 1e-12)]
    return np.select(cases, ["below", "above", "inside"], "cannot tell")
