"""Which of a model's fit indices is judged: the robust one, where there is one."""

from __future__ import annotations

import pandas as pd

__all__ = ["judged", "judged_test"]


def judged(fit: pd.Series, index: str) -> float:
    """Take a fit index in its robust form if the estimator gives one, otherwise as it is.

    Parameters
    ----------
    fit : Series
        Fit indices under lavaan's names.
    index : str
        Such as "cfi", "rmsea" or "rmsea_ci_lower".

    Returns
    -------
    float

    References
    ----------
    Brosseau-Liard & Savalei (2014): the robust form estimates what the index would be for normal
    answers; the scaled one does not.

    Examples
    --------
    >>> judged(pd.Series({"cfi": 0.95, "cfi_scaled": 0.93, "cfi_robust": 0.96}), "cfi")
    0.96
    """
    robust = fit.get(f"{index}_robust")
    return float(fit[index] if robust is None or robust != robust else robust)


def judged_test(fit: pd.Series) -> tuple[float, float, float, str]:
    """Take the test of exact fit: the scaled one if the estimator gives one.

    Parameters
    ----------
    fit : Series

    Returns
    -------
    chisq, df, pvalue : float
    kind : str
        "" or "scaled".

    Examples
    --------
    >>> judged_test(pd.Series({"chisq": 9.0, "df": 4.0, "pvalue": 0.061}))
    (9.0, 4.0, 0.061, '')
    """
    kind = "scaled" if "chisq_scaled" in fit and fit["chisq_scaled"] == fit["chisq_scaled"] else ""
    tail = f"_{kind}" if kind else ""
    chisq, df, pvalue = (float(fit[f"{name}{tail}"]) for name in ("chisq", "df", "pvalue"))
    return chisq, df, pvalue, kind
