"""Do the items share enough to be worth factoring? KMO, MSA and Bartlett's test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.psychometrics.correlations.correlation import regular_correlation
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["Factorability", "factorability"]


@dataclass(frozen=True, eq=False, repr=False)
class Factorability(Result):
    """Sampling adequacy of a set of items.

    Parameters
    ----------
    kmo : float
        Kaiser-Meyer-Olkin measure, 0 to 1.
    msa : Series (items)
        The same for each item.
    bartlett_chisq, bartlett_p, determinant : float
        Bartlett's test is NaN where only a matrix was given, without n.
    bartlett_df : int
    n : int or None
    correlation : DataFrame (items × items)
    correlation_method : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.factorability(svq.load_dataset("bank")).bartlett_df
    231
    """

    kmo: float
    msa: pd.Series
    bartlett_chisq: float
    bartlett_df: int
    bartlett_p: float
    determinant: float
    n: int | None
    correlation: pd.DataFrame
    correlation_method: str

    def _title(self) -> str:
        return "Factorability" + (f", n = {self.n}" if self.n else ", n not given")

    def _parts(self) -> list[Part]:
        small = f"p = {self.bartlett_p:.3f}" if self.bartlett_p >= 0.001 else "p < .001"
        test = f"χ² = {self.bartlett_chisq:.1f}, df = {self.bartlett_df}, {small}"
        if self.n is None:
            test = "not defined: only a matrix was given; svq.moments(matrix, n=…) takes n with it"
        parts: list[Part] = [
            ("KMO", f"{self.kmo:.3f}"),
            ("Bartlett's test", test),
            ("Determinant", f"{self.determinant:.3g}"),
            ("Sampling adequacy of each item", self.msa),
        ]
        if self.correlation_method == "polychoric":
            sentence = "Bartlett's test only describes: polychorics err more than it knows."
            parts.append(("Polychoric correlations", sentence))
        return parts


@single_threaded
def factorability(items: Any, *, correlation: str = "pearson") -> Factorability:
    """Measure whether the correlations are worth a factor analysis.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses, Moments or a correlation matrix
    correlation : {"pearson", "spearman", "polychoric"}

    Returns
    -------
    Factorability
        ``.kmo .msa .bartlett_chisq .bartlett_df .bartlett_p .determinant .n .correlation``

    Raises
    ------
    DataError
        If an item is constant, items determine each other, or there are no more complete
        respondents than items.
    ValueError
        If the kind of correlation is unknown.

    Notes
    -----
    KMO = Σr² / (Σr² + Σq²) over off-diagonal correlations r and partial correlations q (Kaiser &
    Rice 1974, *Educational and Psychological Measurement* 34, 111-117). Bartlett (1951):
    χ² = −(n − 1 − (2p + 5)/6) ln|R| with p(p − 1)/2 degrees of freedom. Tested against
    ``psych::KMO``, ``psych::cortest.bartlett`` and factor_analyzer.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5], "c": [1, 3, 2, 5, 4]})
    >>> round(factorability(answers).kmo, 3)
    0.328
    """
    found = regular_correlation(items, correlation, purpose="factorability")
    R = found.values
    p = len(R)
    inverse = np.linalg.inv(R)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    shared, own = R**2, partial**2
    np.fill_diagonal(shared, 0)
    np.fill_diagonal(own, 0)
    log_determinant = float(np.linalg.slogdet(R)[1])
    n = np.nan if found.n is None else found.n
    chisq = -(n - 1 - (2 * p + 5) / 6) * log_determinant
    df = p * (p - 1) // 2
    return Factorability(
        kmo=_adequacy(shared.sum(), own.sum()),
        msa=pd.Series(
            [_adequacy(s, o) for s, o in zip(shared.sum(axis=0), own.sum(axis=0), strict=True)],
            index=found.matrix.columns,
            name="msa",
        ),
        bartlett_chisq=chisq,
        bartlett_df=df,
        bartlett_p=float(chdtrc(df, chisq)),
        determinant=float(np.exp(log_determinant)),
        n=found.n,
        correlation=found.matrix,
        correlation_method=correlation,
    )


def _adequacy(shared: float, own: float) -> float:
    """Share of plain in plain plus partial squared correlations; ½ where both vanish."""
    return float(shared / (shared + own)) if shared + own > 0 else 0.5
