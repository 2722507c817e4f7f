"""What to service first: each machine's risk from today on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.customers.logit import Logit

__all__ = ["service_list"]

_FARTHEST = 400
"""Periods looked ahead."""


def service_list(
    model: Logit,
    runs: pd.DataFrame,
    x: np.ndarray,
    period: float,
    steps: int,
    horizon: float,
    limit: float,
) -> pd.DataFrame:
    """List the machines running today, the most urgent first.

    Parameters
    ----------
    model : Logit
        Of a fault in a period, on log time and the columns of x.
    runs : DataFrame
        Runs going on today: ``time machine``.
    x : ndarray (n, p)
    period : float
    steps : int
        Periods in the horizon.
    horizon, limit : float

    Returns
    -------
    DataFrame (index: machine)
        ``since risk median_left service_within``.

    Examples
    --------
    >>> runs = pd.DataFrame({"time": [30.0, 300.0], "machine": ["A", "B"]})
    >>> wear = Logit(np.array([-8.0, 1.0]), np.eye(2))
    >>> service_list(wear, runs, np.empty((2, 0)), 30, 1, 30, 0.1)["service_within"].tolist()
    [30.0, 300.0]
    """
    columns = ["since", "risk", "median_left", "service_within"]
    if not len(runs):
        return pd.DataFrame(columns=columns).rename_axis("machine")
    ahead = np.arange(_FARTHEST + steps)
    since = runs["time"].to_numpy()
    middle = np.log(since[:, None] + (ahead + 0.5) * period)
    chance = np.stack(
        [
            model.chances(np.column_stack([middle[k], np.tile(x[k], (len(ahead), 1))]))
            for k in range(len(runs))
        ]
    )
    hazard = np.cumsum(-np.log1p(-chance), axis=1)  # minus the log of getting through
    before = np.hstack([np.zeros((len(runs), 1)), hazard])
    times = np.arange(before.shape[1]) * period
    through = np.array(
        [
            [
                np.interp(t + horizon, times, row) - np.interp(t, times, row)
                for t in times[:_FARTHEST]
            ]
            for row in before
        ]
    )
    risk = -np.expm1(-through)
    reached = risk >= limit
    median = [np.interp(np.log(2), row, times, right=np.nan) for row in before]
    table = pd.DataFrame(
        {
            "since": since,
            "risk": risk[:, 0],
            "median_left": median,
            "service_within": np.where(reached.any(axis=1), times[reached.argmax(axis=1)], np.nan),
        },
        index=pd.Index(runs["machine"], name="machine"),
    )
    return table.sort_values(["service_within", "risk"], ascending=[True, False])
