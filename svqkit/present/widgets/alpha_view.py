"""The alpha explorer's compute step: from items, correlation and n, or from answers, to alpha.

No widget and no figure; a change is answered in a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.interface import translator
from svqkit.present.plots.labels import number
from svqkit.present.widgets.alpha_design import designed, one_factor, spearman_brown
from svqkit.psychometrics.reliability.alpha import alpha, feldt_interval
from svqkit.psychometrics.reliability.omega import omega
from svqkit.psychometrics.threads import single_threaded

__all__ = [
    "AlphaChoice",
    "AlphaTables",
    "AlphaView",
    "compute",
    "prepare",
]

ITEMS = tuple(range(2, 41))
"""Numbers of items of the curve."""
PEOPLE = tuple(round(20 * 10 ** (step / 10)) for step in range(25))
"""Numbers of respondents: from 20 to 5024, ten steps to the power of ten."""


@dataclass(frozen=True)
class AlphaChoice:
    """What the user has chosen.

    ``source`` is ``"model"`` (items of one mean correlation) or ``"data"``. For a model: ``k``
    items, mean correlation ``r``, ``n`` respondents, and whether the items are ``split`` into two
    unrelated halves. For data: a ``dimension`` (``""`` for all items) and the ``dropped`` items.
    ``ci`` is the interval's confidence.
    """

    source: str = "model"
    k: int = 6
    r: float = 0.3
    n: int = 200
    ci: float = 0.95
    split: bool = False
    dimension: str = ""
    dropped: tuple[str, ...] = ()

    def but(self, **changes: Any) -> AlphaChoice:
        """Copy the choice with some changes.

        Examples
        --------
        >>> AlphaChoice().but(k=9).k
        9
        """
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class AlphaTables:
    """The answers, where there are any, with the words for them."""

    answers: pd.DataFrame | None
    mapping: dict[str, list[str]]
    titles: dict[str, str]
    labels: dict[str, str]
    language: str = "en"

    def items(self, dimension: str) -> list[str]:
        """Name the items of a dimension, or all."""
        if dimension:
            return self.mapping[dimension]
        return [] if self.answers is None else list(self.answers.columns)


@dataclass(frozen=True, eq=False)
class AlphaView:
    """The numbers on show.

    ``by_items`` (index: items) has ``alpha low high omega``; ``by_people`` (index: respondents)
    has ``low high``; both go on from this scale's mean correlation. ``omega`` is what one factor
    explains of the sum's variance, ``share`` the first eigenvalue over the items; ``whole`` is
    alpha before items were dropped (NaN if none was).
    """

    k: int
    n: int
    r: float
    alpha: float
    low: float
    high: float
    omega: float
    share: float
    whole: float
    by_items: pd.DataFrame
    by_people: pd.DataFrame
    heading: str
    sentence: str
    warning: str


def prepare(responses: Any = None, *, language: str = "en") -> AlphaTables:
    """Take what a survey has to offer.

    Parameters
    ----------
    responses : Responses, optional
    language : str
        BCP 47.

    Returns
    -------
    AlphaTables

    Examples
    --------
    >>> import svqkit as svq
    >>> prepare(svq.load_dataset("bank")).items("tangibles")
    ['Q1', 'Q2', 'Q3', 'Q4']
    """
    if responses is None:
        return AlphaTables(None, {}, {}, {}, language)
    answers, instrument = responses.perceptions, responses.instrument
    mapping = {
        name: [code for code in codes if code in answers]
        for name, codes in instrument.mapping.items()
    }
    mapping = {name: codes for name, codes in mapping.items() if len(codes) > 1}
    return AlphaTables(
        answers,
        mapping,
        {name: str(instrument.dimension_titles.get(name, name)) for name in mapping},
        {code: str(instrument.labels.get(code, code)) for code in answers.columns},
        language,
    )


@single_threaded
def compute(tables: AlphaTables, choice: AlphaChoice) -> AlphaView:
    """Compute what a choice shows.

    Parameters
    ----------
    tables : AlphaTables
    choice : AlphaChoice

    Returns
    -------
    AlphaView

    Raises
    ------
    DataError
        If there is nothing to compute; the sentence is for the reader.

    Examples
    --------
    >>> shown = compute(prepare(), AlphaChoice(k=5, r=0.4, n=200))
    >>> [round(x, 4) for x in (shown.alpha, shown.low, shown.high)]
    [0.7692, 0.7145, 0.8162]
    """
    say = translator(tables.language)
    if choice.source == "data":
        S, n, whole = _answered(tables, choice)
        where = tables.titles.get(choice.dimension, say("all items"))
        heading = say("From the answers: {scale}", scale=where)
    else:
        S, n, whole = designed(choice.k, choice.r, say, split=choice.split), choice.n, float("nan")
        heading = say("Items that correlate {r} on average", r=number(choice.r))
    k = len(S)
    value = float(alpha(S))
    low, high = feldt_interval(value, n, k, choice.ci)
    mean_r = value / (k - (k - 1) * value)  # by which Spearman and Brown give this alpha again
    sd = np.sqrt(np.diag(S))
    one = (
        omega(S, n, choice.ci).value
        if choice.source == "data"
        else one_factor(k, choice.r, split=choice.split)
    )
    share = float(np.linalg.eigvalsh(S / np.outer(sd, sd))[-1]) / k
    warning = ""
    if choice.source == "model" and choice.split:
        warning = say(
            "Alpha has not moved, yet the halves have nothing in common: one factor explains only "
            "{omega} of the sum's variance. Alpha supposes one dimension; it does not show it.",
            omega=_percent(one),
        )
    sentence = say(
        "Alpha {alpha}, {ci} interval {low} to {high} with {n} respondents.",
        alpha=number(value), ci=_percent(choice.ci), low=number(low), high=number(high), n=n,
    )  # fmt: skip
    if whole == whole:
        before = say("It was {alpha} with all items.", alpha=number(whole))
        sentence = f"{sentence} {before}"
    return AlphaView(
        k, n, mean_r, value, low, high, one, share, whole,
        _over_items(mean_r, n, choice), _over_people(value, k, choice.ci),
        heading, sentence, warning,
    )  # fmt: skip


def _percent(value: float) -> str:
    return f"{100 * value:.0f}\u202f%"


def _answered(tables: AlphaTables, choice: AlphaChoice) -> tuple[np.ndarray, int, float]:
    """Covariances of the items kept, n, and alpha of all items where some were dropped."""
    say = translator(tables.language)
    if tables.answers is None:
        raise DataError(say("There are no answers here; open the page with some."))
    items = tables.items(choice.dimension)
    kept = [code for code in items if code not in choice.dropped]
    if len(kept) < 2:
        raise DataError(say("Alpha needs at least two items; keep one more."))
    S, n = _covariances(tables.answers[kept], say)
    whole = float("nan")
    if len(kept) < len(items):
        whole = float(alpha(_covariances(tables.answers[items], say)[0]))
    return S, n, whole


def _covariances(answers: pd.DataFrame, say: Any) -> tuple[np.ndarray, int]:
    values = answers.to_numpy(dtype=float)
    values = values[~np.isnan(values).any(axis=1)]
    if len(values) <= answers.shape[1]:
        raise DataError(say("Too few people answered all of these items."))
    S = np.cov(values, rowvar=False)
    still = [str(code) for code, own in zip(answers.columns, np.diag(S), strict=True) if own <= 0]
    if still:
        raise DataError(say("Everybody gave {item} the same answer; drop it.", item=still[0]))
    return S, len(values)


def _feldt(value: np.ndarray, n: np.ndarray, k: np.ndarray, ci: float) -> dict[str, np.ndarray]:
    """Feldt's interval along a curve; the same as ``feldt_interval`` point by point."""
    from scipy.special import fdtri

    tail = (1 - ci) / 2
    first, second = n - 1.0, (n - 1.0) * (k - 1.0)
    return {
        "low": 1 - (1 - value) * fdtri(first, second, 1 - tail),
        "high": 1 - (1 - value) * fdtri(first, second, tail),
    }


def _over_items(r: float, n: int, choice: AlphaChoice) -> pd.DataFrame:
    k = np.array(ITEMS)
    value = spearman_brown(r, k)
    one = np.full(len(k), np.nan)
    if choice.source == "model":
        one = np.array([one_factor(int(items), choice.r, split=choice.split) for items in k])
    table = {"alpha": value, **_feldt(value, np.array(float(n)), k, choice.ci), "omega": one}
    return pd.DataFrame(table, index=pd.Index(k, name="items"))


def _over_people(value: float, k: int, ci: float) -> pd.DataFrame:
    n = np.array(PEOPLE)
    found = _feldt(np.array(value), n, np.array(float(k)), ci)
    return pd.DataFrame(found, index=pd.Index(n, name="respondents"))
