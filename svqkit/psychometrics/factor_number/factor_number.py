"""How many factors? Many rules side by side, where they agree and where they do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.correlations.correlation import regular_correlation
from svqkit.psychometrics.factor_number.factor_fits import factor_fits, most_factors, rules_of_fit
from svqkit.psychometrics.factor_number.factor_number_result import FactorNumber
from svqkit.psychometrics.factor_number.parallel_analysis import (
    KINDS,
    component_eigenvalues,
    factor_eigenvalues,
    unrelated_correlations,
)
from svqkit.psychometrics.factor_number.partial_correlations import average_partials
from svqkit.psychometrics.factor_number.scree import (
    acceleration,
    empirical_kaiser,
    leading,
    optimal_coordinates,
)
from svqkit.psychometrics.threads import single_threaded

__all__ = ["FactorNumber", "n_factors"]

USUALLY_ENOUGH = 8
USUAL_PERCENTILE = 95
FITTED = ("ml", "minres")
LARGE_SAMPLES = " (above 5000 respondents their large-sample equivalent)"


@single_threaded
def n_factors(
    items: Any,
    *,
    draws: int = 100,
    correlation: str = "pearson",
    seed: int | None = None,
    percentile: float | str = 95,
    random: str = "normal",
    method: str = "ml",
    max_factors: int | None = None,
    comparison_data: int = 0,
    progress: bool = True,
) -> FactorNumber:
    """Suggest how many factors the items need, by many rules.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments (with tables for polychoric)
    draws : int
        Random correlation matrices for parallel analysis; 100 or more to rely on.
    correlation : {"pearson", "spearman", "polychoric"}
    seed : int, optional
        Repeats everything random exactly.
    percentile : float or "mean"
        Of the random eigenvalues, which a factor must exceed; 50 to below 100. "mean" is Horn's
        (1965) own rule, which keeps more factors.
    random : {"normal", "shuffled"}
        Random data are normal, or the items' own answers shuffled (always so for polychoric
        correlations).
    method : {"ml", "minres"}
        Extraction of the solutions whose fit is compared.
    max_factors : int, optional
        Solutions to compare; by default 8, or three more than parallel analysis suggests, as far
        as degrees of freedom allow.
    comparison_data : int
        Samples of comparison data for each number of factors (Ruscio & Roche 2012 draw 500); 0
        leaves this slower rule out. Needs the answers.
    progress : bool
        Show how far the comparison data are.

    Returns
    -------
    FactorNumber
        ``.suggestions .consensus .agreement .eigenvalues .fits .rules .settings .without``

    Raises
    ------
    DataError
        If an item is constant, items determine each other, there are no more complete respondents
        than items, or a matrix is given without its number of respondents.
    ValueError
        If an option is unknown or out of its range.

    Notes
    -----
    Horn (1965); Velicer (1976); Velicer, Eaton & Fava (2000); Kaiser (1960); Braeken & van Assen
    (2017); Raîche et al. (2013); Lorenzo-Seva, Timmerman & Kiers (2011); Preacher, Zhang, Kim & Mels
    (2013); Revelle & Rocklin (1979); Ruscio & Roche (2012). ``psych::fa.parallel`` compares with the
    mean instead of the 95th percentile when it is given a correlation matrix; here the rule is one.
    psych's MAP starts at one component, ours at none (O'Connor 2000).

    Examples
    --------
    >>> from svqkit.psychometrics.moments import Moments
    >>> l = np.array([0.8, 0.7, 0.6, 0.7, 0.8])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> names = list("abcde")
    >>> found = n_factors(Moments.from_correlation(pd.DataFrame(R, names, names), 200), seed=1)
    >>> found.consensus
    (1,)
    """
    _check_options(draws, percentile, random, method, max_factors, comparison_data)
    found = regular_correlation(items, correlation, purpose="finding the number of factors")
    R = found.values
    n, p = found.known_n("finding the number of factors"), len(R)
    kind = "shuffled" if correlation == "polychoric" else random
    rng = np.random.default_rng(seed)
    drawn = unrelated_correlations(items, p, n, draws, kind=kind, correlation=correlation, rng=rng)
    share = USUAL_PERCENTILE if isinstance(percentile, str) else percentile
    table = _eigenvalue_table(R, n, drawn, share)
    partials = {"MAP": average_partials(R, 2), "MAP4": average_partials(R, 4)}
    for name, values in partials.items():
        table[name.lower()] = np.append(values[1:], np.nan)
    suggestions = _rules_of_eigenvalues(table, "mean" if percentile == "mean" else f"{share:g}")
    suggestions |= {name: int(np.nanargmin(values)) for name, values in partials.items()}
    parallel = max(suggestions["parallel (factors)"], suggestions["parallel (components)"])
    most = most_factors(p)
    most = min(most, max(USUALLY_ENOUGH, parallel + 3) if max_factors is None else max_factors)
    hull_up_to = min(most, max(parallel + 1, 3))
    fits = factor_fits(R, n, most, method, hull_up_to)
    by_fit, without = rules_of_fit(fits, hull_up_to)
    suggestions |= by_fit
    settings = {
        "correlation": correlation,
        "respondents": n,
        "random data": KINDS[kind] + (LARGE_SAMPLES if correlation == "polychoric" else ""),
        "draws": draws,
        "percentile": percentile,
        "seed": seed,
        "extraction": method,
        "solutions compared": f"0 to {most} factors",
        "hull drawn over": f"0 to {hull_up_to} factors",
    }
    comparison = None
    if comparison_data:
        from svqkit.psychometrics.factor_number.comparison_data import compare_with_known_factors

        comparison = compare_with_known_factors(
            items, correlation, most, comparison_data, rng, progress=progress
        )
        suggestions["comparison data"] = comparison.factors
        settings["comparison samples"] = comparison_data
    return FactorNumber(
        suggestions=pd.Series(suggestions, name="factors", dtype=int),
        eigenvalues=table,
        fits=fits,
        map_zero=pd.Series({name: values[0] for name, values in partials.items()}),
        comparison=None if comparison is None else comparison.table,
        settings=pd.Series(settings, name="setting", dtype=object),
        without=without,
        draws=draws,
        n=n,
        seed=seed,
        correlation_method=correlation,
    )


def _check_options(
    draws: int,
    percentile: float | str,
    random: str,
    method: str,
    max_factors: int | None,
    comparison_data: int,
) -> None:
    if draws < 1:
        raise ValueError(f"draws must be at least 1 (100 or more to rely on), not {draws}")
    in_range = not isinstance(percentile, str) and 50 <= percentile < 100
    if percentile != "mean" and not in_range:
        raise ValueError(f"percentile must be from 50 to below 100, or 'mean', not {percentile!r}")
    if random not in KINDS:
        raise ValueError(f"random {random!r} is unknown; choose from {', '.join(KINDS)}")
    if method not in FITTED:
        raise ValueError(f"method {method!r} is unknown; choose from {', '.join(FITTED)}")
    if max_factors is not None and max_factors < 1:
        raise ValueError(f"max_factors must be at least 1, not {max_factors}")
    if comparison_data and comparison_data < 10:
        raise ValueError(
            f"comparison_data must be 0, or at least 10 samples (500 to rely on), not "
            f"{comparison_data}"
        )


def _eigenvalue_table(R: np.ndarray, n: int, drawn: np.ndarray, percentile: float) -> pd.DataFrame:
    table: dict[str, np.ndarray] = {}
    for kind, eigenvalues in (
        ("components", component_eigenvalues),
        ("factors", factor_eigenvalues),
    ):
        table[kind], *rest = eigenvalues(np.concatenate([R[None], drawn]))
        unrelated = np.array(rest)
        table[f"{kind}_random_mean"] = unrelated.mean(axis=0)
        table[f"{kind}_random_{percentile:g}"] = np.quantile(unrelated, percentile / 100, axis=0)
    components = table["components"]
    table["empirical_kaiser"] = empirical_kaiser(components, n)
    table["acceleration"] = acceleration(components)
    table["optimal_coordinate"] = optimal_coordinates(components)
    return pd.DataFrame(table, index=pd.RangeIndex(1, len(R) + 1, name="number"))


def _rules_of_eigenvalues(table: pd.DataFrame, against: str) -> dict[str, int]:
    values = {name: column.to_numpy() for name, column in table.items()}
    observed, bend = values["components"], values["acceleration"]
    found = {
        f"parallel ({kind})": leading(values[kind] > values[f"{kind}_random_{against}"])
        for kind in ("factors", "components")
    }
    found["Kaiser"] = int((observed > 1).sum())
    found["empirical Kaiser"] = leading(observed > values["empirical_kaiser"])
    if np.isfinite(bend).any():
        found["acceleration"] = int(np.nanargmax(bend))
        predicted = values["optimal_coordinate"]
        found["optimal coordinates"] = leading((observed >= predicted) & (observed >= 1))
    return found
