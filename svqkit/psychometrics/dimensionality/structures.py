"""One factor, correlated factors, second order or bifactor: the structures of a set of scales."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.comparison.readable_fit import readable_differences, readable_fit
from svqkit.psychometrics.data.answers import as_items, check_dimensions
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.dimensionality.bifactor import BifactorIndices, bifactor_indices
from svqkit.psychometrics.dimensionality.model_texts import (
    bifactor_model,
    correlated_model,
    merged_model,
    one_factor_model,
    second_order_model,
)
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.convergent import higher_order
from svqkit.result import Part, Result

__all__ = ["Structures", "compare_structures"]

CORRELATED = "correlated factors"
MERGE = ("closest", "all", "none")
DECISIVE = 10.0
"""Difference of BIC that Raftery (1995) calls very strong."""


@dataclass(frozen=True, eq=False, repr=False)
class Structures(Result):
    """Competing structures of the same items, one row each.

    ``fits`` holds the fitted models, ``bifactor`` the indices of the bifactor model (None where
    it was not fitted), ``not_fitted`` the reasons why a structure is absent.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.compare_structures(bank, bank.instrument.mapping)
    >>> found.table["bic"].idxmin() in found.fits
    True
    """

    table: pd.DataFrame
    fits: dict[str, CFA]
    bifactor: BifactorIndices | None
    not_fitted: dict[str, str]
    convention: str

    @property
    def sentence(self) -> str:
        """Say which structure the data favour, and whether a total score can be read as one."""
        bic = self.table["bic"].dropna().sort_values()
        if len(bic) < 2:
            return "There are not two structures with a BIC to compare."
        best, next_best = (str(name) for name in bic.index[:2])
        gap = float(bic.iloc[1] - bic.iloc[0])
        how = "very clearly" if gap > DECISIVE else "not clearly"
        text = f"BIC favours {best}, {how} (Δ = {gap:.1f} to {next_best})."
        flawed = [str(name) for name in self.table.index[~self.table["admissible"]]]
        if flawed:
            text += f" Inadmissible estimates: {', '.join(flawed)}."
        if self.bifactor is None:
            return text
        return f"{text} In the bifactor model: {self.bifactor.sentence}"

    def _title(self) -> str:
        return "Structures compared"

    def _parts(self) -> list[Part]:
        own = [name for name in ("omega_h", "ecv", "puc", "admissible") if name in self.table]
        shown = readable_fit(self.table).join(self.table[own])
        parts: list[Part] = [("", self.sentence), ("Fit", shown)]
        differences = readable_differences(self.table, "compared_with", "nested")
        if len(differences):
            parts.append(("Differences", differences))
        parts += [(f"Not fitted: {name}", reason) for name, reason in self.not_fitted.items()]
        return [*parts, ("Convention", self.convention)]


@single_threaded
def compare_structures(
    items: Any,
    scales: Mapping[str, Sequence[str]],
    *,
    merge: str | Sequence[Sequence[str]] = "closest",
    general: str = "general",
    **options: Any,
) -> Structures:
    """Fit one factor, correlated factors, second order and bifactor, and compare them.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
    scales : mapping of factor to item names
        Two or more.
    merge : {"closest", "all", "none"} or pairs of factors
        Which pairs are also tried as one factor: the two that correlate most, every pair, none,
        or those named. With two factors merging is the one factor.
    general : str
        Name of the factor of all items.
    **options
        To ``cfa``: estimator, missing, ordered …

    Returns
    -------
    Structures
        ``.table`` (index model; the columns of ``compare_models`` against the correlated factors,
        then omega_h, ecv, puc and admissible), ``.fits``, ``.bifactor``, ``.not_fitted``,
        ``.sentence``.

    Raises
    ------
    DataError
        If there are fewer than two scales, or a scale names an absent item.
    ValueError
        If ``merge`` is unknown or names no scale.
    ModelError
        If ``general`` is the name of a scale or an item.

    Notes
    -----
    Second order needs three factors, and with three it fits like the correlated ones; bifactor
    needs three items a scale. omega_h is the general factor's share of the variance of the sum of
    all items: implied variance for bifactor, observed for second order. A bifactor model fits
    better almost by its flexibility (Murray & Johnson 2013), so its indices, not its χ², say
    whether one score will do.

    Examples
    --------
    >>> r = 0.3 + 0.3 * np.kron(np.eye(3), np.ones((3, 3))) + 0.4 * np.eye(9)
    >>> r = pd.DataFrame(r, list("abcdefghi"), list("abcdefghi"))
    >>> scales = {"x": list("abc"), "y": list("def"), "z": list("ghi")}
    >>> found = compare_structures(Moments.from_covariance(r, n=300), scales, merge="none")
    >>> found.table["df"].astype(int).to_dict()
    {'correlated factors': 24, 'one factor': 27, 'second order': 24, 'bifactor': 18}
    """
    columns = items.columns if isinstance(items, Moments) else as_items(items).columns
    mapping = check_dimensions(scales, list(columns))
    if len(mapping) < 2:
        raise DataError("structures compare two scales or more")
    if general in mapping or general in columns:
        raise ModelError(f"general={general!r} is the name of a scale or item; choose another")
    pairs = _pairs(merge, list(mapping))
    not_fitted: dict[str, str] = {}
    fits: dict[str, CFA] = {CORRELATED: cfa(items, correlated_model(mapping), **options)}

    def attempt(name: str, write: Callable[[], str], reason: str = "") -> None:
        if reason:
            not_fitted[name] = reason
            return
        try:
            fits[name] = cfa(items, write(), **options)
        except (ConvergenceError, ModelError) as error:
            not_fitted[name] = str(error)

    attempt("one factor", lambda: one_factor_model(mapping, general))
    if pairs is None:
        pairs = [_closest(fits[CORRELATED])]
    for pair in pairs if len(mapping) > 2 else []:
        attempt(f"{' + '.join(pair)} merged", lambda pair=pair: merged_model(mapping, pair))  # type: ignore[misc]
    few = "" if len(mapping) > 2 else "a factor of factors needs three of them"
    attempt("second order", lambda: second_order_model(mapping, general), few)
    small = [name for name, names in mapping.items() if len(names) < 3]
    few = f"{small[0]!r} has fewer than three items" if small else ""
    attempt("bifactor", lambda: bifactor_model(mapping, general), few)
    compared = compare_models(fits)
    table = compared.table.assign(omega_h=np.nan, ecv=np.nan, puc=np.nan)
    indices = bifactor_indices(fits["bifactor"]) if "bifactor" in fits else None
    if indices is not None:
        for name in ("omega_h", "ecv", "puc"):
            table.loc["bifactor", name] = indices.summary[name]
    if "second order" in fits:
        share = higher_order(fits["second order"], 0.95)["omega"]
        table.loc["second order", "omega_h"] = float(share.loc[general])
    table["admissible"] = [not fit.warnings for fit in fits.values()]
    return Structures(table, fits, indices, not_fitted, compared.convention)


def _pairs(merge: Any, names: list[str]) -> list[tuple[str, ...]] | None:
    """List the pairs to merge; None where the data say which is closest."""
    if isinstance(merge, str):
        if merge not in MERGE:
            raise ValueError(
                f"merge={merge!r} is unknown; choose from {', '.join(MERGE)}, or pairs"
            )
        if merge == "closest":
            return None
        return list(combinations(names, 2)) if merge == "all" else []
    pairs = [tuple(pair) for pair in merge]
    unknown = [name for pair in pairs for name in pair if name not in names]
    if unknown:
        raise ValueError(f"merge names {unknown[0]!r}, which is no scale")
    return pairs


def _closest(fit: CFA) -> tuple[str, ...]:
    size = np.abs(fit.factor_correlations.to_numpy()) * ~np.eye(len(fit.factors), dtype=bool)
    first, second = sorted(int(k) for k in np.unravel_index(size.argmax(), size.shape))
    return fit.factors[first], fit.factors[second]
