"""The gap model of one unit (branch), in the form of the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from svqkit.gaps.organisation.antecedents import scale_shortfall
from svqkit.gaps.organisation.design import SURVEY_OF

__all__ = ["of_unit"]


def of_unit(result: Any, unit: str) -> Any:
    """Put a unit's values in the place of the organisation's.

    Parameters
    ----------
    result : GapModel
        Computed with ``unit=``.
    unit : str
        Name of a unit.

    Returns
    -------
    GapModel
        ``.gaps`` and ``.antecedents`` of the unit, with NaN where it is masked.

    Raises
    ------
    ValueError
        If the model has no units, or none of that name.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = svq.gap_model(svq.load_dataset("bank"), unit="branch")
    >>> round(float(of_unit(model, "Station").gaps.at[(5, "responsiveness"), "value"]), 2)
    -1.94
    """
    if result.units is None:
        raise ValueError("this gap model has no units: compute it with gap_model(…, unit=…)")
    there = list(dict.fromkeys(result.units.index.get_level_values("unit")))
    if unit not in there:
        raise ValueError(f"unit must be one of {', '.join(there)}, not {unit!r}")
    own = result.units.xs(unit, level="unit")
    columns = ["value", "low", "high"]
    gaps = result.gaps.copy()
    gaps[columns] = own[columns].reindex(gaps.index)
    gaps["mean_a"] = gaps["value"] + gaps["mean_b"]
    antecedents = result.antecedents.copy()
    for name, gap, desirable in zip(
        antecedents.index, antecedents["gap"], antecedents["desirable"], strict=True
    ):
        scale = result.instruments[SURVEY_OF[int(gap)]].scale
        mean = own["value"].get((gap, name), float("nan"))
        antecedents.loc[name, "shortfall"] = scale_shortfall(
            float(mean), scale.low, scale.high, str(desirable)
        )
    return replace(result, gaps=gaps, antecedents=pd.DataFrame(antecedents))
