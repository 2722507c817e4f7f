"""How many customers to expect: a forecast that had to beat the naive one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.errors import DataError
from svqkit.improvement.customers.equal_steps import SEASONS, equal_steps, steps_ahead
from svqkit.improvement.customers.forecast_words import (
    NAIVE,
    forecast_convention,
    forecast_sentence,
)
from svqkit.improvement.customers.forecasters import MODELS, regression
from svqkit.improvement.customers.rolling_origin import backtest_table, roll
from svqkit.result import Part, Result

__all__ = ["Forecast", "forecast"]


@dataclass(frozen=True, eq=False, repr=False)
class Forecast(Result):
    """A forecast, the model that makes it, and how each model would have done.

    Attributes
    ----------
    path : DataFrame (index: time)
        ``value`` where known; ``forecast low high`` ahead.
    backtest : DataFrame (index: model)
        ``mase mase_low mase_high mae rmse coverage coverage_low coverage_high against_naive
        against_low against_high not_settled``, the best first. MASE under 1 beats the (seasonal) naive
        of earlier years; ``against_naive`` is MASE less that of the better naive in the same backtest.
    errors : DataFrame
        ``model origin step actual forecast low high settled`` of every forecast in the backtest.
    effects : DataFrame (index: event)
        ``effect low high p`` of each event, from the regression: a share of the value with ``log=True``,
        in the unit of the series otherwise. Empty without events.
    model : str
    season, horizon, filled : int
    level : float
    sentence, convention : str

    Examples
    --------
    >>> months = pd.period_range("2023-01", periods=40, freq="M")
    >>> visits = pd.Series(100 + 2.0 * np.arange(40) + np.resize([3, -4, 1], 40), months)
    >>> forecast(visits, 2, season=1, origins=10, models=["naive", "regression"]).model
    'regression'
    """

    path: pd.DataFrame
    backtest: pd.DataFrame
    errors: pd.DataFrame
    effects: pd.DataFrame
    model: str
    season: int
    horizon: int
    filled: int
    level: float
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Forecast of {self.horizon} steps by {self.model}"

    def _parts(self) -> list[Part]:
        ahead = self.path.loc[self.path["forecast"].notna(), ["forecast", "low", "high"]]
        shown = ["mase", "mase_low", "mase_high", "coverage", "against_naive", "against_low"]
        parts: list[Part] = [
            ("", self.sentence),
            ("Ahead", ahead),
            ("Backtest", self.backtest[[*shown, "against_high"]]),
        ]
        if len(self.effects):
            parts.append(("Events", self.effects))
        return [*parts, ("Convention", self.convention)]


def forecast(
    series: pd.Series,
    horizon: int,
    *,
    season: int | None = None,
    events: pd.Series | pd.DataFrame | None = None,
    log: bool = False,
    models: Sequence[str] = tuple(MODELS),
    origins: int = 20,
    level: float = 0.95,
    gaps: Literal["refuse", "fill"] = "refuse",
    progress: bool = True,
) -> Forecast:
    """Forecast demand by the way that would have been least wrong so far, the naive ones included.

    Parameters
    ----------
    series : Series
        Numbers by time, in equal steps.
    horizon : int
        Steps ahead.
    season : int, optional
        Steps in a season (52 weeks, 12 months, 7 days …); from the steps otherwise. 1 for none.
    events : Series or DataFrame, optional
        What is known beforehand, by time, for the past and the steps ahead: 1 in a week of promotion.
    log : bool
        Forecast logarithms: for demand that grows and swings in proportion. Forecasts are then medians.
    models : sequence of str
        Some of ``"naive"``, ``"seasonal naive"``, ``"ETS"``, ``"ARIMA"``, ``"regression"`` (trend, waves
        of the season, AR(1) errors); one of the naive ones is needed.
    origins : int
        Forecasts made in the backtest, each a step later.
    level : float in (0, 1)
        Of prediction intervals.
    gaps : {"refuse", "fill"}
        Whether missing steps are an error or filled by a straight line.
    progress : bool

    Returns
    -------
    Forecast
        ``.path .backtest .errors .effects .model .sentence``.

    Raises
    ------
    DataError
        If a time comes twice, a step or an event's value is missing, or the series is too short for
        its season, horizon and origins.
    ValueError
        If an option is impossible.
    MissingExtraError
        If statsmodels is not installed.

    References
    ----------
    Hyndman & Koehler (2006): MASE. Tashman (2000): rolling origin. Models: Hyndman & Athanasopoulos
    (2021), Forecasting: principles and practice.

    Examples
    --------
    >>> import svqkit as svq
    >>> demand = svq.load_dataset("shop_demand").set_index("week")
    >>> promotion = demand["promotion"].reindex(pd.date_range("2022-11-07", "2026-12-21", freq="W-MON"))
    >>> found = forecast(demand["orders"], 4, events=promotion.fillna(0), log=True, gaps="fill",
    ...                  origins=12, models=["seasonal naive", "regression"])
    >>> found.model, bool(found.backtest.loc["regression", "mase"] < 0.7)
    ('regression', True)
    """
    values, filled = equal_steps(series, gaps)
    m = _season(season, values.index)
    names = _options(horizon, models, origins, level, m)
    start = len(values) - horizon - origins + 1
    if start < max(2 * m, 12):
        raise DataError(
            f"{len(values)} values are too few: the backtest begins with {start}, and needs two "
            f"seasons of {m} and at least 12; lower horizon, origins or season"
        )
    if log and (values <= 0).any():
        raise DataError(
            f"{values.index[values <= 0][0]} is {values[values <= 0].iloc[0]:g}: a logarithm needs "
            "numbers above 0; use log=False"
        )
    ahead = steps_ahead(values.index, horizon)
    x, called = _events(events, values.index, ahead)
    y = values.to_numpy()
    worked = np.log(y) if log else y
    errors = roll(worked, horizon, m, x, level, origins, names, progress)
    if log:
        errors[["actual", "forecast", "low", "high"]] = np.exp(
            errors[["actual", "forecast", "low", "high"]]
        )
    scale = float(np.abs(y[m:start] - y[: start - m]).mean())
    if not scale > 0:
        raise DataError("every season is the same as the last one: there is nothing to forecast")
    table = backtest_table(errors, scale, horizon).sort_values("mase")
    best = str(table.index[0])
    found = MODELS[best](worked, horizon, m, x, level)
    bounds = np.column_stack([found.mean, found.low, found.high])
    path = values.rename("value").to_frame().reindex(values.index.append(ahead))
    path.loc[ahead, ["forecast", "low", "high"]] = np.exp(bounds) if log else bounds
    return Forecast(
        path,
        table,
        errors,
        _effects(worked, m, x, called, log, level),
        best,
        m,
        horizon,
        filled,
        level,
        forecast_sentence(table, best, level, origins),
        forecast_convention(log, m, filled, table, origins),
    )


def _season(season: int | None, index: Any) -> int:
    if season is not None:
        if season < 1:
            raise ValueError(f"season must be 1 (none) or more, not {season!r}")
        return season
    letter = index.freqstr.split("-")[0][:1] if isinstance(index, pd.PeriodIndex) else ""
    return SEASONS.get(letter, 1)


def _options(
    horizon: int, models: Sequence[str], origins: int, level: float, season: int
) -> list[str]:
    if isinstance(models, str):
        raise TypeError(f"models is a list, such as ['naive', {models!r}]")
    unknown = [name for name in models if name not in MODELS]
    if unknown:
        raise ValueError(f"no model {unknown[0]!r}; there are {', '.join(MODELS)}")
    names = [name for name in MODELS if name in models and (season > 1 or name != NAIVE[1])]
    if not set(names) & set(NAIVE):
        raise ValueError('models must hold "naive" or "seasonal naive", to compare with')
    for name, value in {"horizon": horizon, "origins": origins, "season": season}.items():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{name}={value!r} must be a whole number")
    if horizon < 1 or origins < 5:
        raise ValueError("horizon must be 1 or more, origins 5 or more")
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    return names


def _events(events: Any, past: Any, ahead: Any) -> tuple[np.ndarray, list[str]]:
    """Read events for the past and the steps ahead."""
    every = past.append(ahead)
    if events is None:
        return np.empty((len(every), 0)), []
    table = events.to_frame(events.name or "event") if isinstance(events, pd.Series) else events
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"events is a Series or a DataFrame by time, not a {type(events).__name__}")
    try:
        table = table.astype(float)
    except (TypeError, ValueError) as error:
        raise DataError(f"events hold what is no number: {error}") from None
    if isinstance(table.index, pd.DatetimeIndex):
        table = table.set_axis(table.index.tz_localize(None))
    if isinstance(table.index, pd.DatetimeIndex) and isinstance(past, pd.PeriodIndex):
        table = table.set_axis(table.index.to_period(past.freqstr))
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()][0]
        raise DataError(f"events: {twice} comes twice", row=twice)
    if table.columns.has_duplicates:
        raise DataError("events: two columns have the same name; rename one")
    table = table.reindex(every).replace([np.inf, -np.inf], np.nan)
    if table.isna().to_numpy().any():
        row, column = np.argwhere(table.isna().to_numpy())[0]
        raise DataError(
            f"event {table.columns[column]!r} is not known for {every[row]}; events cover the past "
            "and every step ahead",
            row=every[row],
            column=table.columns[column],
        )
    for name in table:
        if table[name].loc[past].nunique() < 2:
            raise DataError(f"event {name!r} never changes in the past: nothing can be learned")
    return table.to_numpy(), [str(name) for name in table]


def _effects(
    y: np.ndarray, season: int, x: np.ndarray, called: list[str], log: bool, level: float
) -> pd.DataFrame:
    """Estimate what each event does, from the regression with AR(1) errors over all of the past."""
    if not called:
        return pd.DataFrame(columns=["effect", "low", "high", "p"])
    about = regression(y, 1, season, x[: len(y) + 1], level).about
    middle, error = (about[name][: len(called)] for name in ("slopes", "errors"))
    reach = float(ndtri((1 + level) / 2)) * error
    bounds = np.column_stack([middle, middle - reach, middle + reach])
    table = pd.DataFrame(
        np.expm1(bounds) if log else bounds, index=called, columns=["effect", "low", "high"]
    )
    return table.assign(p=2 * ndtr(-np.abs(middle / error))).rename_axis("event")
