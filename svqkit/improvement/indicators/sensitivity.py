"""How far a ranking hangs on its weights: random weights around the stated ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.indicators.composite import combine
from svqkit.improvement.indicators.scores_result import IndicatorScores
from svqkit.improvement.indicators.tipping import tipping_weights
from svqkit.psychometrics.data.resampling import generator
from svqkit.result import Part, Result

__all__ = ["RankSensitivity", "concentration_of", "rank_sensitivity"]

SURE = 0.95


@dataclass(frozen=True, eq=False, repr=False)
class RankSensitivity(Result):
    """Ranks under other weights.

    Attributes
    ----------
    table : DataFrame (index: unit, the best first)
        ``composite rank rank_low rank_high`` (middle 95 % of draws), ``same_rank`` and ``first``
        (shares of draws), ``composite_low composite_high``.
    ranks : DataFrame (unit × rank)
        Share of draws in which a unit has a rank.
    above : DataFrame (unit × unit)
        Share of draws in which the row's composite is above the column's; NaN on the diagonal.
    tipping : DataFrame (index: indicator)
        ``weight tie change``: the weight at which the first and the second would tie, the others
        keeping their proportions; NaN where none does.
    same_order : float
        Share of draws in which the whole order holds.
    draws : int
    spread : float
        Standard deviation of an average weight, as a share of it; NaN for any weights.
    seed : int or None
    sentence, convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> float(svq.rank_sensitivity(found).table.loc["Harbour", "first"])
    1.0
    """

    table: pd.DataFrame
    ranks: pd.DataFrame
    above: pd.DataFrame
    tipping: pd.DataFrame
    same_order: float
    draws: int
    spread: float
    seed: int | None
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Ranks under other weights"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            ("", self.sentence),
            ("", self.table),
            ("Row above column", self.above),
        ]
        tied = self.tipping.dropna(subset="tie")
        if len(tied):
            nearest = tied.loc[tied["change"].abs().sort_values().index].head(5)
            parts.append(("Weights at which the first and the second tie", nearest))
        return [*parts, ("Convention", self.convention)]


def rank_sensitivity(
    scores: IndicatorScores,
    *,
    spread: float | Literal["any"] = 0.3,
    draws: int = 2_000,
    seed: int | None = 0,
) -> RankSensitivity:
    """Ask whether the order of units holds if the weights had been chosen a little differently.

    Parameters
    ----------
    scores : IndicatorScores
        No score may be missing.
    spread : float or "any"
        Standard deviation of an average weight as a share of it: 0.3 lets a weight of 10 % vary by
        about 3 points. ``"any"``: all weights are as likely as any other.
    draws : int
    seed : int, optional

    Returns
    -------
    RankSensitivity
        ``.table .ranks .above .tipping .same_order .sentence``.

    Raises
    ------
    DataError
        If a score is missing or there are fewer than two units.
    ValueError
        If ``spread`` or ``draws`` is out of range.

    Notes
    -----
    Weights come from a Dirichlet distribution whose means are the weights; a weight of 0 stays 0.
    Only weights vary: chance in the figures, the choice of indicators and their anchors do not.

    References
    ----------
    Saisana, Saltelli & Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools
    for the quality assessment of composite indicators, JRSS A 168, 307–323. Butler, Jia & Dyer
    (1997) for random weights.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> shaken = svq.rank_sensitivity(found, spread="any")
    >>> bool(shaken.above.loc["Harbour", "Station"] == 1)
    True
    """
    if not isinstance(scores, IndicatorScores):
        raise TypeError(
            f"scores must be what indicator_scores() returns, not {type(scores).__name__}"
        )
    if not isinstance(draws, (int, np.integer)) or isinstance(draws, bool) or draws < 1:
        raise ValueError(f"draws must be a whole number, at least 1, not {draws!r}")
    array = scores.scores.to_numpy()
    units = scores.scores.index
    if len(units) < 2:
        raise DataError("one unit has no rank; at least two are needed")
    if np.isnan(array).any():
        i, j = np.argwhere(np.isnan(array))[0]
        raise DataError(
            f"{units[i]} has no score of {scores.scores.columns[j]!r}; ranks under other weights need "
            "all scores",
            row=units[i],
            column=scores.scores.columns[j],
        )
    weights = scores.weights.to_numpy()
    used = weights > 0
    if used.sum() < 2:
        raise DataError("only one indicator has weight, so there are no other weights to try")
    rng = generator(seed)
    k = int(used.sum())
    means = np.full(k, 1 / k) if spread == "any" else weights[used]
    drawn = rng.dirichlet(concentration_of(spread, k) * means, draws)
    shaken = combine(array[:, used], drawn, scores.aggregate)
    ranks = 1 + (shaken[:, None, :] > shaken[:, :, None] + 1e-12).sum(axis=2)
    base = scores.composite["rank"].to_numpy()
    same = ranks == base
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="nearest")
    ends = np.quantile(shaken, [0.025, 0.975], axis=0)
    table = scores.composite.assign(
        rank_low=low.astype(int),
        rank_high=high.astype(int),
        same_rank=same.mean(axis=0),
        first=(ranks == 1).mean(axis=0),
        composite_low=ends[0],
        composite_high=ends[1],
    ).sort_values("rank", kind="stable")
    shares = np.array([(ranks == place).mean(axis=0) for place in range(1, len(units) + 1)]).T
    above = (shaken[:, :, None] > shaken[:, None, :] + 1e-12).mean(axis=0)
    np.fill_diagonal(above, np.nan)
    order = table.index
    frame = pd.DataFrame(above, units, units).loc[order, order]
    return RankSensitivity(
        table,
        pd.DataFrame(shares, units, range(1, len(units) + 1))
        .loc[order]
        .rename_axis(columns="rank"),
        frame,
        tipping_weights(scores, order[0], order[1]),
        float(same.all(axis=1).mean()),
        int(draws),
        float("nan") if spread == "any" else float(spread),
        seed,
        _sentence(table, frame),
        _convention(spread, draws, seed),
    )


def concentration_of(spread: float | str, k: int) -> float:
    """Give the Dirichlet's concentration for a relative spread of an average weight.

    A weight 1/k has variance (k − 1) / (k² (c + 1)), so its relative standard deviation is
    √((k − 1) / (c + 1)).

    Parameters
    ----------
    spread : float or "any"
        Below √(k − 1); ``"any"`` gives k, the uniform distribution.
    k : int
        Indicators.

    Returns
    -------
    float

    Examples
    --------
    >>> round(concentration_of(0.3, 15), 2), concentration_of("any", 15)
    (154.56, 15.0)
    """
    if spread == "any":
        return float(k)
    if isinstance(spread, (str, bool)) or spread is None or not 0 < spread < np.sqrt(k - 1):
        raise ValueError(
            f"spread must be 'any' or lie between 0 and {np.sqrt(k - 1):.2f} for {k} indicators, not "
            f"{spread!r}"
        )
    return float((k - 1) / spread**2 - 1)


def _sentence(table: pd.DataFrame, above: pd.DataFrame) -> str:
    order = [str(name) for name in table.index]
    sure = [
        f"{a} before {b}"
        for a, b, p in zip(order, order[1:], np.diag(above.to_numpy(), 1), strict=False)
        if p >= SURE
    ]
    open_ = [
        f"{a} before {b} ({p:.0%})"
        for a, b, p in zip(order, order[1:], np.diag(above.to_numpy(), 1), strict=False)
        if p < SURE
    ]
    said = f"Holds in at least {SURE:.0%} of draws: {'; '.join(sure)}." if sure else ""
    more = f"Hangs on the weights: {'; '.join(open_)}." if open_ else ""
    return " ".join(filter(None, [said, more]))


def _convention(spread: float | str, draws: int, seed: int | None) -> str:
    how = (
        "any weights, all as likely"
        if spread == "any"
        else f"Dirichlet around the weights, an average weight varying by {spread:.0%} of itself"
    )
    return (
        f"{draws} draws of weights ({how}), seed {seed}. Only weights vary; chance in the figures and "
        "the choice of indicators are not in it. tie: weight of one indicator at which the first two "
        "tie, the others keeping their proportions (arithmetic mean)."
    )
