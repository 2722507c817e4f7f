"""One unit's part of a gap model, in the form in which prescriptions are ranked."""

from __future__ import annotations

from difflib import get_close_matches
from types import SimpleNamespace
from typing import Any

import pandas as pd

from svqkit.gaps.organisation.antecedents import scale_shortfall
from svqkit.gaps.organisation.design import SURVEY_OF

__all__ = ["in_unit"]


def in_unit(model: Any, unit: str) -> SimpleNamespace:
    """Put a unit's gaps and antecedents in the place of the whole organisation's.

    Alphas and correlations stay those of all respondents: a unit has too few for its own. Masked
    rows are left out, as if they had not been measured.

    Parameters
    ----------
    model : GapModel
        Made with ``unit=``.
    unit : str
        One of its units.

    Returns
    -------
    SimpleNamespace
        ``gaps antecedents units instruments ci_level``, as in ``GapModel``; ``units`` is None.

    Raises
    ------
    ValueError
        If the model has no units, or not this one.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = svq.gap_model(svq.load_dataset("bank"), unit="branch")
    >>> round(float(in_unit(model, "Station").gaps.loc[(5, "total"), "value"]), 2)
    -1.12
    """
    if model.units is None:
        raise ValueError('the model has no units; make it with gap_model(..., unit="branch")')
    names = [str(name) for name in model.units.index.get_level_values("unit").unique()]
    if unit not in names:
        near = get_close_matches(str(unit), names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
        raise ValueError(f"there is no unit {unit!r}; {hint}")
    own = model.units.loc[unit].dropna(subset=["value"])
    measures = own.index.get_level_values("measure")
    behind = own[measures.isin(model.antecedents.index)].droplevel("gap")
    rows = model.antecedents.loc[[name for name in model.antecedents.index if name in behind.index]]
    rows = rows.assign(
        mean=behind["value"], low=behind["low"], high=behind["high"], n=behind["n_a"].astype(int)
    )
    shortfalls = []
    for mean, gap, desirable in zip(rows["mean"], rows["gap"], rows["desirable"], strict=True):
        scale = model.instruments[SURVEY_OF[int(gap)]].scale
        shortfalls.append(scale_shortfall(mean, float(scale.low), float(scale.high), desirable))
    return SimpleNamespace(
        gaps=own[measures.isin(model.gaps.index.get_level_values("dimension"))],
        antecedents=rows.assign(shortfall=pd.Series(shortfalls, index=rows.index, dtype=float)),
        units=None,
        instruments=model.instruments,
        ci_level=model.ci_level,
    )
