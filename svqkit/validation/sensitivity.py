"""Do the conclusions hang on the flagged respondents? The same numbers with and without them."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs, total_pairs
from svqkit.validation.analysis_record import Analyses
from svqkit.validation.fit_choice import judged

__all__ = ["with_and_without"]


def with_and_without(done: Analyses) -> pd.DataFrame:
    """Compute the key numbers for everybody and without those flagged as careless.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    DataFrame
        One row a quantity (respondents, alpha of each scale, CFI, RMSEA, SRMR, mean gap):
        everybody, without_flagged, difference. A quantity that can't be computed is missing.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> table = with_and_without(analyse(svq.load_dataset("bank"), Options()))
    >>> bool(table.loc["respondents", "difference"] < 0)
    True
    """
    kept = ~done.screening.respondents["careless"].to_numpy(dtype=bool)
    gaps = None if done.responses.expectations is None else _total_gaps(done)
    everybody, without = _everybody(done, gaps), _without(done, kept, gaps)
    values = [[found.get(name, nan) for name in everybody] for found in (everybody, without)]
    table = pd.DataFrame(
        dict(zip(("everybody", "without_flagged"), values, strict=True)), index=list(everybody)
    )
    table["difference"] = table["without_flagged"] - table["everybody"]
    table.index.name = "quantity"
    return table


def _everybody(done: Analyses, gaps: np.ndarray | None) -> dict[str, float]:
    found = done.reliability.get("perceptions")
    alphas = {} if found is None else found.coefficients["alpha"].to_dict()
    numbers = {"respondents": float(done.responses.n)}
    numbers |= {_alpha_of(done, scale): float(alphas.get(scale, nan)) for scale in done.scales}
    numbers |= {
        label: nan if done.cfa is None else judged(done.cfa.fit, name)
        for name, label in _FIT.items()
    }
    if gaps is not None:
        numbers["mean gap"] = _mean(gaps)
    return numbers


def _without(done: Analyses, kept: np.ndarray, gaps: np.ndarray | None) -> dict[str, float]:
    from svqkit.psychometrics.cfa import cfa
    from svqkit.psychometrics.reliability.alpha import alpha

    answers = done.responses.perceptions.loc[kept]
    values, place = answers.to_numpy(dtype=float), answers.columns.tolist().index
    numbers = {"respondents": float(len(values))}
    for scale, names in done.scales.items():
        complete = values[:, [place(name) for name in names]]
        complete = complete[~np.isnan(complete).any(axis=1)]
        if len(complete) > 1 and len(names) > 1:
            numbers[_alpha_of(done, scale)] = float(alpha(np.cov(complete.T)))
    if done.cfa is not None:
        try:
            model, options = done.cfa.model, done.options
            fit = cfa(
                answers,
                model,
                estimator=options.estimator,
                missing=options.missing,
                ordered=options.ordered,
            ).fit
            numbers |= {label: judged(fit, name) for name, label in _FIT.items()}
        except (DataError, ModelError, ConvergenceError) as error:
            done.not_run["designed model without the flagged"] = str(error)
    if gaps is not None:
        numbers["mean gap"] = _mean(gaps[kept])
    return numbers


_FIT = {"cfi": "CFI", "rmsea": "RMSEA", "srmr": "SRMR"}


def _alpha_of(done: Analyses, scale: str) -> str:
    return f"alpha, {done.responses.instrument.dimension_titles[scale]}"


def _total_gaps(done: Analyses) -> np.ndarray:
    """Total gap of each respondent, scored as the gap analysis scores it; NaN where it has none."""
    scored = total_pairs(*dimension_pairs(*item_pairs(done.responses), done.scales))
    return np.asarray(scored[0] - scored[1])


def _mean(gaps: np.ndarray) -> float:
    known = gaps[~np.isnan(gaps)]
    return float(known.mean()) if len(known) else nan
