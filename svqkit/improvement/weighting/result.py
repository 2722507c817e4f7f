"""What every way of weighting returns: weights that sum to 1, and what to know about them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["Weights", "weight_table"]


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Result):
    """Weights, with their origin.

    Attributes
    ----------
    weights : Series (index: indicator)
        Sums to 1.
    table : DataFrame (index: indicator)
        ``weight rank`` and what the method adds (see there).
    method : str
    agreement : Series or None
        Of a panel: ``W``, its test, and what it rests on.
    experts : DataFrame or None (index: expert)
        Of a panel: each expert's fit with the others.
    remarks : tuple of str
        What should be looked at.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.weights_points({"queue": 60, "accuracy": 40}).weights.to_dict()
    {'queue': 0.6, 'accuracy': 0.4}
    """

    weights: pd.Series
    table: pd.DataFrame
    method: str
    agreement: pd.Series | None
    experts: pd.DataFrame | None
    remarks: tuple[str, ...]
    convention: str

    def _title(self) -> str:
        return f"Weights: {self.method}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.table)]
        if self.agreement is not None:
            parts.append(("Agreement of the experts", self.agreement))
        if self.experts is not None:
            parts.append(("Experts", self.experts))
        if self.remarks:
            parts.append(("Remarks", " ".join(self.remarks)))
        return [*parts, ("Convention", self.convention)]


def weight_table(weights: pd.Series) -> pd.DataFrame:
    """Put weights and their ranks in a table, the largest weight with rank 1.

    Parameters
    ----------
    weights : Series
        Sums to 1.

    Returns
    -------
    DataFrame
        ``weight rank``; equal weights share the better rank.

    Examples
    --------
    >>> weight_table(pd.Series({"a": 0.25, "b": 0.75}))["rank"].tolist()
    [2, 1]
    """
    ranks = weights.round(12).rank(ascending=False, method="min").astype(int)
    return pd.DataFrame({"weight": weights, "rank": ranks})
