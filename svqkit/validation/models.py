"""The designed model and its rivals, as lavaan syntax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["designed_model", "merged_model", "rival_models"]

_CRITICS = ("responsiveness", "assurance", "empathy")


def designed_model(scales: Mapping[str, Sequence[str]]) -> str:
    """Write the correlated-factors model of a mapping.

    Parameters
    ----------
    scales : mapping of factor to item names

    Returns
    -------
    str
        lavaan syntax.

    Examples
    --------
    >>> print(designed_model({"tangibles": ["Q1", "Q2"], "empathy": ["Q18", "Q19"]}))
    tangibles =~ Q1 + Q2
    empathy =~ Q18 + Q19
    """
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in scales.items())


def merged_model(scales: Mapping[str, Sequence[str]], merge: Sequence[str]) -> str:
    """Write the model in which some factors are one.

    Parameters
    ----------
    scales : mapping of factor to item names
    merge : sequence of str
        Factors to merge; the merged factor stands where the first of them stood.

    Returns
    -------
    str
        lavaan syntax.

    Examples
    --------
    >>> print(merged_model({"a": ["Q1"], "b": ["Q2"], "c": ["Q3"]}, ["a", "c"]))
    a_c =~ Q1 + Q3
    b =~ Q2
    """
    merged: dict[str, list[str]] = {}
    name = "_".join(merge)
    for factor, items in scales.items():
        merged.setdefault(name if factor in merge else factor, []).extend(items)
    return designed_model(merged)


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
    everything = [item for items in scales.values() for item in items]
    rivals = {"one factor": f"service_quality =~ {' + '.join(everything)}"}
    if len(scales) > 2:
        merge = [f for f in _CRITICS if f in scales]
        if len(merge) < len(_CRITICS) and closest is not None:
            merge = [f for f in scales if f in closest]
        if len(merge) > 1:
            rivals[f"{' + '.join(merge)} merged"] = merged_model(scales, merge)
    if len(scales) > 3:
        rivals["second order"] = (
            f"{designed_model(scales)}\nservice_quality =~ {' + '.join(scales)}"
        )
    if len(scales) > 1 and all(len(items) > 2 for items in scales.values()):
        rivals["bifactor"] = _bifactor(scales, everything)
    return rivals


def _bifactor(scales: Mapping[str, Sequence[str]], everything: Sequence[str]) -> str:
    lines = [f"service_quality =~ {' + '.join(everything)}", designed_model(scales)]
    factors = ["service_quality", *scales]
    lines += [
        f"{first} ~~ 0*{second}"
        for place, first in enumerate(factors)
        for second in factors[place + 1 :]
    ]
    return "\n".join(lines)
