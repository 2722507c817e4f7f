"""What the reliability analysis returns, and what else follows from its covariances on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.lower_bounds import scale_bounds, scale_splits
from svqkit.psychometrics.reliability.scale_reliability import Basis
from svqkit.psychometrics.reliability.schmid_leiman import SchmidLeiman
from svqkit.psychometrics.reliability.schmid_leiman_tables import group_table, loadings_table
from svqkit.psychometrics.reliability.score_precision import score_precision
from svqkit.result import Part, Result

__all__ = ["Reliability"]


@dataclass(frozen=True, eq=False, repr=False)
class Reliability(Result):
    """Reliability of scales and of their total.

    Parameters
    ----------
    coefficients : DataFrame (scales in the order given, then "total")
        k, n, alpha, alpha_low, alpha_high, alpha_std, mean_r, lambda6, omega_total, omega_low,
        omega_high, omega_kind, coefficient_h, alpha_stratified, omega_hierarchical. The last two
        are of the total only; NaN where a coefficient is not defined, with the reason in
        ``notes``. With polychoric correlations also omega_categorical, of the sum score. With a
        bootstrap the last three have _low and _high too.
    items : DataFrame (scale, item)
        mean, sd, r_drop, alpha_if_dropped, loading, reverse_suspected.
    notes : Series (scale)
        What a reader of that row must know; only scales that have a note.
    ci_level : float
    bootstrap : int
        Resamples behind the intervals; 0 for the intervals by formula.
    convention : str
        Which coefficient and which interval is shown, in words.
    conventions : Series (coefficient)
        The same for each coefficient: which omega it is, by which model.
    interval : str
        feldt, bonett, duhachek, delta, percentile or bca.

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
    conventions: pd.Series
    interval: str
    _basis: Mapping[str, Basis]
    _solution: SchmidLeiman | None
    _bound_ends: Mapping[str, Mapping[str, float]]

    @cached_property
    def bounds(self) -> pd.DataFrame:
        """Lower bounds to the reliability of each sum score, and how far it is one thing.

        Guttman's lambda1 to lambda6 (lambda3 is alpha; lambda4 the best of all splits, up to 24
        items, otherwise the best found, which lambda4_from says), the greatest lower bound glb
        with the certificate glb_gap (how much higher it could be at most), mean, median and
        standard deviation of the items' correlations, and Revelle & Condon's unidimensional =
        tau × congeneric. On covariances, as SPSS prints the lambdas; psych takes correlations.
        With polychoric correlations they are of the responses behind the categories. A bootstrap
        adds intervals of lambda2, lambda6 and mean_r (_low, _high).
        """
        rows = {
            name: scale_bounds(basis.analysed.cov.to_numpy(), basis.analysed.corr.to_numpy())
            | dict(self._bound_ends[name])
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

    @cached_property
    def precision(self) -> pd.DataFrame:
        """How precise single respondents' scores are, a row a scale.

        sd of the sum score, the reliability it is judged by and which coefficient that is
        (reliability_from: omega_total of a scale, omega_categorical with polychoric correlations,
        stratified alpha of the total, else raw alpha), sem, its standard error of measurement,
        and sdc, the smallest detectable change at ``ci_level``; with ``_mean`` for the mean of
        the items instead of their sum.
        """
        rows = {name: self._precision_of(name) for name in self._basis}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")

    def _precision_of(self, name: str) -> dict[str, float | str]:
        observed = self._basis[name].observed
        row: Any = self.coefficients.loc[name]
        S = observed.cov.to_numpy()
        raw = float(alpha(S))
        ordinal = "omega_categorical" in self.coefficients
        chosen, source = raw, "alpha"
        if ordinal and np.isfinite(row["omega_categorical"]):
            chosen, source = float(row["omega_categorical"]), "omega_categorical"
        elif not ordinal and np.isfinite(row["alpha_stratified"]):
            chosen, source = float(row["alpha_stratified"]), "alpha_stratified"
        elif not ordinal and "one-factor" in row["omega_kind"]:
            chosen, source = float(row["omega_total"]), "omega_total"
        sd, k = float(np.sqrt(S.sum())), len(S)
        sem, sdc = score_precision(sd, chosen, self.ci_level)
        return {
            "sd": sd,
            "reliability": chosen,
            "sem": sem,
            "sdc": sdc,
            "sd_mean": sd / k,
            "sem_mean": sem / k,
            "sdc_mean": sdc / k,
            "reliability_from": source if np.isfinite(chosen) else "",
        }

    @cached_property
    def schmid_leiman(self) -> pd.DataFrame | None:
        """Loadings of the total's items on the general factor and on the group factors.

        Columns general, one for each group factor, communality, uniqueness and p2 (the general
        factor's share of the communality). None for one scale, or where it is not defined.
        """
        if self._solution is None or not np.isfinite(self._solution.general).all():
            return None
        return loadings_table(self._solution, list(self._basis["total"].analysed.columns))

    @cached_property
    def group_factors(self) -> pd.DataFrame | None:
        """Omegas of the general factor and of each group factor of the total (psych::omega).

        For ``general`` of all items, for a group factor of the items that load on it most:
        omega_total, omega_general (hierarchical), omega_group (of the group factor alone) and ecv,
        the share of common variance; scale names where the items come from. None for one scale, or where it is not defined.
        """
        if self._solution is None or not np.isfinite(self._solution.general).all():
            return None
        analysed = self._basis["total"].analysed
        scales = {n: list(b.observed.columns) for n, b in self._basis.items() if n != "total"}
        R = analysed.corr.to_numpy()
        return group_table(self._solution, R, list(analysed.columns), scales)

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            (
                "Coefficients",
                self.coefficients.drop(columns="omega_kind").dropna(axis=1, how="all"),
            ),
            ("Items", self.items),
        ]
        if len(self.notes):
            parts.append(("Notes", self.notes))
        if self.group_factors is not None:
            parts.append(("Group factors of the total", self.group_factors))
        return [*parts, ("Convention", self.convention)]
