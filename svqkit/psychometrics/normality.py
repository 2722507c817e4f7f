"""Are answers normal, one by one and together? Mardia, Henze–Zirkler, skewness and kurtosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.collinearity import refuse_collinear
from svqkit.psychometrics.data.shape_tests import henze_zirkler, item_shapes
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["Normality", "normality"]

MOST_FOR_HZ = 5000
"""Respondents beyond whom Henze–Zirkler's table of all distances grows too large."""
BLOCK = 1000
SHAPES = ("skew", "skew_se", "kurtosis", "kurtosis_se", "chisq", "pvalue")


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
    values = table.to_numpy(dtype=float)
    n = (~np.isnan(values)).sum(axis=0)
    ordered = np.sort(values, axis=0)  # missing answers come last
    last = ordered[np.maximum(n - 1, 0), np.arange(values.shape[1])]
    told = (n >= 8) & (last > ordered[0])
    k = n[told].astype(float)
    found = {name: np.full(len(n), np.nan) for name in SHAPES}
    if told.any():
        shapes = item_shapes(values[:, told])
        error = np.sqrt(6 * k * (k - 1) / ((k - 2) * (k + 1) * (k + 3)))
        wider = 2 * error * np.sqrt((k**2 - 1) / ((k - 3) * (k + 5)))
        for name, numbers in zip(
            SHAPES,
            (shapes.skew, error, shapes.kurtosis, wider, shapes.chisq, shapes.pvalue),
            strict=True,
        ):
            found[name][told] = numbers
    return pd.DataFrame({"n": n, **found}, index=table.columns.rename("item"))


def _scores(values: np.ndarray) -> np.ndarray:
    """Deviations from the means, in units that make their covariances the identity."""
    deviations = values - values.mean(axis=0)
    root = np.linalg.cholesky(deviations.T @ deviations / (len(values) - 1))
    return np.ascontiguousarray(np.linalg.solve(root, deviations.T).T)


def _mardia(scores: np.ndarray) -> pd.DataFrame:
    """Multivariate skewness and kurtosis, a block of rows at a time."""
    n, p = scores.shape
    cubes = 0.0
    for at in range(0, n, BLOCK):
        products = scores[at : at + BLOCK] @ scores.T
        cubes += float(np.einsum("ij,ij,ij->", products, products, products))
    skewness = cubes / n**2
    kurtosis = float(((scores**2).sum(axis=1) ** 2).mean())
    df = p * (p + 1) * (p + 2) / 6
    small = n * (p + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (p + 1) - 6)) / 6
    z = (kurtosis - p * (p + 2)) * np.sqrt(n / (8 * p * (p + 2)))
    rows = {
        "Mardia skewness": (n * skewness / 6, df, float(chdtrc(df, n * skewness / 6)), skewness),
        "Mardia skewness, small samples": (
            small * skewness,
            df,
            float(chdtrc(df, small * skewness)),
            skewness,
        ),
        "Mardia kurtosis": (z, np.nan, 2 * float(ndtr(-abs(z))), kurtosis),
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
    Communications in Statistics: Theory and Methods, 19, 3595–3617. West, S. G.,
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
    complete, _ = complete_cases(table)
    n, p = complete.shape
    if p == 0:
        raise DataError("there are no items: the table has no columns")
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
    scores = _scores(values)
    each, found = _shapes(table), _mardia(scores)
    if n <= MOST_FOR_HZ:
        statistic, pvalue = henze_zirkler(scores * np.sqrt(n / (n - 1)))
        found.loc["Henze–Zirkler"] = [statistic, np.nan, pvalue, np.nan]
    return Normality(each, found, n, _advice(each, found))
