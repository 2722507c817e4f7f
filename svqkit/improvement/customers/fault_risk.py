"""Which self-service machine is likely to fail next, and when to service it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.errors import DataError
from svqkit.improvement.customers.columns import known_columns
from svqkit.improvement.customers.lifetimes import kaplan_meier, periods, read_runs
from svqkit.improvement.customers.logit import Logit, design, fit_logit
from svqkit.improvement.customers.probabilities import (
    area_under_curve,
    calibration,
    calibration_line,
)
from svqkit.improvement.customers.service_list import service_list
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.planning.sample_plan import check_between, check_count
from svqkit.result import Part, Result

__all__ = ["FaultRisk", "fault_risk"]


_MOST_PERIODS = 5_000
"""Periods of the longest run, and of the horizon."""


@dataclass(frozen=True, eq=False, repr=False)
class FaultRisk(Result):
    """Risks of faults: what raises them, how far they come true, and what to service first.

    Attributes
    ----------
    service : DataFrame (index: machine)
        Machines running today, the most urgent first: ``since`` service, ``risk`` of a fault within the
        horizon, ``median_left`` (time until half of such machines have failed), ``service_within`` (time
        until the risk reaches the limit; 0 is now).
    effects : DataFrame (index: column)
        ``b se p odds_ratio low high``: of a fault in a period; ``log time`` is wear (above 0: the risk
        grows with time since service).
    survival : DataFrame (index: time)
        ``at_risk faults without low high`` of all runs (Kaplan–Meier).
    calibration : DataFrame (index: group)
        ``n forecast happened low high fits``: faults in a period, by models that had not seen the machine.
    line : Series
        ``slope slope_low slope_high level``.
    auc : Series
        ``value low high``.
    horizon, limit, period : float
    n, faults : int
    sentence, convention : str

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> days = np.ceil(300 * rng.weibull(2, 200))
    >>> runs = pd.DataFrame({"days": np.minimum(days, 400), "fault": (days <= 400).astype(int)})
    >>> bool(fault_risk(runs, "days", "fault", []).effects.loc["log time", "low"] > 1)
    True
    """

    service: pd.DataFrame
    effects: pd.DataFrame
    survival: pd.DataFrame
    calibration: pd.DataFrame
    line: pd.Series
    auc: pd.Series
    horizon: float
    limit: float
    period: float
    n: int
    faults: int
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Fault risk: {self.faults} faults in {self.n} runs"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.sentence)]
        if len(self.service):
            parts.append(("To be serviced", self.service.head(10)))
        return [
            *parts,
            ("Effects", self.effects[["odds_ratio", "low", "high", "p"]]),
            ("Calibration", self.calibration),
            ("Convention", self.convention),
        ]


def fault_risk(
    table: pd.DataFrame,
    time: str,
    fault: str,
    predictors: Sequence[str],
    *,
    machine: str | None = None,
    running: str | None = None,
    period: float = 30,
    horizon: float = 30,
    limit: float = 0.2,
    folds: int = 10,
    bins: int = 10,
    ci: float = 0.95,
    seed: int | None = 0,
) -> FaultRisk:
    """Estimate the risk of a fault from time since service and the machine's conditions.

    Parameters
    ----------
    table : DataFrame (a row each run, from a service to a fault, the next service or today)
    time, fault : str
        Columns: how long the run lasted, and 1 where it ended in a fault.
    predictors : sequence of str
        Conditions known at the service: numbers or categories. May be empty.
    machine : str, optional
        Column: whose run it is. Runs of one machine are not independent: errors are clustered, and
        the cross-validation leaves whole machines out.
    running : str, optional
        Column: 1 for the run that goes on today.
    period : float
        Time is cut into periods of this length, in the unit of ``time``.
    horizon : float
        How far the list of services looks ahead.
    limit : float in (0, 1)
        Risk within the horizon at which a machine is to be serviced.
    folds, bins : int
        Of the cross-validation and the calibration.
    ci : float in (0, 1)
    seed : int, optional

    Returns
    -------
    FaultRisk
        ``.service .effects .survival .calibration .line .auc``.

    Raises
    ------
    DataError
        If a column or a value is missing or impossible, or there are fewer faults or machines than
        the folds need.
    ModelError
        If a predictor follows from others, or tells perfectly when there is a fault.

    Notes
    -----
    Discrete time: logit of the chance of a fault in a period, given none before, on log time and the
    predictors. With short periods odds ratios come near the hazard ratios of a Weibull or Cox model,
    and the effect of log time near Weibull's shape less 1.

    References
    ----------
    Allison (1982), Sociological Methodology 13, 61–98; Singer & Willett (1993), Journal of
    Educational Statistics 18, 155–195.

    Examples
    --------
    >>> import svqkit as svq
    >>> lockers = svq.load_dataset("shop_lockers")
    >>> found = fault_risk(lockers, "days", "fault", ["outdoor", "uses", "age"], machine="locker",
    ...                    running="running", period=15)
    >>> found.effects.index[found.effects["low"] > 1].tolist()
    ['log time', 'outdoor', 'uses', 'age']
    """
    check_between("period", period, 0, np.inf)
    check_between("horizon", horizon, 0, _MOST_PERIODS * period)
    check_between("limit", limit, 0, 1)
    check_between("ci", ci, 0, 1)
    check_count("folds", folds, 2)
    check_count("bins", bins, 1)
    generator(seed)
    known_columns(table, predictors)
    own = {time, fault, machine, running} & set(predictors)
    if own:
        raise ValueError(f"{next(iter(own))!r} says how a run went; it cannot be a predictor too")
    runs = read_runs(table, time, fault, machine, running)
    if runs["time"].max() > _MOST_PERIODS * period:
        raise DataError(
            f"a run of {runs['time'].max():g} {time} has more than {_MOST_PERIODS:,} periods of "
            f"{period:g}; choose a longer period"
        )
    numbered = table.reset_index(drop=True)
    rows, _ = design(numbered, predictors) if len(predictors) else (numbered.loc[:, []], [])
    runs = runs.iloc[rows.index]
    x, names = rows.to_numpy(float), ["log time", *map(str, rows.columns)]
    codes, machines = pd.factorize(runs["machine"])
    run, at, happened = periods(runs["time"].to_numpy(), runs["fault"].to_numpy(), period)
    if len(machines) < folds or happened.sum() < 2 * folds:
        raise DataError(
            f"{int(happened.sum())} faults on {len(machines)} machines are too few for {folds} folds"
        )
    full = np.column_stack([_log_middle(at, period), x[run]])
    model = fit_logit(full, happened, names, groups=codes[run])
    unseen = _unseen(full, happened, codes[run], names, folds, seed)
    steps = int(np.ceil(horizon / period))
    going = (runs["running"] == 1).to_numpy()
    service = service_list(model, runs[going], x[going], period, steps, horizon, limit)
    auc = pd.Series(area_under_curve(happened, unseen, ci), ["value", "low", "high"], name="auc")
    line = calibration_line(happened, unseen, ci)
    shown = calibration(happened, unseen, bins, ci)
    effects = _effects(model, names, ci)
    return FaultRisk(
        service,
        effects,
        kaplan_meier(runs["time"].to_numpy(), runs["fault"].to_numpy(), ci),
        shown,
        line,
        auc,
        float(horizon),
        float(limit),
        float(period),
        len(runs),
        int(runs["fault"].sum()),
        _sentence(effects, service, shown, auc, time, horizon, limit),
        _convention(len(table) - len(runs), period, time, ci, machine),
    )


def _log_middle(at: Any, period: float) -> np.ndarray:
    """Give the log of the middle of each period (numbered from 1)."""
    return np.asarray(np.log((np.asarray(at) - 0.5) * period))


def _unseen(
    x: np.ndarray, y: np.ndarray, codes: np.ndarray, names: list[str], folds: int, seed: int | None
) -> np.ndarray:
    """Give the risk in each period by models that have not seen the machine."""
    fold = np.random.default_rng(seed).permutation(np.arange(codes.max() + 1) % folds)[codes]
    found = np.empty(len(y))
    for k in range(folds):
        apart = fold == k
        found[apart] = fit_logit(x[~apart], y[~apart], names).chances(x[apart])
    return found


def _effects(model: Logit, names: list[str], ci: float) -> pd.DataFrame:
    b, se = model.b[1:], np.sqrt(np.diag(model.covariance))[1:]
    reach = float(ndtri((1 + ci) / 2)) * se
    return pd.DataFrame(
        {
            "b": b,
            "se": se,
            "p": 2 * ndtr(-np.abs(b / se)),
            "odds_ratio": np.exp(b),
            "low": np.exp(b - reach),
            "high": np.exp(b + reach),
        },
        index=pd.Index(names, name="predictor"),
    )


def _sentence(
    effects: pd.DataFrame,
    service: pd.DataFrame,
    shown: pd.DataFrame,
    auc: pd.Series,
    time: str,
    horizon: float,
    limit: float,
) -> str:
    wear = effects.loc["log time"]
    aged = (
        "The risk grows with time since service, so servicing beforehand can help."
        if wear["low"] > 1
        else "The risk is not shown to grow with time since service: servicing by the calendar is not "
        "shown to help."
    )
    told = f"Risks come true in {int(shown['fits'].sum())} of {len(shown)} groups"
    quality = f"{told} (AUC {auc['value']:.2f}, {auc['low']:.2f} to {auc['high']:.2f})."
    if not len(service):
        return f"{aged} {quality}"
    now = int((service["service_within"] == 0).sum())
    return (
        f"{now} of {len(service)} running machines have a risk of {limit:.0%} or more within "
        f"{horizon:g} {time}. {aged} {quality}"
    )


def _convention(left_out: int, period: float, time: str, ci: float, machine: str | None) -> str:
    gone = f" {left_out} runs lack a predictor and are left out." if left_out else ""
    apart = "machines" if machine else "runs"
    return (
        f"Discrete-time logit in periods of {period:g} {time}; a last period that was left without a "
        f"fault is not counted; errors clustered by {apart}; calibration and AUC with whole {apart} left "
        f"out; intervals {ci:.0%}.{gone} Services that come early on a suspicion make faults look rarer "
        "than they are; risks hold for machines used as these were."
    )
