"""Content validity from experts' ratings: I-CVI and S-CVI with modified kappa, Lawshe's CVR."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.expert_ratings import as_set, chosen_by_experts, counted_items
from svqkit.result import Part, Result

if TYPE_CHECKING:
    from svqkit.instruments.instrument import Instrument

__all__ = ["ContentValidity", "content_validity", "critical_cvr"]

_FEWEST = 3
_EVALUATIONS = ((0.74, "excellent"), (0.60, "good"), (0.40, "fair"), (-math.inf, "poor"))
_ADVICE = {
    "excellent": "keep",
    "good": "reword where experts say how, and ask them again",
    "fair": "rewrite, and ask the experts again",
    "poor": "drop, or write anew for the definition of its dimension",
}


@dataclass(frozen=True, eq=False, repr=False)
class ContentValidity(Result):
    """What experts make of the items' content.

    Attributes
    ----------
    kind : {"relevance", "essential"}
    items : DataFrame
        Index ``item``. For relevance: dimension, label (where an instrument was given), n, missing,
        relevant, i_cvi, low, high, chance, kappa, evaluation, advice. For essential: …, essential,
        share, low, high, cvr, critical, p, retained, advice.
    dimensions : DataFrame or None
        The same indices as ``scale`` for each dimension.
    scale : Series
        experts, items, missing, and s_cvi_ave and s_cvi_ua, or cvi (mean CVR of the items
        retained), cvr_mean (of all) and retained.
    convention : str
        How the numbers were made where usage differs.

    Examples
    --------
    >>> import svqkit as svq
    >>> ratings = pd.DataFrame({"Q1": [4, 4, 3, 4, 3], "Q2": [2, 4, 1, 3, 2]})
    >>> svq.content_validity(ratings).items["i_cvi"].tolist()
    [1.0, 0.4]
    """

    kind: str
    items: pd.DataFrame
    dimensions: pd.DataFrame | None
    scale: pd.Series
    convention: str

    def _title(self) -> str:
        asked = "relevance" if self.kind == "relevance" else "necessity (Lawshe)"
        count = int(self.scale["experts"])
        return f"Content validity: {asked} of {len(self.items)} items to {count} experts"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Items", self.items), ("Scale", self.scale)]
        if self.dimensions is not None:
            parts.append(("Dimensions", self.dimensions))
        return [*parts, ("Convention", self.convention)]


def critical_cvr(experts: int, *, alpha: float = 0.05) -> float:
    """Find the content validity ratio that chance reaches with a probability of at most alpha.

    Parameters
    ----------
    experts : int
    alpha : float
        One-tailed, for experts who say "essential" with probability one half.

    Returns
    -------
    float
        NaN where even agreement of all would not do: with fewer than five experts at .05.

    Notes
    -----
    Ayre, C., & Scally, A. J. (2014). Critical values for Lawshe's content validity ratio.
    Measurement and Evaluation in Counseling and Development, 47(1), 79–86. The exact binomial
    distribution; Lawshe's (1975) table is lower for some panels (.62 for ten experts), and Wilson,
    Pan and Schumsky's (2012) rests on the normal approximation.

    Examples
    --------
    >>> critical_cvr(8), critical_cvr(10), critical_cvr(4)
    (0.75, 0.8, nan)
    """
    tail = 0
    for essential in range(experts, -1, -1):
        tail += math.comb(experts, essential)
        if tail > alpha * 2**experts:
            least = essential + 1
            return 2 * least / experts - 1 if least <= experts else math.nan
    return -1.0


def content_validity(
    ratings: pd.DataFrame,
    *,
    kind: Literal["relevance", "essential"] = "relevance",
    relevant: Iterable[int] = (3, 4),
    essential: Any = None,
    scale: tuple[int, int] = (1, 4),
    instrument: Instrument | None = None,
    ci: float = 0.95,
    alpha: float = 0.05,
) -> ContentValidity:
    """Judge items by what experts say of their content.

    Parameters
    ----------
    ratings : DataFrame
        One row an expert, one column an item; missing where an expert did not rate it. True and
        False stand for relevant (or essential) and not.
    kind : {"relevance", "essential"}
        Ratings of relevance (I-CVI, S-CVI), or Lawshe's essential, useful, not necessary (CVR).
    relevant : iterable of int
        Ratings that count as relevant.
    essential : optional
        The rating, or a list of them, that counts as essential, such as ``1`` or ``"essential"``;
        needed for ``kind="essential"`` unless ratings are True and False.
    scale : tuple of int
        Lowest and highest rating of relevance; anything else is refused.
    instrument : Instrument, optional
        Adds labels and results by dimension; columns are then its codes.
    ci : float
        Level of the exact (Clopper-Pearson) interval of the share of experts.
    alpha : float
        One-tailed level of the CVR's critical value.

    Returns
    -------
    ContentValidity

    Raises
    ------
    DataError
        If fewer than three experts rated, a rating is off the scale, or an item is unknown.

    Notes
    -----
    I-CVI is the share of an item's experts who find it relevant; modified kappa corrects it for
    chance, (I-CVI - p)/(1 - p) with p = C(N, A) 0.5^N, and is excellent above .74, good from .60,
    fair from .40 (Polit, Beck & Owen, 2007, Research in Nursing & Health, 30, 459–467). S-CVI/Ave
    is the mean of the I-CVIs, S-CVI/UA the share of items that all experts find relevant (Polit &
    Beck, 2006). CVR = (n_e - N/2)/(N/2) (Lawshe, 1975, Personnel Psychology, 28, 563–575) with
    exact critical values, see :func:`critical_cvr`.

    Examples
    --------
    >>> ratings = pd.DataFrame({"Q1": [4, 4, 3, 4, 3], "Q2": [4, 2, 3, 1, 4]})
    >>> found = content_validity(ratings)
    >>> found.items[["i_cvi", "kappa", "evaluation"]].round(2).values.tolist()
    [[1.0, 1.0, 'excellent'], [0.6, 0.42, 'fair']]
    """
    if kind not in ("relevance", "essential"):
        raise ValueError(f"kind is 'relevance' or 'essential', not {kind!r}")
    if not isinstance(ratings, pd.DataFrame):
        raise TypeError("ratings is a DataFrame: a row an expert, a column an item")
    if ratings.columns.has_duplicates:
        twice = ratings.columns[ratings.columns.duplicated()][0]
        raise DataError(f"ratings has the column {twice!r} twice", column=str(twice))
    if kind == "relevance":
        chosen = chosen_by_experts(
            ratings, set(relevant), set(range(scale[0], scale[1] + 1)), "relevant"
        )
    else:
        chosen = chosen_by_experts(ratings, as_set(essential), None, "essential")
    chosen = chosen[chosen.notna().any(axis=1)]
    if len(chosen) < _FEWEST:
        raise DataError(
            f"{len(chosen)} experts rated; content validity needs at least {_FEWEST}, better 6 to 10"
        )
    items = counted_items(chosen, ci)
    if kind == "relevance":
        items, convention = _relevance(items, relevant)
    else:
        items, convention = _necessity(items, alpha)
    if instrument is not None:
        items = _placed(items, instrument)
    few = items["n"] < _FEWEST
    items.loc[few, "advice"] = f"ask more experts: fewer than {_FEWEST} rated it"
    dimensions = None
    if instrument is not None:
        groups = items.groupby("dimension", sort=False)
        dimensions = pd.DataFrame({name: _summary(kind, part) for name, part in groups}).T
    whole = pd.concat([pd.Series({"experts": float(len(chosen))}), _summary(kind, items)])
    return ContentValidity(kind, items, dimensions, whole.rename("value"), convention)


def _relevance(items: pd.DataFrame, relevant: Iterable[int]) -> tuple[pd.DataFrame, str]:
    table = items.rename(columns={"chosen": "relevant", "share": "i_cvi"})
    pairs = zip(table["n"], table["relevant"], strict=True)
    table["chance"] = [math.comb(n, hits) * 0.5**n for n, hits in pairs]
    table["kappa"] = (table["i_cvi"] - table["chance"]) / (1 - table["chance"])
    table["evaluation"] = [
        next(word for bound, word in _EVALUATIONS if (k > bound if bound == 0.74 else k >= bound))
        for k in table["kappa"]
    ]
    table["advice"] = table["evaluation"].map(_ADVICE)
    listed = " or ".join(str(code) for code in sorted(relevant))
    return table, (
        f"A rating of {listed} counts as relevant. Shares are of the experts who rated the item. "
        "Chance of agreement on relevance is C(N, A) 0.5^N (Polit, Beck & Owen, 2007)."
    )


def _necessity(items: pd.DataFrame, alpha: float) -> tuple[pd.DataFrame, str]:
    table = items.rename(columns={"chosen": "essential"})
    table["cvr"] = 2 * table["share"] - 1
    table["critical"] = [critical_cvr(int(n), alpha=alpha) for n in table["n"]]
    pairs = zip(table["n"], table["essential"], strict=True)
    table["p"] = [
        sum(math.comb(int(n), k) for k in range(int(hits), int(n) + 1)) / 2 ** int(n)
        for n, hits in pairs
    ]
    table["retained"] = table["p"] <= alpha
    table["advice"] = np.where(table["retained"], "keep", "drop, or rewrite and ask again")
    table.loc[table["critical"].isna(), "advice"] = "ask more experts: too few to decide"
    return table, (
        f"Critical values are exact binomial, one-tailed at {alpha:g} (Ayre & Scally, 2014). CVI is "
        "the mean CVR of the items retained (Lawshe, 1975); cvr_mean is of all items."
    )


def _placed(items: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    from svqkit.instruments.adaptation_steps import all_known

    try:
        all_known(items.index, instrument.codes, f"{instrument.title} has no item")
    except ValueError as problem:
        raise DataError(f"ratings: {problem}") from None
    homes = {one.code: one.dimension or "" for one in instrument.items}
    table = items.loc[[code for code in instrument.codes if code in items.index]].copy()
    table.insert(0, "dimension", [homes[str(code)] for code in table.index])
    table.insert(1, "label", [instrument.labels[str(code)] for code in table.index])
    return table


def _summary(kind: str, items: pd.DataFrame) -> pd.Series:
    found: dict[str, float] = {
        "items": float(len(items)),
        "missing": float(items["missing"].sum()),
    }
    if kind == "relevance":
        found["s_cvi_ave"] = float(items["i_cvi"].mean())
        found["s_cvi_ua"] = float((items["relevant"] == items["n"]).mean())
    else:
        found["cvi"] = float(items.loc[items["retained"], "cvr"].mean())
        found["cvr_mean"] = float(items["cvr"].mean())
        found["retained"] = float(items["retained"].sum())
    return pd.Series(found)
