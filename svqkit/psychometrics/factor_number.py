"""How many factors? Several rules side by side, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.correlation import regular_correlation
from svqkit.psychometrics.extraction import minres_batch
from svqkit.psychometrics.partial_correlations import average_partials
from svqkit.psychometrics.polychoric import as_tables
from svqkit.psychometrics.random_correlations import random_correlations
from svqkit.psychometrics.shuffled_polychorics import shuffled_polychorics
from svqkit.result import Part, Result

__all__ = ["FactorNumber", "n_factors"]

QUANTILE = 0.95
RULE = (
    "Parallel analysis keeps factors until one first fails to exceed the 95th percentile of the "
    "same eigenvalue in random normal data of the same size. Factor eigenvalues are those of the "
    "correlations with one-factor minres communalities on the diagonal (as psych::fa.parallel). "
    "MAP and MAP4 take the minimum over 0 to p − 1 components of the average squared and 4th-power "
    "partial correlation. Kaiser counts eigenvalues above 1; empirical Kaiser (Braeken & van Assen "
    "2017) those above the value expected at this n."
)
SHUFFLED = (
    " Random data for polychoric correlations: each item's own answers shuffled among respondents, "
    "so that margins stay and relations go (above 5000 respondents their large-sample equivalent)."
)


@dataclass(frozen=True, eq=False, repr=False)
class FactorNumber(Result):
    """Numbers of factors by several rules.

    Parameters
    ----------
    suggestions : Series of int
        By rule: parallel (factors), parallel (components), MAP, MAP4, Kaiser, empirical Kaiser.
    eigenvalues : DataFrame (index 1 … p)
        components, components_random_mean, components_random_95, factors, factors_random_mean,
        factors_random_95, empirical_kaiser (its reference values), map and map4 (the average
        after so many components; NaN after all p).
    map_zero : Series
        The averages before any component is taken out, by rule.
    draws, n : int
    seed : int or None
    rule : str
        What each rule does, in words.
    correlation_method : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.n_factors(svq.load_dataset("bank"), seed=1)
    >>> found.draws, len(found.eigenvalues)
    (100, 22)
    """

    suggestions: pd.Series
    eigenvalues: pd.DataFrame
    map_zero: pd.Series
    draws: int
    n: int
    seed: int | None
    rule: str
    correlation_method: str

    @property
    def agreement(self) -> str:
        """Say in one sentence whether the rules agree."""
        numbers = self.suggestions
        if numbers.nunique() == 1:
            return f"All {len(numbers)} rules suggest {_count(int(numbers.iloc[0]))}."
        groups = [
            f"{_count(int(k))} by {', '.join(numbers.index[numbers == k])}"
            for k in sorted(numbers.unique())
        ]
        return f"The rules disagree: {'; '.join(groups)}."

    def _title(self) -> str:
        return f"Number of factors, n = {self.n}, {self.draws} random draws"

    def _parts(self) -> list[Part]:
        return [
            ("Suggestions", self.suggestions),
            ("Agreement", self.agreement),
            ("Eigenvalues", self.eigenvalues),
            ("Rules", self.rule),
        ]


def n_factors(
    items: Any, *, draws: int = 100, correlation: str = "pearson", seed: int | None = None
) -> FactorNumber:
    """Suggest how many factors the items need, by several rules.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments (with tables for polychoric)
    draws : int
        Random correlation matrices for parallel analysis; 100 or more to rely on.
    correlation : {"pearson", "spearman", "polychoric"}
        Random data are normal, or for polychoric correlations the items' own answers shuffled.
    seed : int, optional
        Repeats the random matrices exactly.

    Returns
    -------
    FactorNumber
        ``.suggestions .eigenvalues .draws .seed .rule .agreement``

    Raises
    ------
    DataError
        If an item is constant, items determine each other, or there are no more complete
        respondents than items.
    ValueError
        If ``draws`` is below 1 or the kind of correlation is unknown.

    Notes
    -----
    Horn (1965); Velicer (1976); Velicer, Eaton & Fava (2000); Kaiser (1960); Braeken & van Assen
    (2017, *Psychological Methods* 22, 450-466, eq. 2). ``psych::fa.parallel`` compares with the
    mean instead of the 95th percentile when it is given a correlation matrix; here the rule is
    one. psych's MAP starts at one component, ours at none (O'Connor 2000).

    Examples
    --------
    >>> from svqkit.psychometrics.moments import Moments
    >>> l = np.array([0.8, 0.7, 0.6, 0.7, 0.8])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> names = list("abcde")
    >>> found = n_factors(Moments.from_correlation(pd.DataFrame(R, names, names), 200), seed=1)
    >>> found.agreement
    'All 6 rules suggest 1 factor.'
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1 (100 or more to rely on), not {draws}")
    found = regular_correlation(items, correlation, purpose="finding the number of factors")
    R = found.values
    p = len(R)
    rng = np.random.default_rng(seed)
    if correlation == "polychoric":
        random = shuffled_polychorics(as_tables(items), draws, rng)
    else:
        random = random_correlations(p, found.n, draws, rng)
    table = pd.DataFrame(index=pd.RangeIndex(1, p + 1, name="number"))
    for kind, observed, drawn in (
        ("components", _eigenvalues(R[None])[0], _eigenvalues(random)),
        ("factors", _factor_eigenvalues(R[None])[0], _factor_eigenvalues(random)),
    ):
        table[kind] = observed
        table[f"{kind}_random_mean"] = drawn.mean(axis=0)
        table[f"{kind}_random_95"] = np.quantile(drawn, QUANTILE, axis=0)
    components = table["components"].to_numpy()
    table["empirical_kaiser"] = _empirical_kaiser(components, found.n)
    partials = {"MAP": average_partials(R, 2), "MAP4": average_partials(R, 4)}
    for name, values in partials.items():
        table[name.lower()] = np.append(values[1:], np.nan)
    suggestions = {
        "parallel (factors)": _leading(table["factors"] > table["factors_random_95"]),
        "parallel (components)": _leading(table["components"] > table["components_random_95"]),
        "MAP": int(np.nanargmin(partials["MAP"])),
        "MAP4": int(np.nanargmin(partials["MAP4"])),
        "Kaiser": int((components > 1).sum()),
        "empirical Kaiser": _leading(table["components"] > table["empirical_kaiser"]),
    }
    return FactorNumber(
        suggestions=pd.Series(suggestions, name="factors", dtype=int),
        eigenvalues=table,
        map_zero=pd.Series({name: values[0] for name, values in partials.items()}),
        draws=draws,
        n=found.n,
        seed=seed,
        rule=RULE + (SHUFFLED if correlation == "polychoric" else ""),
        correlation_method=correlation,
    )


def _eigenvalues(R: np.ndarray) -> np.ndarray:
    return np.linalg.eigvalsh(R)[:, ::-1]


def _factor_eigenvalues(R: np.ndarray) -> np.ndarray:
    """Eigenvalues with the communalities of one minres factor on the diagonal."""
    loadings, _ = minres_batch(R, 1)
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[:, index, index] = loadings[:, :, 0] ** 2
    return _eigenvalues(reduced)


def _empirical_kaiser(values: np.ndarray, n: int) -> np.ndarray:
    """Braeken & van Assen (2017), eq. 2: what is left over, spread evenly, widened for n."""
    p = len(values)
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    spread = (p - before) / (p - np.arange(p)) * (1 + np.sqrt(p / n)) ** 2
    return np.maximum(spread, 1.0)


def _leading(passed: pd.Series) -> int:
    """How many pass before the first that does not."""
    values = passed.to_numpy()
    return len(values) if values.all() else int(np.argmin(values))


def _count(k: int) -> str:
    return f"{k} factor" if k == 1 else f"{k} factors"
