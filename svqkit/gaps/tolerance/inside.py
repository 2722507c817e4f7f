"""Who is below, inside or above their own zone: counts and shares, never persons."""

from __future__ import annotations

import pandas as pd

from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.gaps.tolerance.triples import Triples

__all__ = ["INCOHERENT", "zone_shares"]

INCOHERENT = ("leave_out", "swap")
"""What may be done with a minimum above the desired level."""


def zone_shares(
    triples: Triples, *, incoherent: str = "leave_out", ci: float = 0.95
) -> pd.DataFrame:
    """Count the respondents whose perception is below, inside or above their own zone.

    Both ends belong to the zone: service that is just acceptable is accepted, and service as
    desired is not more than desired.

    Parameters
    ----------
    triples : Triples (respondents × columns)
    incoherent : {"leave_out", "swap"}
        Where the minimum is above the desired level: leave the answer out of the shares, or take
        the two levels for each other.
    ci : float in (0, 1)
        Confidence level of Wilson's intervals.

    Returns
    -------
    DataFrame (index: column)
        ``n_shares below_pct below_low below_high inside_pct … above_high incoherent``; shares and
        their intervals in percent, ``incoherent`` a count.

    Examples
    --------
    >>> m, d, p = ([4.0, 4.0, 4.0, 6.0], [6.0, 6.0, 6.0, 5.0], [3.0, 4.0, 7.0, 5.0])
    >>> shares = zone_shares(Triples(*(pd.DataFrame({"Q1": x}) for x in (m, d, p))))
    >>> shares[["n_shares", "below_pct", "incoherent"]].round(1).values.tolist()
    [[3.0, 33.3, 1.0]]
    """
    minimum, desired, perceived = triples.arrays()
    width = (desired - minimum).round(10)
    adequacy, superiority = (perceived - minimum).round(10), (perceived - desired).round(10)
    crossed = width < 0
    if incoherent == "swap":
        adequacy[crossed], superiority[crossed] = superiority[crossed], adequacy[crossed]
        counted = width == width
    else:
        counted = width >= 0
    counted &= adequacy == adequacy
    n = counted.sum(axis=0)
    below, above = (adequacy < 0) & counted, (superiority > 0) & counted
    places = {"below": below, "inside": counted & ~below & ~above, "above": above}
    columns = {"n_shares": n}
    for name, members in places.items():
        count = members.sum(axis=0)
        low, high = wilson_interval(count, n, ci)
        columns[f"{name}_pct"] = 100.0 * pd.Series(count).div(pd.Series(n).where(n > 0)).to_numpy()
        columns[f"{name}_low"], columns[f"{name}_high"] = 100 * low, 100 * high
    columns["incoherent"] = (crossed & (perceived == perceived)).sum(axis=0)
    return pd.DataFrame(columns, index=triples.minimum.columns)
