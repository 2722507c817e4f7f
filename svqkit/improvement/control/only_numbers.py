"""Only numbers: measurements and options that are something else are named, never converted."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["LARGEST", "not_numbers", "number_options", "numbers_or_none"]

LARGEST = 1e100
"""Beyond this, squares leave what a computer can hold."""


def not_numbers(values: pd.Series) -> str:
    """Say what a column holds that pandas would silently turn into numbers.

    Parameters
    ----------
    values : Series

    Returns
    -------
    str
        Empty where there is no such thing.

    Examples
    --------
    >>> not_numbers(pd.Series(pd.to_timedelta(["1min"])))
    'durations; turn them into numbers: .dt.total_seconds()'
    """
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype | pd.PeriodDtype) or pd.api.types.is_datetime64_dtype(
        dtype
    ):
        return "moments in time; numbers are needed"
    if pd.api.types.is_timedelta64_dtype(dtype):
        return "durations; turn them into numbers: .dt.total_seconds()"
    if pd.api.types.is_complex_dtype(dtype) or (
        isinstance(dtype, np.dtype)
        and dtype.kind == "O"
        and any(isinstance(one, complex | np.complexfloating) for one in values)
    ):
        return "complex numbers; real ones are needed"
    return ""


def number_options(**given: Any) -> None:
    """Refuse options that are no numbers, naming the option.

    Parameters
    ----------
    **given : object
        Options by name.

    Raises
    ------
    TypeError
        If one is text, a list, true or false, or not a single number.

    Examples
    --------
    >>> number_options(ci="95 %")
    Traceback (most recent call last):
        ...
    TypeError: ci is a number, not '95 %'
    """
    for name, value in given.items():
        if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
            raise TypeError(f"{name} is a number, not {value!r}")


def numbers_or_none(**given: Any) -> None:
    """Refuse options that are neither numbers nor None.

    Parameters
    ----------
    **given : object
        Options by name.

    Raises
    ------
    TypeError

    Examples
    --------
    >>> numbers_or_none(seed=None, target=3.5)
    """
    number_options(**{name: value for name, value in given.items() if value is not None})
