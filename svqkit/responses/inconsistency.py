"""Does a respondent's every answer agree with the others? Even–odd consistency, synonyms, antonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

__all__ = ["even_odd", "item_pairs_like", "pair_consistency"]

ALIKE = 0.60
FEWEST = 3


def _within(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Correlate two sets of numbers within each row, over what both have (NaN below three)."""
    both = ~(np.isnan(first) | np.isnan(second))
    n = both.sum(axis=1)
    a, b = np.where(both, first, 0.0), np.where(both, second, 0.0)
    count = np.maximum(n, 1)[:, None]
    a = np.where(both, a - a.sum(axis=1, keepdims=True) / count, 0.0)
    b = np.where(both, b - b.sum(axis=1, keepdims=True) / count, 0.0)
    spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    usable = (n >= FEWEST) & (spread > 1e-12)
    return np.where(usable, (a * b).sum(axis=1) / np.where(usable, spread, 1.0), np.nan)


def _mean_given(values: np.ndarray) -> np.ndarray:
    """Average the answers given in each row, NaN where there are none."""
    given = ~np.isnan(values)
    n = given.sum(axis=1)
    return np.where(n > 0, np.where(given, values, 0.0).sum(axis=1) / np.maximum(n, 1), np.nan)


def even_odd(forms: Mapping[str, pd.DataFrame], scales: Mapping[str, Sequence[str]]) -> pd.Series:
    """Correlate each respondent's scores of odd and even items over all scales.

    Parameters
    ----------
    forms : mapping of form to DataFrame (respondents × items)
        The scales of every form count.
    scales : mapping of scale to item codes
        Scales of fewer than two items are left out.

    Returns
    -------
    Series
        Stepped up to full length (Spearman–Brown), −1 to 1, high where consistent; NaN with fewer
        than three usable scales, or where one half does not vary.

    Notes
    -----
    ``careless::evenodd`` gives the same with the sign turned round. Attentive people who find all
    dimensions equally good have low values too, so a low value alone says little.

    References
    ----------
    Jackson, D. N. (1976). The appraisal of personal reliability. Johnson (2005), Journal of
    Research in Personality 39, 103–129.

    Examples
    --------
    >>> rows = [[1, 1, 3, 3, 5, 5], [1, 5, 3, 3, 5, 1]]
    >>> answers = pd.DataFrame(rows, columns=["a1", "a2", "b1", "b2", "c1", "c2"], dtype=float)
    >>> scales = {"a": ["a1", "a2"], "b": ["b1", "b2"], "c": ["c1", "c2"]}
    >>> even_odd({"perception": answers}, scales).tolist()
    [1.0, -1.0]
    """
    odd, even = [], []
    for answers in forms.values():
        values = answers.to_numpy(dtype=float)
        at = {code: place for place, code in enumerate(answers.columns)}
        for codes in scales.values():
            present = [at[code] for code in codes if code in at]
            if len(present) > 1:
                odd.append(_mean_given(values[:, present[::2]]))
                even.append(_mean_given(values[:, present[1::2]]))
    index = next(iter(forms.values())).index
    if len(odd) < FEWEST:
        return pd.Series(np.nan, index=index, name="even_odd")
    r = _within(np.column_stack(odd), np.column_stack(even))
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = np.maximum(2 * r / (1 + r), -1.0)
    return pd.Series(np.where(r <= -1 + 1e-12, -1.0, stepped), index=index, name="even_odd")


def item_pairs_like(
    answers: pd.DataFrame,
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Find the pairs of items that people answer alike (r at least .60) and opposite (at most −.60).

    Parameters
    ----------
    answers : DataFrame (respondents × items)

    Returns
    -------
    synonyms, antonyms : list of (str, str)

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [1.0, 2, 4, 3], "c": [4.0, 3, 2, 1]})
    >>> item_pairs_like(answers)
    ([('a', 'b')], [('a', 'c'), ('b', 'c')])
    """
    r = answers.corr().to_numpy()
    first, second = np.triu_indices(len(r), 1)
    columns = [str(name) for name in answers.columns]

    def named(chosen: np.ndarray) -> list[tuple[str, str]]:
        found = zip(first[chosen], second[chosen], strict=True)
        return [(columns[i], columns[j]) for i, j in found]

    return named(r[first, second] >= ALIKE), named(r[first, second] <= -ALIKE)


def pair_consistency(answers: pd.DataFrame, pairs: Sequence[tuple[str, str]]) -> pd.Series:
    """Correlate each respondent's answers to the first items of pairs with those to the second.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
    pairs : sequence of (str, str)
        As :func:`item_pairs_like` finds them.

    Returns
    -------
    Series
        High for synonyms and low for antonyms where somebody reads; NaN with fewer than three
        pairs answered, or answers that do not vary.

    Notes
    -----
    As ``careless::psychsyn``. The items of a pair stand in the order of the columns.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437–455; Johnson (2005), Journal of Research
    in Personality 39, 103–129.

    Examples
    --------
    >>> answers = pd.DataFrame([[1.0, 1, 3, 3, 5, 4], [1.0, 5, 3, 3, 5, 1]], columns=list("abcdef"))
    >>> pair_consistency(answers, [("a", "b"), ("c", "d"), ("e", "f")]).round(2).tolist()
    [0.98, -1.0]
    """
    if len(pairs) < FEWEST:
        return pd.Series(np.nan, index=answers.index, name="pairs")
    first = answers[[one for one, _ in pairs]].to_numpy(dtype=float)
    second = answers[[other for _, other in pairs]].to_numpy(dtype=float)
    return pd.Series(_within(first, second), index=answers.index, name="pairs")
