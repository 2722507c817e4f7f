"""Which of a model's fit indices is judged: the robust one, where there is one."""

from __future__ import annotations

import pandas as pd

__all__ = ["judged", "judged_fit", "judged_form", "judged_test"]


def judged_form(fit: pd.Series) -> str:
    """Name the form of the indices that :func:`judged` takes.

    Parameters
    ----------
    fit : Series

    Returns
    -------
    str
        "robust", "scaled" or "".

    Examples
    --------
    >>> judged_form(pd.Series({"cfi": 0.99, "cfi_scaled": 0.93, "cfi_robust": float("nan")}))
    'scaled'
    """
    for form in ("robust", "scaled"):
        value = fit.get(f"cfi_{form}")
        if value is not None and value == value:
            return form
    return ""


def judged(fit: pd.Series, index: str) -> float:
    """Take a fit index in its robust form if there is one, else the scaled one, else as it is.

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
    answers; the scaled one does not, but where ordered answers leave no robust form, the unscaled
    one would flatter the model.

    Examples
    --------
    >>> judged(pd.Series({"cfi": 0.95, "cfi_scaled": 0.93, "cfi_robust": 0.96}), "cfi")
    0.96
    >>> judged(pd.Series({"cfi": 0.99, "cfi_scaled": 0.93, "cfi_robust": float("nan")}), "cfi")
    0.93
    """
    for form in ("robust", "scaled"):
        value = fit.get(f"{index}_{form}")
        if value is not None and value == value:
            return float(value)
    return float(fit[index])


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
    chisq, pvalue = (float(fit[f"{name}{tail}"]) for name in ("chisq", "pvalue"))
    df = float(fit.get(f"df{tail}", fit["df"]))
    return chisq, df, pvalue, kind


def judged_fit(fit: pd.Series) -> pd.Series:
    """Put what is judged in the place of the unscaled test and indices.

    Parameters
    ----------
    fit : Series
        Fit indices, or a model's row of a comparison.

    Returns
    -------
    Series
        With the same names.

    Examples
    --------
    >>> judged_fit(pd.Series({"chisq": 9.0, "df": 4.0, "pvalue": 0.1, "cfi": 0.9, "cfi_robust": 0.8}))[
    ...     "cfi"]
    np.float64(0.8)
    """
    names = ("cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper")
    chisq, df, pvalue, _ = judged_test(fit)
    own = {name: judged(fit, name) for name in names if name in fit}
    test = {"chisq": chisq, "df": df, "pvalue": pvalue}
    return pd.Series(fit.to_dict() | test | own)
