"""The Net Promoter Score: with interval, by segment, between waves, and what parts the two sides."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.comparison import holm_adjusted
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.gaps.weighting.derived_scores import LEVELS
from svqkit.improvement.drivers.nps_interval import (
    KINDS,
    mover,
    nps_interval,
    nps_variance,
    two_sided,
)
from svqkit.improvement.drivers.nps_result import NetPromoter
from svqkit.improvement.drivers.nps_split import nps_split
from svqkit.improvement.drivers.ratings import kinds_of, ratings_of
from svqkit.improvement.priorities.placed_scores import placed_scores
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["NetPromoter", "nps"]


def nps(
    data: Any,
    outcome: str | None = None,
    *,
    by: str | pd.Series | None = None,
    against: Any = None,
    level: str = "dimension",
    interval: Literal["score", "wald", "bootstrap"] = "score",
    ci: float = 0.95,
    bootstrap: int = 10_000,
    seed: int | None = 0,
) -> NetPromoter:
    """Compute the Net Promoter Score: per cent of promoters (9, 10) less detractors (0 to 6).

    Parameters
    ----------
    data : Responses, DataFrame, Series or sequence of ratings
    outcome : str, optional
        Column of the ratings; with responses the outcome asked from 0 to 10 by default.
    by : str or Series, optional
        Segments: a column, or labels aligned on the index. Those under ten are masked.
    against : like data, optional
        An earlier wave of other people: the difference is ``data`` less ``against``.
    level : {"dimension", "item"}
        Scores in the split of promoters and detractors, with responses.
    interval : {"score", "wald", "bootstrap"}
        Tango's score interval (for two shares what Wilson's is for one); closed form; percentiles.
    ci : float in (0, 1)
    bootstrap : int
        Resamples of the bootstrap interval.
    seed : int, optional

    Returns
    -------
    NetPromoter
        ``.score .counts .segments .differences .heterogeneity .split .notes .convention``.

    Raises
    ------
    DataError
        If ratings are not whole numbers from 0 to 10, or nobody answered.
    ValueError
        If an option is unknown.

    References
    ----------
    Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12), 46–54.
    Keiningham, Cooil, Andreassen & Aksoy (2007), Journal of Marketing 71(3), 39–51. Rocks (2016),
    The American Statistician 70, 365–372. Tango (1998), Statistics in Medicine 17, 891–908.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.nps(svq.load_dataset("bank"), by="branch")
    >>> found.segments["nps"].idxmin(), found.split.index[0]
    ('Market Square', 'reliability')
    """
    if interval not in KINDS:
        raise ValueError(f"interval must be one of {', '.join(map(repr, KINDS))}, not {interval!r}")
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    if level not in LEVELS:
        raise ValueError(f"level={level!r} is unknown; choose from {', '.join(LEVELS)}")
    if interval == "bootstrap" and bootstrap < 100:
        raise ValueError(f"bootstrap={bootstrap!r} is too few for an interval; take 1000 or more")
    ratings = ratings_of(data, outcome)
    how: dict[str, Any] = {"interval": interval, "ci": ci, "samples": int(bootstrap), "seed": seed}
    own = _row(ratings, **how)
    segments = differences = heterogeneity = None
    notes: list[str] = []
    if by is not None:
        labels = _labels(data, by, ratings)
        segments = _segments(ratings, labels, how)
        differences, heterogeneity = _between(segments)
        notes += _said_of_segments(segments, heterogeneity)
    if against is not None:
        if by is not None:
            raise ValueError("compare segments (by) or waves (against), one at a time")
        other = _row(ratings_of(against, outcome), **how)
        pairs = {"this wave less the other": _difference(own, other)}
        differences = pd.DataFrame.from_dict(pairs, orient="index").rename_axis("pair")
        notes.append(_said_of_waves(differences.iloc[0], other))
    split = None
    if hasattr(data, "perceptions"):
        scores, _, _ = placed_scores(data, level)
        split = nps_split(scores, kinds_of(ratings), ci)
    n = int(own["n"])
    if n < 30:
        notes.append(
            f"Only {n} ratings: the interval reaches from {own['low']:.0f} to {own['high']:.0f}."
        )
    told = {
        "score": "score interval (Tango 1998)",
        "wald": "closed-form multinomial variance, ± z",
        "bootstrap": f"percentiles of {bootstrap} resamples (seed {seed})",
    }[interval]
    counts = ratings.value_counts().reindex(range(11), fill_value=0).rename("n").astype(int)
    return NetPromoter(
        pd.Series(own),
        counts.rename_axis("rating"),
        segments,
        differences,
        heterogeneity,
        split,
        str(ratings.name),
        interval,
        int(ratings.isna().sum()),
        getattr(data, "instrument", None),
        tuple(notes),
        ci,
        f"Promoters 9 and 10, detractors 0 to 6 (Reichheld 2003). Interval at {ci:.0%}: {told}. "
        f"Differences of independent groups: z with the closed-form variances; interval from both "
        f"intervals (MOVER, Zou & Donner 2008); p_holm over all pairs. Segments under "
        f"{SMALLEST_SEGMENT} ratings are masked.",
    )


def _row(
    ratings: pd.Series, *, interval: str, ci: float, samples: int, seed: int | None
) -> dict[str, float]:
    from scipy.special import stdtrit

    known = ratings.dropna()
    n = len(known)
    kinds = kinds_of(known).value_counts()
    up, down = int(kinds.get("promoter", 0)), int(kinds.get("detractor", 0))
    low, high = nps_interval(up, down, n, interval=interval, ci=ci, samples=samples, seed=seed)
    mean = float(known.mean())
    reach = float(stdtrit(n - 1, (1 + ci) / 2) * known.std() / n**0.5) if n > 1 else np.nan
    return {
        "nps": 100 * (up - down) / n,
        "low": low,
        "high": high,
        "se": nps_variance(up, down, n) ** 0.5,
        "n": n,
        "promoters": 100 * up / n,
        "passives": 100 * (n - up - down) / n,
        "detractors": 100 * down / n,
        "mean": mean,
        "mean_low": mean - reach,
        "mean_high": mean + reach,
    }


def _labels(data: Any, by: str | pd.Series, ratings: pd.Series) -> pd.Series:
    if hasattr(data, "respondents"):
        return segment_labels(data, by)
    if isinstance(by, pd.Series):
        if not by.index.equals(ratings.index) and by.index.has_duplicates:
            twice = by.index[by.index.duplicated()].tolist()[0]
            raise DataError(f"the segments name {twice!r} twice; give each rating one label")
        labels = by if by.index.equals(ratings.index) else by.reindex(ratings.index)
        if labels.isna().all():
            raise DataError("no rating has a segment; are the labels on the index of the ratings?")
        return labels.rename("segment" if by.name is None else str(by.name))
    if not isinstance(by, str):
        raise TypeError(
            f"by must be a column's name or a Series of labels, not {type(by).__name__}"
        )
    if isinstance(data, pd.DataFrame) and by in data.columns:
        return data[by]
    raise DataError(f"there is no column {by!r} to make segments of", column=by)


def _segments(ratings: pd.Series, labels: pd.Series, how: dict[str, Any]) -> pd.DataFrame:
    rows: dict[Hashable, dict] = {}
    for name in sorted(labels.dropna().unique(), key=str):
        part = ratings[labels == name].dropna()
        rows[name] = _row(part, **how) if len(part) >= SMALLEST_SEGMENT else {}
    columns = list(_row(ratings, **how))
    table = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=columns)
    table["n"] = table["n"].astype("Int64")
    return table.assign(masked=table["nps"].isna()).rename_axis(str(labels.name))


def _difference(first: Any, second: Any) -> dict[str, float]:
    low, high = mover(
        (first["nps"], first["low"], first["high"]), (second["nps"], second["low"], second["high"])
    )
    value = float(first["nps"] - second["nps"])
    error = float(np.hypot(first["se"], second["se"]))
    z = value / error if error > 0 else (0.0 if value == 0 else float(np.copysign(np.inf, value)))
    return {"difference": value, "low": low, "high": high, "z": z, "p": two_sided(z)}


def _between(segments: pd.DataFrame) -> tuple[pd.DataFrame | None, pd.Series | None]:
    shown = segments[~segments["masked"]]
    if len(shown) < 2:
        return None, None
    pairs = {
        f"{a} − {b}": _difference(shown.loc[a], shown.loc[b])
        for a, b in combinations(shown.index, 2)
    }
    table = pd.DataFrame.from_dict(pairs, orient="index").rename_axis("pair")
    table["p_holm"] = holm_adjusted(table["p"].to_numpy(float))
    errors = shown["se"].to_numpy(float)
    if (errors == 0).any():
        return table, None
    from scipy.special import chdtrc

    w = 1 / errors**2
    values = shown["nps"].to_numpy(float)
    q = float((w * (values - (w * values).sum() / w.sum()) ** 2).sum())
    df = len(shown) - 1
    return table, pd.Series({"q": q, "df": df, "p": float(chdtrc(df, q))})


def _said_of_segments(segments: pd.DataFrame, heterogeneity: pd.Series | None) -> list[str]:
    notes = []
    hidden = int(segments["masked"].sum())
    if hidden:
        notes.append(f"{hidden} segment(s) under {SMALLEST_SEGMENT} ratings are masked.")
    if heterogeneity is not None and heterogeneity["p"] >= 0.05:
        notes.append(
            f"Segments differ by no more than chance explains (p = {heterogeneity['p']:.2f}); their "
            "order says nothing."
        )
    return notes


def _said_of_waves(row: pd.Series, other: dict) -> str:
    sure = row["low"] > 0 or row["high"] < 0
    return (
        f"{row['difference']:+.0f} points since the other wave ({other['nps']:.0f}), interval "
        f"{row['low']:+.0f} to {row['high']:+.0f}: "
        + ("more than chance explains." if sure else "chance explains as much.")
    )
