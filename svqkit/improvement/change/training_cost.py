"""What a point gained costs."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

import numpy as np
import pandas as pd

from svqkit.improvement.change.ancova import Ancova

__all__ = ["cost_per_point"]


def cost_per_point(
    cost: float, people: int, fits: Mapping[tuple[str, str], Ancova]
) -> pd.DataFrame:
    """Divide the cost of a person by the points gained.

    Parameters
    ----------
    cost : float
        In all.
    people : int
        Who was trained, measured or not.
    fits : mapping of (level, when) to Ancova

    Returns
    -------
    DataFrame (index: level, when)
        ``a_person``, ``a_point low high``: of one person. Where the gain may be 0 or less there is
        no upper end (infinite); where it is not above 0, no figure at all.

    Raises
    ------
    ValueError
        If the cost is no number above zero.

    Examples
    --------
    >>> first = np.array([1.0, 2, 3, 1, 2, 3])
    >>> again = first + np.array([2.1, 1.9, 2.0, 0.0, 0.1, -0.1])
    >>> from svqkit.improvement.change.ancova import ancova
    >>> fit = ancova(first, again, np.repeat([True, False], 3))
    >>> cost_per_point(300, 3, {("learning", "after"): fit})["a_point"].round(2).tolist()
    [50.0]
    """
    if isinstance(cost, bool) or not isinstance(cost, Real) or not 0 < cost < np.inf:
        raise ValueError(f"cost must be a number above zero, not {cost!r}")
    each = cost / people
    rows = {
        key: [
            each,
            each / fit.estimate if fit.estimate > 0 else np.nan,
            each / fit.high if fit.high > 0 else np.nan,
            each / fit.low if fit.low > 0 else np.inf,
        ]
        for key, fit in fits.items()
    }
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["a_person", "a_point", "low", "high"]
    )
    if rows:
        table.index = pd.MultiIndex.from_tuples(table.index, names=["level", "when"])
    return table
