"""The designed model, its rivals and its groups, fitted for a validation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.dimensionality.model_texts import correlated_model
from svqkit.validation.attempt import attempt
from svqkit.validation.claims import NO_GROUPS
from svqkit.validation.models import rival_models

if TYPE_CHECKING:
    from svqkit.psychometrics.invariance.invariance import Invariance
    from svqkit.psychometrics.sem.results.result import CFA
    from svqkit.validation.analysis_record import Analyses, Options

__all__ = ["fit_models"]


def fit_models(done: Analyses, answers: pd.DataFrame) -> None:
    """Fit the designed model, its rivals, and, where groups are named, their comparison.

    Parameters
    ----------
    done : Analyses
        Receives ``cfa``, ``models`` and ``invariance``, or why they could not be had.
    answers : DataFrame (respondents × items)

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> list(analyse(svq.load_dataset("bank"), Options()).models.table.index)[:2]
    ['designed', 'one factor']
    """
    from svqkit.psychometrics.cfa import cfa
    from svqkit.psychometrics.comparison.compare import compare_models

    options = done.options
    given = options.model if options.model is not None else done.scales
    designed = given if isinstance(given, str) else correlated_model(given)

    def fit(source: object, model: str) -> CFA:
        return cfa(
            source,
            model,
            estimator=options.estimator,
            missing=options.missing,
            ordered=options.ordered,
        )

    done.cfa = attempt(done, "designed model", lambda: fit(answers, designed))
    if done.cfa is None:
        return
    fits = {"designed": done.cfa}
    rivals = rival_models(done.scales, _closest_pair(done.cfa))
    for name, model in rivals.items():
        rival = attempt(done, f"rival model: {name}", partial(fit, answers, model))
        if rival is not None:
            fits[name] = rival
    done.models = compare_models(fits)
    if options.group is None:
        done.not_run["groups"] = NO_GROUPS
        return
    done.invariance = attempt(done, "groups", lambda: _compare_groups(done, designed, options))


def _closest_pair(fit: CFA) -> tuple[str, str] | None:
    correlations = fit.factor_correlations
    if len(correlations) < 2:
        return None
    size = np.abs(correlations.to_numpy()) * ~np.eye(len(correlations), dtype=bool)
    first, second = np.unravel_index(size.argmax(), size.shape)
    names = list(correlations.columns)
    return names[int(first)], names[int(second)]


def _compare_groups(done: Analyses, designed: str, options: Options) -> Invariance:
    from svqkit.psychometrics.invariance.large_groups import invariance_of_large_groups

    names = [name for items in done.scales.values() for name in items]
    column = done.responses.respondents.get(options.group)
    if column is None:
        raise DataError(
            f"group {options.group!r} is not among the columns of the respondents: "
            f"{', '.join(map(str, done.responses.respondents.columns[:12]))}",
            column=options.group,
        )
    found, left_out = invariance_of_large_groups(
        done.responses.perceptions[names],
        designed,
        column,
        estimator=options.estimator,
        missing=options.missing,
        ordered=options.ordered,
    )
    if left_out:
        done.not_run["small groups"] = left_out
    return found
