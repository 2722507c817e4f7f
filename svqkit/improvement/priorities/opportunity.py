"""Ulwick's opportunity score: what matters and is not satisfied counts twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.pairing import dimension_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.improvement.priorities.asked_ratings import asked_ratings
from svqkit.improvement.priorities.influence import redrawn_means
from svqkit.psychometrics.data.resampling import generator, resampled_counts
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result

__all__ = ["Opportunity", "opportunity"]

FORMS = ("top_box", "mean")
NOT_SAID = (
    "The score is a rule for sorting, not a forecast: it adds importance twice where satisfaction "
    "lags, knows neither cost nor effect, and limits for it (10, 12, 15) were set for five-point "
    "scales. Look at importance and satisfaction beside it."
)


@dataclass(frozen=True, eq=False, repr=False)
class Opportunity(Result):
    """Opportunity scores, largest first.

    Attributes
    ----------
    table : DataFrame (index: item or dimension)
        ``importance satisfaction`` (0 to 10), ``opportunity opportunity_low opportunity_high``
        (0 to 20), ``difference difference_low difference_high`` (importance minus satisfaction),
        ``served`` (underserved, overserved, cannot tell: also under ten answers), ``rank rank_low
        rank_high``.
    form : {"top_box", "mean"}
    level : {"item", "dimension"}
    instrument : Instrument or None
    ci_level : float
    bootstrap : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.opportunity(svq.load_dataset("bank"), level="dimension").table["rank"].tolist()
    [1, 2, 3, 4, 5]
    """

    table: pd.DataFrame
    form: str
    level: str
    instrument: Any
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return "Opportunity score"

    def _parts(self) -> list[Part]:
        return [
            ("", self.table),
            ("What this does not say", NOT_SAID),
            ("Convention", self.convention),
        ]


def opportunity(
    data: Any,
    satisfaction: pd.DataFrame | None = None,
    *,
    form: Literal["top_box", "mean"] = "top_box",
    level: Literal["item", "dimension"] = "item",
    scale: tuple[float, float] | None = None,
    top: int = 2,
    ci: float = 0.95,
    bootstrap: int = 2000,
    seed: int | None = 0,
) -> Opportunity:
    """Score unmet needs: importance + max(importance − satisfaction, 0).

    Parameters
    ----------
    data : Responses or DataFrame (respondents × attributes)
        Responses with importance ratings, or with expectations, which then stand for importance;
        satisfaction is the perception. Or ratings of importance.
    satisfaction : DataFrame (respondents × attributes), optional
        With a DataFrame: ratings of satisfaction, the same columns.
    form : {"top_box", "mean"}
        Share of the ``top`` highest codes times 10, as Ulwick; or the mean rating moved to 0 to 10.
    level : {"item", "dimension"}
        Dimensions average their items, for each respondent.
    scale : (float, float), optional
        Lowest and highest code of DataFrames.
    top : int
        Codes that count as the top box: 2 of five in Ulwick's work, and here of any.
    ci : float in (0, 1)
    bootstrap : int
        Resamples of respondents; 0 leaves intervals out.
    seed : int, optional

    Returns
    -------
    Opportunity
        ``.table`` sorted by the score.

    Raises
    ------
    DataError
        If there is neither importance rating nor expectation, columns differ, an answer lies off
        the scale, or nobody answered an attribute.
    ValueError
        If an option is unknown or out of range.

    References
    ----------
    Ulwick (2002), Turn customer input into innovation, Harvard Business Review 80(1), 91–97.
    Ulwick (2005), What customers want, McGraw-Hill.

    Examples
    --------
    >>> wanted = pd.DataFrame({"quick": [5, 5, 4, 5], "pretty": [2, 3, 2, 4]})
    >>> got = pd.DataFrame({"quick": [2, 3, 4, 1], "pretty": [5, 4, 4, 4]})
    >>> found = opportunity(wanted, got, scale=(1, 5), bootstrap=0)
    >>> found.table["opportunity"].tolist()
    [17.5, 2.5]
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of 'top_box', 'mean', not {form!r}")
    if level not in ("item", "dimension"):
        raise ValueError(f"level must be one of 'item', 'dimension', not {level!r}")
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    wanted, got, (low, high), said = asked_ratings(data, satisfaction, scale)
    if (
        not isinstance(top, (int, np.integer))
        or isinstance(top, bool)
        or not 1 <= top <= high - low
    ):
        raise ValueError(
            f"top={top!r} must be a whole number from 1 to {high - low:g}, fewer than all codes"
        )
    if form == "top_box":
        first, second = (
            (frame >= high - top + 1).astype(float).where(frame.notna()) * 10
            for frame in (wanted, got)
        )
        told = f"10 × share of the {top} highest codes of {low:g} to {high:g}"
    else:
        first, second = (10 * (frame - low) / (high - low) for frame in (wanted, got))
        told = f"mean rating, {low:g} to {high:g} moved to 0 to 10"
    if level == "dimension":
        if not hasattr(data, "instrument"):
            raise ValueError("level='dimension' needs responses with an instrument")
        mapping = data.instrument.mapping
        first = dimension_pairs(first, first, mapping)[0]
        second = dimension_pairs(second, second, mapping)[0]
    nobody = [name for name in first if first[name].notna().sum() * second[name].notna().sum() == 0]
    if nobody:
        raise DataError(f"nobody answered {nobody[0]!r} in both questions", column=nobody[0])
    table = _scored(first, second, ci, int(bootstrap), seed).rename_axis(level)
    convention = f"{said} Importance and satisfaction: {told}."
    if bootstrap:
        convention += (
            f" Intervals at {ci:.0%}: {said_of_bootstrap(bootstrap, 'percentile', seed)}. Served: "
            f"by the interval of importance minus satisfaction, from {SMALLEST_SEGMENT} answers on."
        )
    return Opportunity(
        table,
        form,
        level,
        getattr(data, "instrument", None),
        ci,
        int(bootstrap),
        seed,
        convention,
    )


def _scored(
    wanted: pd.DataFrame, got: pd.DataFrame, ci: float, samples: int, seed: int | None
) -> pd.DataFrame:
    important, done = (redrawn_means(frame.to_numpy(float)) for frame in (wanted, got))
    once = np.ones((1, len(wanted)))
    i, s = important(once)[0], done(once)[0]
    table = pd.DataFrame(
        {
            "importance": i,
            "satisfaction": s,
            "opportunity": i + np.maximum(i - s, 0),
            "difference": i - s,
        },
        index=wanted.columns,
    )
    table["rank"] = table["opportunity"].rank(ascending=False, method="min").astype(int)
    if samples:
        rng = generator(seed)
        drawn = [(important(c), done(c)) for c in resampled_counts(len(wanted), samples, rng)]
        ups, downs = (np.concatenate(part) for part in zip(*drawn, strict=True))
        scores, away = ups + np.maximum(ups - downs, 0), ups - downs
        ranks = (-scores).argsort(axis=1).argsort(axis=1) + 1
        tails = [(1 - ci) / 2, (1 + ci) / 2]
        for name, values in (("opportunity", scores), ("difference", away)):
            table[f"{name}_low"], table[f"{name}_high"] = np.nanquantile(values, tails, axis=0)
        ends = np.quantile(ranks, tails, axis=0, method="inverted_cdf").astype(int)
        table["rank_low"], table["rank_high"] = ends
        few = np.minimum(wanted.notna().sum(), got.notna().sum()) < SMALLEST_SEGMENT
        table["served"] = np.select(
            [~few & (table["difference_low"] > 0), ~few & (table["difference_high"] < 0)],
            ["underserved", "overserved"],
            "cannot tell",
        )
    order = ["importance", "satisfaction"]
    order += [
        f"{name}{end}" for name in ("opportunity", "difference") for end in ("", "_low", "_high")
    ]
    order += ["served", "rank", "rank_low", "rank_high"]
    return table[[name for name in order if name in table]].sort_values("rank", kind="stable")
