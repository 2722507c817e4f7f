"""What the reliability analysis returns, and what else follows from its covariances on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from svqkit.psychometrics.lower_bounds import scale_bounds, scale_splits
from svqkit.psychometrics.scale_reliability import Basis
from svqkit.result import Part, Result

__all__ = ["Reliability"]


@dataclass(frozen=True, eq=False, repr=False)
class Reliability(Result):
    """Reliability of scales and of their total.

    Parameters
    ----------
    coefficients : DataFrame (scales in the order given, then "total")
        k, n, alpha, alpha_low, alpha_high, alpha_std, mean_r, lambda6, omega_total, omega_low,
        omega_high, omega_kind, alpha_stratified, omega_hierarchical. The last two are of the
        total only; NaN where a coefficient is not defined, with the reason in ``notes``. With
        polychoric correlations also omega_categorical, of the sum score.
    items : DataFrame (scale, item)
        mean, sd, r_drop, alpha_if_dropped, loading, reverse_suspected.
    notes : Series (scale)
        What a reader of that row must know; only scales that have a note.
    ci_level : float
    bootstrap : int
        Resamples behind the intervals; 0 for the intervals by formula.
    convention : str
        Which coefficient and which interval is shown, in words.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> list(svq.reliability(bank, bank.instrument.mapping).coefficients.index)[-2:]
    ['empathy', 'total']
    """

    coefficients: pd.DataFrame
    items: pd.DataFrame
    notes: pd.Series
    ci_level: float
    bootstrap: int
    convention: str
    _basis: Mapping[str, Basis]

    @cached_property
    def bounds(self) -> pd.DataFrame:
        """Lower bounds to the reliability of each sum score, and how far it is one thing.

        Guttman's lambda1 to lambda6 (lambda3 is alpha; lambda4 the best of all splits, up to 24
        items, otherwise the best found, which lambda4_from says), the greatest lower bound glb
        with the certificate glb_gap (how much higher it could be at most), mean, median and
        standard deviation of the items' correlations, and Revelle & Condon's unidimensional =
        tau × congeneric. On covariances, as SPSS prints the lambdas; psych takes correlations.
        With polychoric correlations they are of the responses behind the categories.
        """
        rows = {
            name: scale_bounds(basis.analysed.cov.to_numpy(), basis.analysed.corr.to_numpy())
            for name, basis in self._basis.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")

    @cached_property
    def splits(self) -> pd.DataFrame:
        """Split-half reliability of each scale, a row a split.

        ``minimum``, ``mean`` and ``maximum`` over all splits into halves (psych::splitHalf's
        coefficient is ``guttman``; for an odd number of items psych visits half of the splits),
        ``odd-even`` and ``first-second`` (SPSS). Columns: splits (how many), r between the
        halves, spearman_brown and guttman (Flanagan's, Rulon's). Beyond 24 items 10,000 random
        splits.
        """
        tables = {
            name: scale_splits(basis.analysed.cov.to_numpy()) for name, basis in self._basis.items()
        }
        return pd.concat(tables, names=["scale", "split"])

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            ("Coefficients", self.coefficients.drop(columns="omega_kind")),
            ("Items", self.items),
        ]
        if len(self.notes):
            parts.append(("Notes", self.notes))
        return [*parts, ("Convention", self.convention)]
