"""The rivals of the designed model, as lavaan syntax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svqkit.psychometrics.dimensionality.model_texts import (
    bifactor_model,
    merged_model,
    one_factor_model,
    second_order_model,
)

__all__ = ["rival_models"]

_GENERAL = "service_quality"
_CRITICS = ("responsiveness", "assurance", "empathy")


def rival_models(
    scales: Mapping[str, Sequence[str]], closest: Sequence[str] | None = None
) -> dict[str, str]:
    """Write the models that critics would put in place of the designed one.

    Parameters
    ----------
    scales : mapping of factor to item names
        The designed model.
    closest : pair of str, optional
        The two factors that correlate most, merged where the literature names no merger.

    Returns
    -------
    dict
        Name of the model to lavaan syntax: one factor; merged dimensions (responsiveness,
        assurance and empathy where the instrument has them, as Carman 1990 and Babakus &
        Boller 1992 found; otherwise the closest pair); second order (from four dimensions on:
        with three it fits like the designed model); bifactor (where each dimension has three
        items or more).

    Examples
    --------
    >>> sorted(rival_models({"a": ["x1", "x2"], "b": ["x3", "x4"]}))
    ['one factor']
    """
    rivals = {"one factor": one_factor_model(scales, _GENERAL)}
    if len(scales) > 2:
        merge = [f for f in _CRITICS if f in scales]
        if len(merge) < len(_CRITICS) and closest is not None:
            merge = [f for f in scales if f in closest]
        if len(merge) > 1:
            rivals[f"{' + '.join(merge)} merged"] = merged_model(scales, merge)
    if len(scales) > 3:
        rivals["second order"] = second_order_model(scales, _GENERAL)
    if len(scales) > 1 and all(len(items) > 2 for items in scales.values()):
        rivals["bifactor"] = bifactor_model(scales, _GENERAL)
    return rivals
