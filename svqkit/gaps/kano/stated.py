"""Self-stated importance of features, beside what their Kano questions say."""

from __future__ import annotations

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.coefficients import mean_interval
from svqkit.gaps.kano.pairs import KanoPairs

__all__ = ["stated_importance"]


def stated_importance(importance: pd.DataFrame, pairs: KanoPairs, ci: float) -> pd.DataFrame:
    """Average self-stated importance.

    Parameters
    ----------
    importance : DataFrame (respondents × features)
        Of all features or of some.
    pairs : KanoPairs
    ci : float in (0, 1)
        Confidence level of Student's intervals.

    Returns
    -------
    DataFrame (index: item)
        ``importance importance_low importance_high``; NaN where none was stated.

    Raises
    ------
    DataError, TypeError
        If it does not fit the pairs, or holds no numbers.

    Examples
    --------
    >>> from svqkit.gaps.kano.pairs import kano_pairs
    >>> there, absent = pd.DataFrame({"lift": [1, 2]}), pd.DataFrame({"lift": [5, 5]})
    >>> found = stated_importance(pd.DataFrame({"lift": [6, 8]}), kano_pairs(there, absent), 0.95)
    >>> found["importance"].tolist()
    [7.0]
    """
    if not isinstance(importance, pd.DataFrame):
        raise TypeError(f"importance must be a DataFrame, not {type(importance).__name__}")
    given = importance.rename(columns=str)
    names = list(pairs.functional.columns)
    strange = [name for name in given.columns if name not in names]
    if strange:
        raise DataError(f"importance has column {strange[0]!r}, which is no feature of these")
    if not given.index.equals(pairs.functional.index):
        raise DataError("importance must have the rows of the answers, one a respondent")
    try:
        values = given.reindex(columns=names).astype(float)
    except (TypeError, ValueError) as error:
        raise DataError(f"importance must hold numbers: {error}") from None
    mean, low, high = mean_interval(values.to_numpy(), ci)
    columns = {"importance": mean, "importance_low": low, "importance_high": high}
    return pd.DataFrame(columns, index=pd.Index(names, name="item"))
