"""How far a questionnaire measures one thing: indices of a bifactor solution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.dimensionality.bifactor_formulas import (
    Pattern,
    factor_indices,
    item_shares,
    uncontaminated,
)
from svqkit.psychometrics.dimensionality.bifactor_pattern import (
    measured_items,
    pattern_of_exploration,
    pattern_of_loadings,
    pattern_of_model,
    standardised_loadings,
)
from svqkit.psychometrics.exploratory.efa import EFA
from svqkit.psychometrics.extraction.one_factor import one_factor_ml
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian
from svqkit.psychometrics.validity.convergent import wald_interval
from svqkit.result import Part, Result

__all__ = ["BifactorIndices", "bifactor_indices"]

CONVENTION = (
    "standardised loadings, implied variances (semTools' omegas divide by observed ones); special "
    "factors: omega_h is ωHS; determinacy of regression scores; arpb: mean of |one-factor less "
    "general loading| over |general loading|, the one factor by maximum likelihood from the same "
    "correlations"
)


@dataclass(frozen=True, eq=False, repr=False)
class BifactorIndices(Result):
    """What a general factor and special ones explain.

    ``summary`` (Series) is about the whole, ``factors`` has one row a factor with the general one
    first, ``items`` one row an item.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.bifactor_indices(svq.efa(bank, 5, design=bank.instrument.mapping))
    >>> bool(0 < found.summary["ecv"] < 1)
    True
    """

    summary: pd.Series
    factors: pd.DataFrame
    items: pd.DataFrame
    ci_level: float
    convention: str

    @property
    def sentence(self) -> str:
        """Say in plain words whether one total score can be read as one thing."""
        ecv, omega, puc = (float(self.summary[name]) for name in ("ecv", "omega_h", "puc"))
        text = (
            f"The general factor explains {ecv:.0%} of the common variance (ECV) and {omega:.0%} of "
            f"the variance of the sum of all items (ωH); {puc:.0%} of the pairs of items share no "
            "special factor (PUC). "
        )
        if omega > 0.70 and (puc > 0.80 or ecv > 0.60):
            return text + (
                "By the guide of Reise, Scheines, Widaman & Haviland (2013) a score of all items "
                "stands mainly for the general factor; that is no proof that one factor fits."
            )
        return text + (
            "By the guide of Reise, Scheines, Widaman & Haviland (2013: ωH above .70, with ECV "
            "above .60 or PUC above .80) the special factors are too strong for one score to stand "
            "for all items."
        )

    def _title(self) -> str:
        return "Bifactor indices"

    def _parts(self) -> list[Part]:
        errors = [name for name in self.factors if str(name).endswith("_se")]
        return [
            ("", self.sentence),
            ("Whole", self.summary),
            ("Factors", self.factors.drop(columns=errors)),
            ("Items", self.items),
            ("Convention", self.convention),
        ]


def bifactor_indices(
    source: CFA | EFA | pd.DataFrame,
    *,
    unidimensional: pd.Series | None = None,
    ci: float = 0.95,
) -> BifactorIndices:
    """Compute ECV, PUC, omega hierarchical and their kin from a bifactor solution.

    Parameters
    ----------
    source : CFA, EFA or DataFrame
        A fitted bifactor model of one group (one factor with all items, orthogonal factors); an
        exploratory solution with three or more oblique factors, which is turned by Schmid and
        Leiman and each item given to its strongest special factor; or standardised loadings
        (items × factors, zeros where an item does not load).
    unidimensional : Series, optional
        Loadings of a one-factor model for the relative bias; with a CFA or EFA computed when
        absent, with loadings left out when absent.
    ci : float
        Level of the intervals, which a CFA has.

    Returns
    -------
    BifactorIndices
        ``.summary`` (ecv, omega, omega_h, relative_omega, puc, arpb), ``.factors`` (index factor,
        the general one first: items ecv_own ecv_whole ecv_general omega omega_h relative_omega h
        determinacy and, from a CFA, _se _low _high of each), ``.items`` (index item: general,
        special, strongest, iecv, unidimensional, relative_bias), ``.sentence``.

    Raises
    ------
    ModelError
        If no factor has all items, factors correlate, the model has groups, or an exploratory
        solution has fewer than three factors.
    DataError
        If loadings are not numbers, or an item's exceed its variance.
    TypeError, ValueError
        If the source or ``ci`` is none.

    References
    ----------
    Rodriguez, A., Reise, S. P., & Haviland, M. G. (2016). Evaluating bifactor models: Calculating
    and interpreting statistical indices. Psychological Methods, 21, 137–150. Schmid, J., & Leiman,
    J. M. (1957). The development of hierarchical factor solutions. Psychometrika, 22, 53–61.
    Stucky, B. D., & Edelen, M. O. (2015), for I-ECV. Names elsewhere: ecv_own is ECV_SS,
    ecv_whole ECV_SG, ecv_general ECV_GS in Dueber's calculator.

    Examples
    --------
    >>> loadings = pd.DataFrame({"g": [0.6] * 6, "a": [0.5] * 3 + [0] * 3, "b": [0] * 3 + [0.5] * 3})
    >>> bifactor_indices(loadings).summary[["ecv", "puc"]].round(3).tolist()
    [0.59, 0.6]
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci={ci!r} must lie between 0 and 1, for example 0.95")
    if isinstance(source, CFA):
        pattern, items, names = pattern_of_model(source)
    elif isinstance(source, EFA):
        pattern, items, names = pattern_of_exploration(source)
    elif isinstance(source, pd.DataFrame):
        pattern, items, names = pattern_of_loadings(source)
    else:
        raise TypeError(
            f"bifactor_indices takes a CFA, an EFA or loadings, not {type(source).__name__}"
        )
    found = factor_indices(pattern)
    factors = pd.DataFrame(found, index=pd.Index(names, name="factor"))
    factors.insert(0, "items", pattern.members.sum(axis=0))
    if isinstance(source, CFA):
        factors = factors.join(_intervals(source, pattern, found, ci).set_axis(factors.index))
    order = [pattern.general, *(k for k in range(len(names)) if k != pattern.general)]
    factors = factors.iloc[order]
    if unidimensional is None and not isinstance(source, pd.DataFrame):
        unidimensional = _one_factor(source, items)
    table = _item_table(pattern, items, names, unidimensional)
    whole = factors.iloc[0]
    summary = {
        "ecv": whole["ecv_own"],
        **{name: whole[name] for name in ("omega", "omega_h", "relative_omega")},
        "puc": uncontaminated(pattern.members, pattern.general),
        "arpb": table["relative_bias"].mean(),
    }
    return BifactorIndices(
        pd.Series(summary, name="value").astype(float), factors, table, ci, CONVENTION
    )


def _intervals(
    fit: CFA, pattern: Pattern, points: dict[str, np.ndarray], level: float
) -> pd.DataFrame:
    """Delta-method errors and intervals of every index of every factor."""
    p = len(fit.items)
    at = measured_items(fit)

    def everything(x: np.ndarray) -> np.ndarray:
        state = fit.problem.groups[0].state(x)
        unique = (np.diag(state.spread)[:p] / np.diag(state.total)[:p])[at]
        moved = pattern._replace(loadings=standardised_loadings(state)[at], unique=unique)
        return np.concatenate(list(factor_indices(moved).values()))

    slopes = complex_jacobian(everything, fit.found.x)
    variance = ((slopes @ fit.vcov_free) * slopes).sum(axis=1).reshape(len(points), -1)
    tables = [
        wald_interval(values, spread, level).add_prefix(f"{name}_")
        for (name, values), spread in zip(points.items(), variance, strict=True)
    ]
    return pd.concat(tables, axis=1)


def _one_factor(source: CFA | EFA, items: list[str]) -> pd.Series:
    """Standardised loadings of one factor, by maximum likelihood from the same correlations."""
    if isinstance(source, EFA):
        R = source.correlation.loc[items, items].to_numpy()
    else:
        at = [source.items.index(name) for name in items]
        covariance = source.problem.samples[0].covariance[np.ix_(at, at)]
        sd = np.sqrt(np.diag(covariance))
        R = covariance / np.outer(sd, sd)
    return pd.Series(one_factor_ml(R[None]).loadings[0], index=items)


def _item_table(
    pattern: Pattern, items: list[str], names: list[str], unidimensional: pd.Series | None
) -> pd.DataFrame:
    general = pattern.loadings[:, pattern.general]
    others = np.where(pattern.members, pattern.loadings, 0.0)
    others[:, pattern.general] = 0.0
    strongest = np.abs(others).argmax(axis=1)
    rows = np.arange(len(items))
    none = others[rows, strongest] == 0
    table = pd.DataFrame(
        {
            "general": general,
            "special": np.where(none, np.nan, others[rows, strongest]),
            "strongest": [None if n else names[k] for k, n in zip(strongest, none, strict=True)],
            "iecv": item_shares(pattern),
        },
        index=pd.Index(items, name="item"),
    )
    one = np.full(len(items), np.nan)
    if unidimensional is not None:
        missing = [name for name in items if name not in unidimensional.index]
        if missing:
            raise DataError(f"unidimensional has no loading of {missing[0]!r}", row=missing[0])
        one = unidimensional.loc[items].to_numpy(dtype=float)
        one = one if np.sum(one * general) >= 0 else -one
    table["unidimensional"] = one
    table["relative_bias"] = np.abs(one - general) / np.abs(general)
    return table
