"""The record of what each rule says of the number of factors."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["RULES", "FactorNumber"]

RULES = {
    "parallel (factors)": "eigenvalues of the correlations with one-factor minres communalities on "
    "the diagonal, until one first fails to exceed the percentile (or mean) of the same eigenvalue "
    "in random data (Horn 1965; as psych::fa.parallel)",
    "parallel (components)": "the same with eigenvalues of the correlations themselves",
    "Kaiser": "eigenvalues of the correlations above 1; usually too many",
    "empirical Kaiser": "eigenvalues above what is expected at this n after the earlier ones "
    "(Braeken & van Assen 2017)",
    "acceleration": "factors before the sharpest bend of the scree (Raîche et al. 2013)",
    "optimal coordinates": "eigenvalues of at least 1 above the line through the next and the last "
    "(Raîche et al. 2013)",
    "MAP": "smallest average squared partial correlation after 0 to p − 1 components (Velicer 1976)",
    "MAP4": "the same to the fourth power (Velicer, Eaton & Fava 2000)",
    "Hull (CAF)": "sharpest bend of fit against free parameters, fit by the common part accounted "
    "for (Lorenzo-Seva, Timmerman & Kiers 2011)",
    "Hull (CFI)": "the same with the comparative fit index",
    "Hull (RMSEA)": "the same with 1 − RMSEA",
    "chi-square": "fewest factors whose χ² test is not significant at .05; many in large samples",
    "RMSEA": "fewest factors with the lower limit of RMSEA's 90 % interval below .05 (Preacher et "
    "al. 2013)",
    "BIC": "smallest χ² − df·ln n",
    "SABIC": "smallest χ² − df·ln((n + 2)/24)",
    "VSS1": "best fit when each item keeps its largest varimax loading (Revelle & Rocklin 1979)",
    "VSS2": "best fit when each item keeps its two largest varimax loadings",
    "comparison data": "fewest factors whose comparison data have eigenvalues that one more factor "
    "does not bring closer (Ruscio & Roche 2012)",
}


@dataclass(frozen=True, eq=False, repr=False)
class FactorNumber(Result):
    """Numbers of factors by many rules.

    Parameters
    ----------
    suggestions : Series of int
        By rule; a rule that has no answer for these items is in ``without``.
    eigenvalues : DataFrame (index 1 … p)
        components, components_random_mean, components_random_95, factors, factors_random_mean,
        factors_random_95 (95 or the percentile asked for), empirical_kaiser (its reference
        values), acceleration, optimal_coordinate (the prediction), map and map4 (the average after
        so many components; NaN after all p).
    fits : DataFrame (index 0 … the most factors compared)
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, cfi, tli, rmsr, bic, sabic, caf,
        vss1, vss2, heywood, hull_caf, hull_cfi, hull_rmsea.
    map_zero : Series
        The averages of MAP and MAP4 before any component is taken out.
    comparison : DataFrame or None
        rmsr (of eigenvalues) and pvalue by number of factors, where comparison data were drawn.
    settings : Series
        All that a report must state: correlation, random data, draws, percentile, seed,
        extraction, solutions compared.
    without : dict
        Rules without an answer, with the reason.
    draws, n : int
    seed : int or None
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
    fits: pd.DataFrame
    map_zero: pd.Series
    draws: int
    n: int
    seed: int | None
    correlation_method: str
    settings: pd.Series
    without: dict[str, str] = field(default_factory=dict)
    comparison: pd.DataFrame | None = None

    @property
    def votes(self) -> pd.Series:
        """How many rules suggest each number, most first; the smaller number first among equals."""
        counts = self.suggestions.value_counts().sort_index()
        return counts.sort_values(ascending=False, kind="stable").rename("rules")

    @property
    def consensus(self) -> tuple[int, ...]:
        """The number that most rules suggest; several where they tie. A count, not an oracle."""
        votes = self.votes
        return tuple(int(k) for k in votes.index[votes == votes.iloc[0]])

    @property
    def agreement(self) -> str:
        """Say in plain words whether the rules agree."""
        numbers = self.suggestions
        if numbers.nunique() == 1:
            return f"All {len(numbers)} rules suggest {_count(int(numbers.iloc[0]))}."
        groups = [
            f"{_count(int(k))} by {', '.join(numbers.index[numbers == k])}"
            for k in sorted(numbers.unique())
        ]
        most = " or ".join(_count(k) for k in self.consensus)
        return (
            f"The rules disagree: {'; '.join(groups)}. The most common answer is {most} "
            f"({int(self.votes.iloc[0])} of {len(numbers)} rules{' each' if len(self.consensus) > 1 else ''}); "
            "the rules err in the same direction often enough that this is no proof."
        )

    @property
    def rules(self) -> pd.Series:
        """What each rule looks for, in words."""
        return pd.Series({name: RULES[str(name)] for name in self.suggestions.index}, name="rule")

    @property
    def rule(self) -> str:
        """The rules and their settings, in words."""
        said = "; ".join(f"{name}: {text}" for name, text in self.rules.items())
        return (
            f"Parallel analysis compares with {self._against()} of "
            f"{self.draws} draws of {self.settings['random data']}. Fits are of "
            f"{self.settings['solutions compared']} by {self.settings['extraction']} extraction, "
            f"hulls over {self.settings['hull drawn over']}. {said}."
        )

    def _against(self) -> str:
        percentile = self.settings["percentile"]
        return "the mean" if percentile == "mean" else f"the {percentile:g}th percentile"

    def _title(self) -> str:
        return f"Number of factors, n = {self.n}, {self.draws} random draws"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            ("Suggestions", self.suggestions),
            ("Agreement", self.agreement),
        ]
        parts += [(f"No answer by {name}", reason) for name, reason in self.without.items()]
        parts += [("Eigenvalues", self.eigenvalues), ("Fit by number of factors", self.fits)]
        if self.comparison is not None:
            parts.append(("Comparison data", self.comparison))
        return [*parts, ("Settings", self.settings), ("Rules", self.rule)]


def _count(k: int) -> str:
    return f"{k} factor" if k == 1 else f"{k} factors"
