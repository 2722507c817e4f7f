"""Are answers normal, one by one and together? Mardia, Henze–Zirkler, skewness and kurtosis."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.collinearity import refuse_collinear
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["Normality", "normality"]

MOST_FOR_HZ = 5000
"""Respondents beyond whom Henze–Zirkler's table of all distances grows too large."""
BLOCK = 1000


@dataclass(frozen=True, eq=False, repr=False)
class Normality(Result):
    """What was found of the answers' distribution.

    Attributes
    ----------
    items : DataFrame, index ``item``
        ``n skew skew_se kurtosis kurtosis_se chisq pvalue``: skewness G1 and excess kurtosis G2
        with their standard errors (as SPSS prints them), D'Agostino and Pearson's test of both.
    multivariate : DataFrame, index ``test``
        ``statistic df pvalue estimate``; ``estimate`` is Mardia's coefficient.
    n : int
        Complete respondents, on whom the tests of all items together rest.
    recommendation : str
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.normality(svq.load_dataset("bank"))
    >>> found.multivariate.index[0]
    'Mardia skewness'
    """

    items: pd.DataFrame
    multivariate: pd.DataFrame
    n: int
    recommendation: str
    convention: str = (
        "Mardia's coefficients with the covariances' divisor n − 1, as psych and semTools; Mardia "
        "and MVN divide by n, which makes skewness (n/(n − 1))³ and kurtosis (n/(n − 1))² as large"
    )

    def _title(self) -> str:
        return f"Normality of {len(self.items)} items ({self.n} complete respondents)"

    def _parts(self) -> list[Part]:
        return [
            ("All items together", self.multivariate),
            ("Item by item", self.items),
            ("What it means", self.recommendation),
            ("Convention", self.convention),
        ]


def _shapes(table: pd.DataFrame) -> pd.DataFrame:
    """Skewness and kurtosis without bias under normality, with exact standard errors.

    NaN for items with fewer than eight answers or without variation.
    """
    from scipy.stats.mstats import normaltest

    n = table.notna().sum().to_numpy()
    told = (n >= 8) & (table.nunique() > 1).to_numpy()
    found = pd.DataFrame({"n": n}, index=table.columns.rename("item"))
    found[["skew", "skew_se", "kurtosis", "kurtosis_se", "chisq", "pvalue"]] = np.nan
    if not told.any():
        return found
    some, k = table.loc[:, told], n[told]
    error = np.sqrt(6 * k * (k - 1) / ((k - 2) * (k + 1) * (k + 3)))
    with warnings.catch_warnings():
        # below 20 answers the test is rough, which n beside it says
        warnings.simplefilter("ignore", UserWarning)
        test = normaltest(np.ma.masked_invalid(some.to_numpy(dtype=float)), axis=0)
    found.loc[told, :] = np.column_stack(
        [
            k,
            some.skew().to_numpy(),
            error,
            some.kurt().to_numpy(),
            2 * error * np.sqrt((k**2 - 1) / ((k - 3) * (k + 5))),
            np.asarray(test.statistic),
            np.asarray(test.pvalue),
        ]
    )
    return found


def _mardia(values: np.ndarray) -> pd.DataFrame:
    """Multivariate skewness and kurtosis, a block of rows at a time."""
    from scipy.stats import chi2, norm

    n, p = values.shape
    deviations = values - values.mean(axis=0)
    root = np.linalg.cholesky(deviations.T @ deviations / (n - 1))
    scores = np.linalg.solve(root, deviations.T).T
    cubes = sum(
        float(((scores[at : at + BLOCK] @ scores.T) ** 3).sum()) for at in range(0, n, BLOCK)
    )
    skewness = cubes / n**2
    kurtosis = float(((scores**2).sum(axis=1) ** 2).mean())
    df = p * (p + 1) * (p + 2) / 6
    small = n * (p + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (p + 1) - 6)) / 6
    z = (kurtosis - p * (p + 2)) * np.sqrt(n / (8 * p * (p + 2)))
    rows = {
        "Mardia skewness": (n * skewness / 6, df, chi2.sf(n * skewness / 6, df), skewness),
        "Mardia skewness, small samples": (
            small * skewness,
            df,
            chi2.sf(small * skewness, df),
            skewness,
        ),
        "Mardia kurtosis": (z, np.nan, 2 * norm.sf(abs(z)), kurtosis),
    }
    columns = ["statistic", "df", "pvalue", "estimate"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("test")


def _advice(items: pd.DataFrame, multivariate: pd.DataFrame) -> str:
    skewed = items[(items["skew"].abs() > 2) | (items["kurtosis"].abs() > 7)]
    normal = bool((multivariate["pvalue"] >= 0.05).all())
    if normal:
        return "No test speaks against normality: ML with its usual errors will do."
    said = (
        "The answers are not normal together. Estimates by ML stay usable; tests and errors should "
        'be robust: estimator="MLR", or ordered=True for few categories.'
    )
    if len(skewed):
        names = ", ".join(str(name) for name in skewed.index[:6])
        more = f" and {len(skewed) - 6} more" if len(skewed) > 6 else ""
        said += f" Strongly skewed or peaked: {names}{more} (|skew| > 2 or |kurtosis| > 7)."
    return said


@single_threaded
def normality(items: Any) -> Normality:
    """Test whether answers are normal, item by item and all together.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Each item is judged on those who answered it, all together on complete respondents.

    Returns
    -------
    Normality
        ``.items .multivariate .n .recommendation``

    Raises
    ------
    DataError
        If there are not more complete respondents than items, or items follow from each other.

    Notes
    -----
    With many respondents the tests reject for trifles: look at skewness and kurtosis too. Above
    5000 respondents Henze–Zirkler, whose table of distances grows with n², is left out.

    References
    ----------
    Mardia, K. V. (1970). Measures of multivariate skewness and kurtosis with applications.
    Biometrika, 57, 519–530; small samples: Mardia (1974), Sankhyā B, 36, 115–128. Henze, N., &
    Zirkler, B. (1990). A class of invariant consistent tests for multivariate normality.
    Communications in Statistics: Theory and Methods, 19, 3595–3617 (by pingouin). West, S. G.,
    Finch, J. F., & Curran, P. J. (1995), in Structural equation
    modeling (Hoyle, ed.): beyond 2 in skewness or 7 in kurtosis, ML needs robust errors.

    Examples
    --------
    >>> draw = np.random.default_rng(1)
    >>> found = normality(pd.DataFrame(draw.standard_normal((300, 4)), columns=list("abcd")))
    >>> bool((found.multivariate["pvalue"] > 0.05).all())
    True
    """
    table = as_items(items)
    each = _shapes(table)
    complete, _ = complete_cases(table)
    n, p = complete.shape
    if n <= p:
        raise DataError(
            f"{n} complete respondents for {p} items: tests of all items together need more "
            "respondents than items"
        )
    values = complete.to_numpy(dtype=float)
    spread = values.std(axis=0)
    if (spread <= 1e-12).any():
        name = str(complete.columns[int(np.argmin(spread))])
        raise DataError(f"item {name!r} is constant: everyone gave the same answer", column=name)
    refuse_collinear(np.cov(values.T).reshape(p, p), [str(name) for name in complete.columns], "")
    found = _mardia(values)
    if n <= MOST_FOR_HZ:
        from pingouin import multivariate_normality

        test = multivariate_normality(values)
        found.loc["Henze–Zirkler"] = [float(test.hz), np.nan, float(test.pval), np.nan]
    return Normality(each, found, n, _advice(each, found))
