"""Evidence on whether the designed dimensions hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence
from svqkit.validation.fit_choice import judged, judged_form

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather fit, rivals, the number of factors and the exploratory pattern.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    list of Evidence

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> {"rmsea", "cfi", "srmr"} <= {one.criterion for one in evidence(done)}
    True
    """
    return [*_confirmatory(done), *_number(done), *_exploratory(done)]


def _confirmatory(done: Analyses) -> list[Evidence]:
    if done.cfa is None:
        if "designed model" not in done.not_converged:
            return []
        return [Evidence("estimable", 0, note=done.not_run["designed model"])]
    fit = done.cfa.fit
    found = [
        Evidence("estimable", 1),
        Evidence("admissible", len(done.cfa.warnings), note="; ".join(done.cfa.warnings)),
    ]
    if fit["df"] > 0:
        found += [
            Evidence(
                "rmsea",
                judged(fit, "rmsea"),
                low=judged(fit, "rmsea_ci_lower"),
                high=judged(fit, "rmsea_ci_upper"),
                note=f"90 % interval{_robust(fit)}",
            ),
            Evidence("cfi", judged(fit, "cfi"), note=_robust(fit).strip(", ")),
            Evidence("srmr", float(fit["srmr"])),
        ]
    if done.models is not None:
        bic = done.models.table["bic"].astype(float)
        bic = bic - float(bic["designed"])
        # least squares have no likelihood, and so no BIC
        bic = bic.dropna()
        rivals = bic.drop(["designed", "one factor"], errors="ignore")
        if "one factor" in bic and len(done.scales) > 1:
            found.append(Evidence("bic_one_factor", float(bic["one factor"])))
        if not rivals.empty:
            found.append(Evidence("bic_rivals", float(rivals.min()), str(rivals.idxmin())))
    return found


def _robust(fit: pd.Series) -> str:
    form = judged_form(fit)
    return f", {form}" if form else ""


_COUNTED = [
    "parallel (factors)",
    "parallel (components)",
    "MAP",
    "MAP4",
    "Kaiser",
    "empirical Kaiser",
]


def _number(done: Analyses) -> list[Evidence]:
    if done.n_factors is None:
        return []
    # the criterion counts the rules its sources name; the section on the number shows them all
    suggestions = done.n_factors.suggestions[_COUNTED]
    agree = suggestions.index[suggestions == len(done.scales)]
    said = ", ".join(f"{rule} {count}" for rule, count in suggestions.items())
    return [Evidence("factor_count", len(agree), note=f"designed {len(done.scales)}; {said}")]


def _exploratory(done: Analyses) -> list[Evidence]:
    if done.efa is None:
        return []
    items, factors = done.efa.loadings.index.tolist(), done.efa.loadings.columns.tolist()
    home = {name: scale for scale, names in done.scales.items() for name in names}
    at_home = np.arange(len(items)), [factors.index(home[name]) for name in items]
    size = np.abs(done.efa.loadings.to_numpy(dtype=float))
    own = size[at_home]
    size[at_home] = 0.0
    strongest_other = size.max(axis=1)
    misplaced = [items[at] for at in np.flatnonzero(strongest_other > own)]
    crossing = [items[at] for at in np.flatnonzero(strongest_other >= 0.32)]
    return [
        Evidence("misplaced", len(misplaced), note=", ".join(misplaced)),
        Evidence("cross_loading", len(crossing), note=", ".join(crossing)),
    ]
