"""Evidence on whether groups may be compared."""

from __future__ import annotations

from typing import Any

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence
from svqkit.validation.fit_choice import judged, judged_form

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather the loss of fit when loadings, then intercepts, are held equal over groups.

    Where they may not be, the items that differ are named, and the loss without them is shown.

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
    >>> done = analyse(svq.load_dataset("bank"), Options(group="branch"))
    >>> [one.criterion for one in evidence(done)][:2]
    ['metric', 'metric_rmsea']
    """
    if done.invariance is None:
        return []
    table, freed = done.invariance.table, done.invariance.freed
    found = []
    # binary items have no metric level of their own
    for level in [name for name in ("metric", "scalar") if name in table.index]:
        change: Any = table.loc[level]
        mine = ", ".join(freed.loc[freed["level"] == level, "parameter"])
        found += [
            Evidence(level, float(change["delta_cfi"]), note=f"what differs: {mine}" * bool(mine)),
            Evidence(f"{level}_rmsea", float(change["delta_rmsea"])),
        ]
        if f"{level} (partial)" in table.index:
            eased: Any = table.loc[f"{level} (partial)"]
            found.append(
                Evidence("partial", float(eased["delta_cfi"]), level, note=f"free: {mine}")
            )
    fit = done.invariance.fits["scalar"].fit
    form = judged_form(fit)
    found.append(
        Evidence(
            "scalar_fit",
            judged(fit, "rmsea"),
            low=judged(fit, "rmsea_ci_lower"),
            high=judged(fit, "rmsea_ci_upper"),
            note="90 % interval" + (f", {form}" if form else ""),
        )
    )
    return found
