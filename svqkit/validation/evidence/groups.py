"""Evidence on whether groups may be compared."""

from __future__ import annotations

from typing import Any

from svqkit.validation.analyses import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather the loss of fit when loadings, then intercepts, are held equal over groups.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    list of Evidence

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import Options, analyse
    >>> done = analyse(svq.load_dataset("bank"), Options(group="branch"))
    >>> [one.criterion for one in evidence(done)][:2]
    ['metric', 'metric_rmsea']
    """
    if done.invariance is None:
        return []
    table = done.invariance.table
    fit = table[["cfi", "rmsea"]].astype(float)
    found = []
    for level, before in (("metric", "configural"), ("scalar", "metric")):
        change: Any = fit.loc[level] - fit.loc[before]
        found += [
            Evidence(level, float(change["cfi"])),
            Evidence(f"{level}_rmsea", float(change["rmsea"])),
        ]
    scalar: Any = table.loc["scalar"]
    found.append(
        Evidence(
            "scalar_fit",
            float(scalar["rmsea"]),
            low=float(scalar["rmsea_ci_lower"]),
            high=float(scalar["rmsea_ci_upper"]),
            note="90 % interval",
        )
    )
    return found
