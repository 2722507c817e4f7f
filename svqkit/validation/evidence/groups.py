"""Evidence on whether groups may be compared."""

from __future__ import annotations

from typing import Any

from svqkit.validation.analyses import Analyses
from svqkit.validation.findings import Evidence
from svqkit.validation.fit_choice import judged, judged_form

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
    found = []
    # binary items have no metric level of their own
    for level in [name for name in ("metric", "scalar") if name in table.index]:
        change: Any = table.loc[level]
        found += [
            Evidence(level, float(change["delta_cfi"])),
            Evidence(f"{level}_rmsea", float(change["delta_rmsea"])),
        ]
    scalar: Any = table.loc["scalar"]
    form = judged_form(scalar)
    found.append(
        Evidence(
            "scalar_fit",
            judged(scalar, "rmsea"),
            low=judged(scalar, "rmsea_ci_lower"),
            high=judged(scalar, "rmsea_ci_upper"),
            note="90 % interval" + (f", {form}" if form else ""),
        )
    )
    return found
