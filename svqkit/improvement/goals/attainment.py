"""Will the goal be reached? The indicator carried on to the deadline, with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.goals.bounded import Bounds, as_log_odds, from_log_odds
from svqkit.improvement.goals.carrying_on import (
    Forecast,
    drift_forecast,
    neighbour_correlation,
    trend_forecast,
)
from svqkit.improvement.goals.goal import Goal
from svqkit.improvement.goals.history import measured
from svqkit.improvement.processes.amounts import share
from svqkit.result import Part, Result

__all__ = ["Attainment", "attainment"]

ON_COURSE, OFF_COURSE = 0.8, 0.2
"""Probability from which a goal is called on course, and below which off course."""
DOUBT = 0.2
"""Below this p deviations are taken to carry over. Twelve steps of a random walk, six ahead: 80 %
intervals of 'auto' hold 71 in 100 ends; at .05, 60; of the trend alone, 40. With a true line, 84."""
_DAYS_A_YEAR = 365.25
_CONVENTION = (
    "The probability is that of a single measured value at the deadline meeting the target if "
    "things go on as they did. 'Trend': a straight line with independent deviations (prediction "
    "interval of a regression). 'Drift': a random walk with drift, as deviations that carry over "
    "ask for. 'Auto' takes the trend unless its deviations seem to carry over from one value to the "
    f"next (one-sided p < {DOUBT:.2f}: a trend taken wrongly promises far too much, a drift taken "
    f"wrongly only says less). On course from {ON_COURSE:.0%}, off course below {OFF_COURSE:.0%}."
)


@dataclass(frozen=True, eq=False, repr=False)
class Attainment(Result):
    """What the past says about a goal's deadline.

    Attributes
    ----------
    probability : float in [0, 1]
        That the target is met at the deadline, by the model chosen.
    status : {"on course", "at risk", "off course"}
    model : {"trend", "drift"}
    models : DataFrame (index: model)
        ``forecast low high probability`` at the deadline, by both models.
    pace : Series
        ``observed observed_low observed_high needed`` in units a year.
    path : DataFrame (index: date)
        ``value`` (measured), ``forecast low high`` (from the last value on), ``on_course`` (the
        straight way from baseline to target).
    autocorrelation, autocorrelation_p : float
        Of the trend's neighbouring deviations, with the one-sided p of its normal approximation.
    goal : Goal
    n : int
    ci : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> months = pd.period_range("2026-01", periods=8, freq="M")
    >>> wait = pd.Series([14.0, 13.1, 13.4, 12.2, 11.9, 11.5, 10.6, 10.4], index=months)
    >>> goal = svq.Goal(name="Wait", indicator="wait", baseline=14, target=9,
    ...                 start="2026-01-01", deadline="2026-12-01")
    >>> attainment(goal, wait).status
    'on course'
    """

    probability: float
    status: str
    model: str
    models: pd.DataFrame
    pace: pd.Series
    path: pd.DataFrame
    autocorrelation: float
    autocorrelation_p: float
    goal: Goal
    n: int
    ci: float
    convention: str

    def _title(self) -> str:
        return f"Forecast of attainment: {self.goal.name or self.goal.indicator}"

    def _parts(self) -> list[Part]:
        unit = f" {self.goal.unit}" if self.goal.unit else ""
        return [
            (
                "",
                f"{self.status}: probability {self.probability:.2f} of "
                f"{self.goal.target:g}{unit} by {self.goal.deadline:%Y-%m-%d} ({self.model})",
            ),
            ("At the deadline", self.models),
            ("Pace a year", self.pace),
            ("Convention", self.convention),
            (
                "Limits",
                "The forecast knows the past only. A measure that starts tomorrow is not in it.",
            ),
        ]


def attainment(
    goal: Goal,
    history: pd.Series,
    *,
    model: Literal["auto", "trend", "drift"] = "auto",
    bounds: tuple[float, float] | None = None,
    ci: float = 0.95,
) -> Attainment:
    """Forecast the indicator at the goal's deadline, and the probability of meeting the target.

    Parameters
    ----------
    goal : Goal
        With a deadline.
    history : Series
        The indicator since the goal's start (earlier values are left out), index of dates, in the
        goal's unit; at least six values, all before the deadline.
    model : {"auto", "trend", "drift"}
        How it goes on; both are shown.
    bounds : (low, high), optional
        Of an indicator that cannot leave a range, such as ``(0, 100)`` for a percentage: its log
        odds are carried on, and forecasts stay inside.
    ci : float in (0, 1)
        Level of the prediction intervals.

    Returns
    -------
    Attainment
        ``.probability .status .models .pace .path``.

    Raises
    ------
    DataError
        If there is no deadline, too few values, duplicated dates, a constant series, values after
        the deadline, or values or a target outside the bounds.
    ValueError
        If an option is unknown.

    References
    ----------
    Trend: prediction interval of simple regression, R ``predict(lm(y ~ t), interval =
    "prediction")``. Drift: Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice,
    sec. 5.5; steps of unequal length count by their length.
    The drift's interval takes the t distribution (n − 2 degrees of freedom); R's
    ``forecast::rwf`` takes the normal one.

    Examples
    --------
    >>> import svqkit as svq
    >>> months = pd.period_range("2026-01", periods=8, freq="M")
    >>> wait = pd.Series([14.0, 13.1, 13.4, 12.2, 11.9, 11.5, 10.6, 10.4], index=months)
    >>> goal = svq.Goal(name="Wait", indicator="wait", baseline=14, target=4,
    ...                 start="2026-01-01", deadline="2026-12-01")
    >>> attainment(goal, wait).models["probability"].round(3).to_dict()
    {'trend': 0.0, 'drift': 0.007}
    """
    if not isinstance(goal, Goal):
        raise TypeError(f"goal must be a Goal, not {goal!r}")
    if model not in ("auto", "trend", "drift"):
        raise ValueError(f"model must be 'auto', 'trend' or 'drift', not {model!r}")
    share("ci", ci)
    if goal.deadline is None:
        raise DataError("the goal has no deadline; give one, such as deadline='2026-12-31'")
    values = measured(history)
    if goal.start is not None:
        values = values[values.index >= goal.start]
    values = measured(values, least=6)
    if values.index[-1] - values.index[0] < pd.Timedelta(days=len(values) - 1):
        raise DataError(
            f"{len(values)} values within {(values.index[-1] - values.index[0]).days} days: more than "
            "one a day does not tell how the indicator moves; give one value a day, week or month"
        )
    if values.index[-1] >= goal.deadline:
        raise DataError(
            f"the last value is of {values.index[-1]:%Y-%m-%d}, not before the deadline "
            f"{goal.deadline:%Y-%m-%d}: compare it with the target; there is nothing to forecast"
        )
    if np.ptp(values.to_numpy()) == 0:
        raise DataError(
            f"all {len(values)} values are {values.iloc[0]:g}: no change to carry forward"
        )
    ahead = pd.date_range(values.index[-1], goal.deadline, periods=25)
    time = (values.index - values.index[0]).days.to_numpy(float) / _DAYS_A_YEAR
    later = np.asarray((ahead - values.index[0]).total_seconds(), float) / 86400 / _DAYS_A_YEAR
    observed = as_log_odds(values.to_numpy(), bounds, values.index)
    aim = float(as_log_odds(np.array([goal.target]), bounds, what="the target")[0])
    trend = trend_forecast(time, observed, later)
    drift = drift_forecast(time, observed, later)
    correlation, p = neighbour_correlation(time, trend[3])
    chosen = model if model != "auto" else ("drift" if p < DOUBT else "trend")
    both = {"trend": trend, "drift": drift}
    models = pd.DataFrame(
        {name: _at_deadline(goal, aim, one, bounds, ci) for name, one in both.items()}
    ).T.rename_axis("model")
    probability = float(models["probability"][chosen])
    return Attainment(
        probability,
        _status(probability),
        chosen,
        models,
        _pace(goal, values, time, ci),
        _path(goal, values, ahead, both[chosen], bounds, ci),
        correlation,
        p,
        goal,
        len(values),
        ci,
        _CONVENTION,
    )


def _at_deadline(
    goal: Goal, aim: float, forecast: Forecast, bounds: Bounds, ci: float
) -> dict[str, float]:
    from scipy.special import stdtr, stdtrit

    mean, sd, df, _ = forecast
    reach = stdtrit(df, (1 + ci) / 2) * sd[-1]
    if sd[-1] > 0:
        above = float(1 - stdtr(df, (aim - mean[-1]) / sd[-1]))
        probability = 1 - above if goal.direction == "down" else above
    else:
        probability = float(mean[-1] <= aim if goal.direction == "down" else mean[-1] >= aim)
    shown = from_log_odds(np.array([mean[-1], mean[-1] - reach, mean[-1] + reach]), bounds)
    return {
        **dict(zip(("forecast", "low", "high"), shown, strict=True)),
        "probability": probability,
    }


def _status(probability: float) -> str:
    if probability >= ON_COURSE:
        return "on course"
    return "off course" if probability < OFF_COURSE else "at risk"


def _pace(goal: Goal, values: pd.Series, time: np.ndarray, ci: float) -> pd.Series:
    """Change a year so far, with its interval, and what is needed from the last value on."""
    from scipy.special import stdtrit

    observed, middle = values.to_numpy(), time.mean()
    spread = float(((time - middle) ** 2).sum())
    slope = float(((time - middle) * observed).sum() / spread)
    residuals = observed - observed.mean() - slope * (time - middle)
    se = np.sqrt(float(residuals @ residuals) / (len(time) - 2) / spread)
    reach = stdtrit(len(time) - 2, (1 + ci) / 2) * se
    left = (goal.deadline - values.index[-1]).days / _DAYS_A_YEAR
    now = observed.mean() + slope * (time[-1] - middle)
    return pd.Series(
        {
            "observed": slope,
            "observed_low": slope - reach,
            "observed_high": slope + reach,
            "needed": (goal.target - now) / left,
        },
        name=f"{goal.unit or 'units'} a year",
    )


def _path(
    goal: Goal,
    values: pd.Series,
    ahead: pd.DatetimeIndex,
    forecast: Forecast,
    bounds: Bounds,
    ci: float,
) -> pd.DataFrame:
    from scipy.special import stdtrit

    mean, sd, df, _ = forecast
    reach = stdtrit(df, (1 + ci) / 2) * sd
    future = pd.DataFrame(
        {
            "forecast": from_log_odds(mean, bounds),
            "low": from_log_odds(mean - reach, bounds),
            "high": from_log_odds(mean + reach, bounds),
        },
        index=ahead,
    )
    path = pd.DataFrame({"value": values}).join(future, how="outer").rename_axis("date")
    start = goal.start if goal.start is not None else values.index[0]
    elapsed = np.asarray((path.index - start) / (goal.deadline - start), float)
    path["on_course"] = goal.baseline + goal.change * np.clip(elapsed, 0, 1)
    return path
