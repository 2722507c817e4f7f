"""Competing models of the same scales, written as lavaan syntax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = [
    "bifactor_model",
    "correlated_model",
    "merged_model",
    "one_factor_model",
    "second_order_model",
]


def correlated_model(scales: Mapping[str, Sequence[str]]) -> str:
    """Write the model in which each scale is a factor and factors correlate.

    Parameters
    ----------
    scales : mapping of factor to item names

    Returns
    -------
    str
        lavaan syntax.

    Examples
    --------
    >>> print(correlated_model({"tangibles": ["Q1", "Q2"], "empathy": ["Q18", "Q19"]}))
    tangibles =~ Q1 + Q2
    empathy =~ Q18 + Q19
    """
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in scales.items())


def one_factor_model(scales: Mapping[str, Sequence[str]], general: str) -> str:
    """Write the model in which one factor bears all items.

    Parameters
    ----------
    scales : mapping of factor to item names
    general : str
        Its name.

    Returns
    -------
    str

    Examples
    --------
    >>> one_factor_model({"a": ["x1"], "b": ["x2", "x3"]}, "quality")
    'quality =~ x1 + x2 + x3'
    """
    return correlated_model({general: _everything(scales)})


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
    return correlated_model(merged)


def second_order_model(scales: Mapping[str, Sequence[str]], general: str) -> str:
    """Write the model in which one factor of factors explains their correlations.

    Parameters
    ----------
    scales : mapping of factor to item names
        Three or more; with three it fits like the correlated factors.
    general : str

    Returns
    -------
    str

    Examples
    --------
    >>> print(second_order_model({"a": ["x1"], "b": ["x2"]}, "quality"))
    a =~ x1
    b =~ x2
    quality =~ a + b
    """
    return f"{correlated_model(scales)}\n{general} =~ {' + '.join(scales)}"


def bifactor_model(scales: Mapping[str, Sequence[str]], general: str) -> str:
    """Write the model with a general factor of all items beside the scales, all uncorrelated.

    Parameters
    ----------
    scales : mapping of factor to item names
    general : str

    Returns
    -------
    str

    Examples
    --------
    >>> print(bifactor_model({"a": ["x1", "x2"]}, "quality"))
    quality =~ x1 + x2
    a =~ x1 + x2
    quality ~~ 0*a
    """
    lines = [one_factor_model(scales, general), correlated_model(scales)]
    factors = [general, *scales]
    lines += [
        f"{first} ~~ 0*{second}"
        for place, first in enumerate(factors)
        for second in factors[place + 1 :]
    ]
    return "\n".join(lines)


def _everything(scales: Mapping[str, Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(item for items in scales.values() for item in items))
