"""The evidence behind the case of the bank, and the rule by which a measure can be defended."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from svqkit.responses.responses import Responses

__all__ = ["BRANCH", "SCALE", "defensible", "gap_model_of", "gaps_of", "trend_of"]

BRANCH, SCALE = "Station", "responsiveness"
"""Where the case looks closer."""

ACTS_ON = {
    "interiors": (None, "tangibles", None),
    "roles": ("role_ambiguity", SCALE, BRANCH),
    "campaign": ("propensity_to_overpromise", SCALE, None),
    "upward": ("upward_communication", SCALE, None),
    "terminals": ("technology_job_fit", SCALE, None),
}
"""Measure → the antecedent and the dimension it claims to act on, and where."""

WORSENS = ("campaign",)
"""Measures that push their antecedent the wrong way: more promises where too many are made."""


@lru_cache(maxsize=2)
def gaps_of(data: Responses) -> Any:
    """Compute customers' gaps, also by branch."""
    from svqkit.gaps.scores import gap_scores

    return gap_scores(data, by="branch")


@lru_cache(maxsize=1)
def gap_model_of() -> Any:
    """Compute the gap model of the bank, also by branch."""
    from svqkit.gaps.organisation.gap_model import gap_model
    from svqkit.responses.datasets import load_dataset

    names = ("bank", "bank_managers", "bank_employees")
    return gap_model(*map(load_dataset, names), unit="branch")


@lru_cache(maxsize=1)
def trend_of() -> Any:
    """Compute the change from one wave to the next, also by branch."""
    from svqkit.gaps.groups.trend import gap_trend
    from svqkit.responses.datasets import load_dataset

    waves = {"before": load_dataset("bank"), "after": load_dataset("bank_wave2")}
    return gap_trend(waves, by="branch", invariance=False)


@lru_cache(maxsize=1)
def defensible() -> list[str]:
    """Name the measures that the surveys speak for.

    A measure can be defended where what it acts on is shown to be wrong, it pushes the right way,
    and customers miss more in its dimension than on average. Shown to be wrong is an antecedent
    whose whole interval lies in the worse half of its scale, or that is worse at the measure's
    branch than elsewhere, p by Holm below .05.

    Returns
    -------
    list of str

    Examples
    --------
    >>> len(defensible())
    2
    """
    return [name for name in ACTS_ON if name not in WORSENS and _spoken_for(*ACTS_ON[name])]


def _spoken_for(antecedent: str | None, dimension: str, branch: str | None) -> bool:
    model = gap_model_of()
    missed = model.gaps.loc[5, "value"]
    if antecedent is None or missed[dimension] > missed["total"]:
        return False
    line = model.antecedents.loc[antecedent]
    middle, more_is_better = 4.0, line["desirable"] == "high"
    wrong = line["high"] < middle if more_is_better else line["low"] > middle
    if branch is None:
        return bool(wrong)
    own = model.units.xs((branch, antecedent), level=("unit", "measure")).iloc[0]
    worse = own["difference"] < 0 if more_is_better else own["difference"] > 0
    return bool(wrong or (worse and own["p_holm"] < 0.05))
