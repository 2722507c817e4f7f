"""The single things that an answer holds, whatever container it was given in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["cells", "laid_out", "single"]

_DEEPEST, _LONGEST = 8, 10_000
"""How deep answers may be nested, and how many parts are read of what is walked through."""

_USUAL = (str, bytes, type, Mapping, set, frozenset, list, tuple, np.ndarray)
_PANDAS = (pd.DataFrame, pd.Series, pd.Index)


def laid_out(answer: Any) -> Any:
    """Turn what can be walked through, but is none of the usual containers, into one of them.

    Parameters
    ----------
    answer : object

    Returns
    -------
    object

    Examples
    --------
    >>> laid_out(word for word in ("Q8", "Q9"))
    ['Q8', 'Q9']
    """
    if isinstance(answer, np.ma.MaskedArray):
        return np.ma.filled(answer.astype(object), np.nan)
    if isinstance(answer, pd.api.extensions.ExtensionArray):
        return pd.Series(answer)
    if isinstance(answer, (*_USUAL, *_PANDAS)) or not isinstance(answer, Iterable):
        return answer
    return list(islice(answer, _LONGEST))


def cells(answer: Any, depth: int = 0) -> list[Any]:
    """Lay out what a container holds; a mapping its values.

    Parameters
    ----------
    answer : object
    depth : int
        How deep this lies inside what was given.

    Returns
    -------
    list

    Examples
    --------
    >>> cells({"a": 1, "b": [2, 3]})
    [1, 2, 3]
    """
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    if isinstance(answer, (set, frozenset)):
        answer = list(answer)
    if isinstance(answer, (*_PANDAS, np.ndarray)):
        return list(np.asarray(answer, dtype=object).ravel())
    if isinstance(answer, (list, tuple)):
        deeper = answer if depth < _DEEPEST else ()
        return [cell for one in deeper for cell in cells(one, depth + 1)]
    return [answer]


def single(answer: Any) -> Any:
    """Give the one thing that an answer holds, or None where there is none or more.

    Parameters
    ----------
    answer : object

    Returns
    -------
    object

    Examples
    --------
    >>> single([["Q8"]])
    'Q8'
    """
    found = cells(answer)
    return found[0] if len(found) == 1 else None
