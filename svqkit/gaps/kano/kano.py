"""Kano analysis: what satisfies, what dissatisfies, and what leaves respondents cold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.coefficients import better_worse, continuous, resampled
from svqkit.gaps.kano.evaluation import CATEGORIES, classified
from svqkit.gaps.kano.pairs import kano_pairs
from svqkit.gaps.kano.segmented import kano_by_segment
from svqkit.gaps.kano.stated import stated_importance
from svqkit.gaps.kano.tally import CLEAR, QUESTIONABLE, counted, decided
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result

__all__ = ["Kano", "kano"]


@dataclass(frozen=True, eq=False, repr=False)
class Kano(Result):
    """Categories of features, and what having and lacking them does.

    Attributes
    ----------
    items : DataFrame (index: item)
        ``n_used better better_low better_high worse worse_low worse_high [better_boot_low
        better_boot_high worse_boot_low worse_boot_high] present present_low present_high absent
        absent_low absent_high [importance importance_low importance_high]``.
    shares : DataFrame (index: item)
        ``M O A I R Q``, from 0 to 1; each row sums to 1.
    counts : DataFrame (index: item)
        ``n M O A I R Q``.
    categories : DataFrame (index: item)
        ``n category share runner_up category_strength clear total_strength evaluation_rule blauth
        fong_difference fong_critical fong_significant p questionable_share questionable continuous
        [same_category]``.
    by : DataFrame or None (index: segment, item)
        ``n category category_strength clear p better better_low better_high worse worse_low
        worse_high masked``; cells under 10 respondents hold nothing.
    labels : dict of item to words
    language : str
    table : str
        Name of the evaluation table.
    ci_level : float
    bootstrap : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> there = pd.DataFrame({"lift": [1, 1, 1, 2, 3]})
    >>> absent = pd.DataFrame({"lift": [3, 3, 5, 5, 3]})
    >>> kano(there, absent).categories.loc["lift", "category"]
    'A'
    """

    items: pd.DataFrame
    shares: pd.DataFrame
    counts: pd.DataFrame
    categories: pd.DataFrame
    by: pd.DataFrame | None
    labels: dict[str, str]
    language: str
    table: str
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return f"Kano analysis of {len(self.items)} features"

    def _parts(self) -> list[Part]:
        named = [f"{code} {self.labels[code]}".strip() for code in self.items.index]
        named = [
            code if self.labels[code] == code else words
            for code, words in zip(self.items.index, named, strict=True)
        ]
        first = ["n", "category", "runner_up", "category_strength", "clear", "evaluation_rule"]
        last = ["p", "questionable"]
        if "same_category" in self.categories.columns:
            last.append("same_category")
        ends = ["better", "better_low", "better_high", "worse", "worse_low", "worse_high"]
        parts: list[Part] = [
            ("Categories", self.categories[first + last].set_axis(named, axis=0)),
            ("Shares", self.shares.set_axis(named, axis=0)),
            ("Having it (better) and lacking it (worse)", self.items[ends].set_axis(named, axis=0)),
        ]
        if self.by is not None:
            shown = ["n", "category", "clear", "better", "worse", "masked"]
            parts.append(("Segments", self.by[shown]))
        return [*parts, ("Convention", self.convention)]


def kano(
    functional: Any,
    dysfunctional: pd.DataFrame | None = None,
    *,
    labels: Mapping[str, str] | Sequence[str] | None = None,
    importance: pd.DataFrame | None = None,
    by: str | pd.Series | None = None,
    table: str = "berger",
    words: Mapping[int, Sequence[str]] | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    interval: str = "bca",
    seed: int | None = None,
) -> Kano:
    """Classify features from pairs of Kano questions.

    Each respondent says how they would feel if a feature were there and if it were not. The pair
    of answers becomes a category by an evaluation table: must-be (M), one-dimensional (O),
    attractive (A), indifferent (I), reverse (R) or questionable (Q). A feature belongs to its most
    frequent category; the result says how clear that is.

    Parameters
    ----------
    functional : Responses, or DataFrame (respondents × features)
        A survey whose instrument names its Kano questions (or whose columns are ``KF1``, ``KD1``
        …), or the answers as if the feature were there: codes 1 (like) to 5 (dislike), or words.
    dysfunctional : DataFrame (respondents × features), optional
        The answers as if the feature were not there; columns named as the functional ones, or as
        many in the same order.
    labels : mapping of feature to words, or sequence of words, optional
        For tables and pictures.
    importance : DataFrame (respondents × features), optional
        Self-stated importance; its means stand beside the coefficients.
    by : str or Series, optional
        Segments: a column of the survey's respondents, or labels on the answers' index.
    table : {"berger", "pouliot"}
        Evaluation table: that of Kano et al. (1984) and Berger et al. (1993), or Pouliot's (1993),
        where must be/must be and live with/live with are questionable too.
    words : mapping of code to words, optional
        Words for the answers 1 to 5 beside the usual ones in English, Chinese and Dutch.
    ci : float in (0, 1)
        Confidence level.
    bootstrap : int
        Resamples of respondents for second intervals of the coefficients and for
        ``same_category``; 0 leaves them out.
    interval : {"bca", "percentile"}
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    Kano
        ``.items .shares .counts .categories .by .labels .convention``.

    Raises
    ------
    DataError
        If there are no pairs, frames do not fit together, or an answer is none of the five.
    ValueError, TypeError
        If an option is impossible.

    Notes
    -----
    Category strength and total strength: Lee & Newcomb (1997). Fong's test (1996) takes the two
    most frequent categories for independent shares, at 1.65 standard errors; ``p`` beside it is
    exact and takes them from one sample, but like Fong's does not know that they were picked as
    the largest. ``evaluation_rule`` settles a strength under 6 % by M > O > A > I.

    References
    ----------
    Kano, Seraku, Takahashi & Tsuji (1984), Hinshitsu 14(2), 39–48. Berger et al. (1993), Center
    for Quality of Management Journal 2(4), 3–36. Fong (1996), the same, 5, 21–24. Lee & Newcomb
    (1997), IEEE Transactions on Systems, Man, and Cybernetics C 27, 82–90.

    Examples
    --------
    >>> there = pd.DataFrame({"lift": ["I like it that way"] * 6 + ["I am neutral"] * 4})
    >>> absent = pd.DataFrame({"lift": ["I am neutral"] * 5 + ["I dislike it that way"] * 5})
    >>> found = kano(there, absent, labels={"lift": "A lift to every floor"})
    >>> found.shares.loc["lift", ["M", "O", "A", "I"]].tolist()
    [0.4, 0.1, 0.5, 0.0]
    >>> found.items.loc["lift", ["better", "worse"]].tolist()
    [0.6, -0.5]
    """
    check_bootstrap(ci, bootstrap, interval, "pearson")
    pairs = kano_pairs(functional, dysfunctional, labels=labels, words=words)
    names = list(pairs.functional.columns)
    places = classified(pairs.functional.to_numpy(), pairs.dysfunctional.to_numpy(), table)
    counts = counted(places, names)
    silent = [name for name in names if counts.loc[name, "n"] == 0]
    if silent:
        raise DataError(
            f"nobody answered both halves of {silent[0]!r}; leave the feature out", column=silent[0]
        )
    items, categories = better_worse(counts, ci), decided(counts, ci)
    scores = continuous(pairs.functional, pairs.dysfunctional, ci)
    categories["continuous"] = scores.pop("continuous")
    if bootstrap:
        rng = np.random.default_rng(seed)
        found = resampled(places, int(bootstrap), rng, interval=interval, ci=ci)
        found.index = items.index
        categories["same_category"] = found.pop("same_category")
        items = items.join(found)
    items = items.join(scores)
    if importance is not None:
        items = items.join(stated_importance(importance, pairs, ci))
    segments = None if by is None else kano_by_segment(functional, by, pairs, places, ci)
    shares = counts[list(CATEGORIES)].div(counts["n"], axis=0)
    return Kano(
        items,
        shares,
        counts,
        categories,
        segments,
        pairs.labels,
        pairs.language,
        table,
        ci,
        int(bootstrap),
        seed,
        _said(table, ci, bootstrap, interval, seed, segmented=by is not None),
    )


def _said(
    table: str, ci: float, bootstrap: int, interval: str, seed: int | None, *, segmented: bool
) -> str:
    source = {
        "berger": "Kano et al. (1984) as printed by Berger et al. (1993)",
        "pouliot": "Pouliot (1993): must be/must be and live with/live with are questionable",
    }[table]
    said = (
        f"Evaluation table {table!r}: {source}. category is the most frequent, ties by M > O > A > "
        f"I > R; Q only where it outnumbers all. Shares are of all complete pairs. clear: category "
        f"strength of at least {CLEAR:.0%} (Lee & Newcomb 1997) and p below {1 - ci:.3g}. "
        f"evaluation_rule: with a strength below {CLEAR:.0%}, the first of the two most frequent "
        "by M > O > A > I. Fong's test: 1.65 standard errors of two "
        "independent shares; p: exact binomial test of the two counts. better = (A + O) / (A + O + "
        f"M + I), worse = −(O + M) / (A + O + M + I), Wilson's intervals at {ci:.0%}. continuous: "
        "quadrant of DuMouchel's mean scores, divided at 2. questionable: the share of Q is surely "
        f"above {QUESTIONABLE:.0%} (lower end of Wilson's interval), or Q outnumbers all."
    )
    if bootstrap:
        said += f" Bootstrap: {said_of_bootstrap(bootstrap, interval, seed)}."
    if segmented:
        said += f" Cells of segments under {SMALLEST_SEGMENT} respondents are masked."
    return said
