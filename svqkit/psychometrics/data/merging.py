"""How the moments of two sets of respondents become those of all.

The update is that of Chan, Golub & LeVeque (1983, *The American Statistician* 37, 242-247,
eq. 1.5), which does not cancel when means are large; tables of counts simply add.
"""

from __future__ import annotations

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.data.category_tables import MOST_IN_MOMENTS, merge_tables
from svqkit.psychometrics.data.sufficient import Moments, build_moments

__all__ = ["merge"]


def merge(a: Moments, b: Moments) -> Moments:
    """Join the moments of two sets of respondents as if they had been read together.

    Parameters
    ----------
    a, b : Moments
        Of the same items, in any order.

    Returns
    -------
    Moments
        With the columns in the order of ``a``; with tables if both have them.

    Raises
    ------
    DataError
        If the items differ, moments were estimated by EM or pairwise, or one gets more categories
        together than tables may have.

    Notes
    -----
    Chan, Golub & LeVeque (1983), eq. 1.5: with d the difference of the means, the cross-products
    add up to C_a + C_b + d dᵀ n_a n_b / (n_a + n_b).

    Examples
    --------
    >>> import pandas as pd
    >>> half = pd.DataFrame([[2.0]], index=["Q1"], columns=["Q1"])
    >>> centre = pd.Series({"Q1": 4.0})
    >>> joined = merge(
    ...     Moments.from_covariance(half, 10, centre), Moments.from_covariance(half, 30, centre + 2)
    ... )
    >>> joined.n, float(joined.mean["Q1"])
    (40, 5.5)
    """
    if {a.missing, b.missing} != {"listwise"}:
        raise DataError(
            "moments estimated by EM or pairwise cannot be joined; estimate them from all answers "
            "together"
        )
    if a.columns != b.columns:
        odd = sorted(set(map(str, a.columns)) ^ set(map(str, b.columns)))
        if odd:
            raise DataError(
                f"the parts hold different items: {odd[0]!r} is only in one", column=odd[0]
            )
        b = b.select(a.columns)
    n, n_total = a.n + b.n, a.n_total + b.n_total
    missing = a.missing_counts.to_numpy() + b.missing_counts.to_numpy()
    mean_a, mean_b = a.mean.to_numpy(), b.mean.to_numpy()
    products_a, products_b = a.cross_products.to_numpy(), b.cross_products.to_numpy()
    if a.n == 0 or b.n == 0:
        mean, products = (mean_b, products_b) if a.n == 0 else (mean_a, products_a)
    else:
        apart = mean_b - mean_a
        mean = mean_a + apart * (b.n / n)
        products = products_a + products_b + np.outer(apart, apart) * (a.n * (b.n / n))
    tables = None
    if a.tables is not None and b.tables is not None:
        tables = merge_tables(a.tables, b.tables, most=MOST_IN_MOMENTS)
    return build_moments(a.columns, n, n_total, mean, products, missing, tables)
