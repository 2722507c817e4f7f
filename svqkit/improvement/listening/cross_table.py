"""Where what is said: classes against process steps, or against segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.listening.feedback import Feedback, chosen, expect_column
from svqkit.result import Part, Result

__all__ = ["FeedbackMap", "feedback_map"]


@dataclass(frozen=True, eq=False, repr=False)
class FeedbackMap(Result):
    """Counts of comments in two directions, and where there are more or fewer than chance explains.

    Attributes
    ----------
    counts, expected, residuals : DataFrame (rows × columns)
        Counts; what they would be if rows and columns had nothing to do with each other; adjusted
        residuals (Haberman 1973), about standard normal then.
    shares : DataFrame
        Counts as shares of their column.
    clear : DataFrame
        Whether a cell's residual differs from 0 after Holm's adjustment for all cells (5 %).
    chi2, df, p, cramers_v : float
    rows, columns, what : str
    sentence, convention : str

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> table = pd.DataFrame({"text": ["a rude man", "a long queue"] * 9, "id": range(18), "step": ["desk", "gate"] * 9})
    >>> heard = svq.classify_feedback(svq.read_feedback(table))
    >>> feedback_map(heard).counts.loc["attitude", "desk"]
    np.int64(9)
    """

    counts: pd.DataFrame
    expected: pd.DataFrame
    residuals: pd.DataFrame
    shares: pd.DataFrame
    clear: pd.DataFrame
    chi2: float
    df: int
    p: float
    cramers_v: float
    rows: str
    columns: str
    what: str
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Feedback: {self.rows} by {self.columns} ({self.what})"

    def _parts(self) -> list[Part]:
        return [
            ("Counts", self.counts),
            ("Adjusted residuals", self.residuals),
            ("Reading", self.sentence),
            ("Convention", self.convention),
        ]


def feedback_map(
    feedback: Feedback,
    rows: str = "class",
    columns: str = "step",
    *,
    where: Mapping[str, Any] | None = None,
) -> FeedbackMap:
    """Cross comments in two directions: a heat map of problems, or a comparison of segments.

    Parameters
    ----------
    feedback : Feedback
        Classified, where ``rows`` or ``columns`` is one of the columns that adds.
    rows, columns : str
        Columns of ``feedback.comments``; ``columns`` may be a segment, such as ``"channel"``.
    where : mapping, optional
        Which comments to count.

    Returns
    -------
    FeedbackMap

    Raises
    ------
    DataError
        If a column is missing, or fewer than two rows or columns have comments.

    Notes
    -----
    Comments are taken as independent: someone who writes thrice counts thrice, and who writes at
    all is nobody's sample of all customers.

    References
    ----------
    Haberman (1973), Biometrics 29, 205–220. Cramér (1946). Holm (1979).

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> feedback_map(heard, "language", "channel").counts.shape
    (3, 5)
    """
    from scipy.stats import chi2 as chi2_of
    from scipy.stats import norm

    table = chosen(feedback, where)
    for name in (rows, columns):
        expect_column(
            table,
            name,
            "; classify_feedback adds class, dimension, topic, polarity and severity",
        )
    if rows == columns:
        raise DataError(f"rows and columns are both {rows!r}; cross it with another column")
    known = table.loc[:, [rows, columns]]
    known = known[known.notna().all(axis=1) & (known != "").all(axis=1)]
    if known.empty:
        raise DataError(f"no comment has both {rows} and {columns}")
    counts = known.value_counts(sort=False).unstack(fill_value=0)
    if min(counts.shape) < 2:
        raise DataError(
            f"{rows} has {counts.shape[0]} and {columns} {counts.shape[1]} values with comments; "
            "a map needs two of each"
        )
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    counts = counts.loc[order, counts.sum().sort_values(ascending=False, kind="stable").index]
    x = counts.to_numpy(dtype=float)
    n = x.sum()
    across, down = x.sum(axis=1, keepdims=True) / n, x.sum(axis=0, keepdims=True) / n
    expected = n * across * down
    residuals = (x - expected) / np.sqrt(expected * (1 - across) * (1 - down))
    chi2 = float(((x - expected) ** 2 / expected).sum())
    df = (x.shape[0] - 1) * (x.shape[1] - 1)
    clear = _holm(2 * norm.sf(np.abs(residuals))) < 0.05

    def framed(values: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(values, index=counts.index, columns=counts.columns)

    cramer = float(np.sqrt(chi2 / (n * (min(x.shape) - 1))))
    left = len(table) - len(known)
    return FeedbackMap(
        counts,
        framed(expected),
        framed(residuals),
        framed(x / x.sum(axis=0, keepdims=True)),
        framed(clear),
        chi2,
        df,
        float(chi2_of.sf(chi2, df)),
        cramer,
        rows,
        columns,
        ", ".join(f"{k} {v}" for k, v in (where or {}).items()) or "all comments",
        _sentence(framed(residuals), framed(clear), counts, expected, left),
        "Pearson's χ² without continuity correction; adjusted residuals (R: chisq.test(x)$stdres), "
        "Holm over all cells.",
    )


def _holm(p: np.ndarray) -> np.ndarray:
    flat = p.ravel()
    order = np.argsort(flat)
    stepped = np.maximum.accumulate(flat[order] * np.arange(len(flat), 0, -1))
    adjusted = np.empty_like(flat)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted.reshape(p.shape)


def _sentence(
    residuals: pd.DataFrame,
    clear: pd.DataFrame,
    counts: pd.DataFrame,
    expected: np.ndarray,
    left: int,
) -> str:
    more: Any = residuals.where(clear & (residuals > 0)).stack().dropna()
    more = more.sort_values(ascending=False)
    top: Any = counts.stack().idxmax()
    said = f"Most comments: {top[0]} × {top[1]} ({counts.loc[top]})."
    if len(more):
        cells = ", ".join(f"{row} × {column}" for row, column in more.index[:4])
        said += f" Clearly more than chance explains: {cells}."
    else:
        said += " No cell has clearly more than chance explains."
    if (expected < 5).mean() > 0.2:
        said += " Many cells expect fewer than 5; take residuals there as rough."
    if left:
        said += f" {left} without one of the two are not counted."
    return said
