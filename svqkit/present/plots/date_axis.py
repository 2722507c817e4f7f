"""Dates along an axis, in figures that read alike in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["date_axis"]

_LONG = 200
"""Days from which months are marked rather than days."""


def date_axis(ax: Axes, first: Any, last: Any) -> None:
    """Mark dates as year-month, or month-day where the time is short.

    Parameters
    ----------
    ax : Axes
    first, last : Timestamp

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> date_axis(ax, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-12-31"))
    >>> ax.xaxis.get_major_formatter().fmt
    '%Y-%m'
    """
    from matplotlib.dates import AutoDateLocator, DateFormatter

    ax.xaxis.set_major_locator(AutoDateLocator(maxticks=7))
    days = (last - first) / np.timedelta64(1, "D")
    ax.xaxis.set_major_formatter(DateFormatter("%Y-%m" if days > _LONG else "%m-%d"))
