"""Do the conclusions hang on the flagged respondents? The same numbers with and without them."""

from __future__ import annotations

import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.validation.analyses import Analyses
from svqkit.validation.models import designed_model

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
    >>> from svqkit.validation.analyses import Options, analyse
    >>> table = with_and_without(analyse(svq.load_dataset("bank"), Options()))
    >>> bool(table.loc["respondents", "difference"] < 0)
    True
    """
    everybody = pd.Series(_key_numbers(done, done.responses.perceptions.index))
    kept = done.responses.perceptions.index.difference(done.screening.flagged, sort=False)
    without = pd.Series(_key_numbers(done, kept)).reindex(everybody.index)
    table = pd.DataFrame({"everybody": everybody, "without_flagged": without})
    table["difference"] = table["without_flagged"] - table["everybody"]
    table.index.name = "quantity"
    return table


def _key_numbers(done: Analyses, index: pd.Index) -> dict[str, float]:
    from svqkit.psychometrics.cfa import cfa
    from svqkit.psychometrics.reliability import reliability

    names = [name for items in done.scales.values() for name in items]
    answers = done.responses.perceptions.loc[index, names]
    numbers: dict[str, float] = {"respondents": float(len(index))}
    titles = done.responses.instrument.dimension_titles
    try:
        alphas = reliability(answers, done.scales).coefficients["alpha"]
        for scale in done.scales:
            numbers[f"alpha, {titles[scale]}"] = float(alphas[scale])
        fit = cfa(answers, designed_model(done.scales)).fit
        for index_name, label in (("cfi", "CFI"), ("rmsea", "RMSEA"), ("srmr", "SRMR")):
            numbers[label] = float(fit[index_name])
    except (DataError, ModelError, ConvergenceError):
        # The remaining quantities stay missing in the table; the reason stands in `not_run`.
        pass
    if done.responses.gaps is not None:
        gaps = done.responses.gaps.loc[index, names]
        numbers["mean gap"] = float(gaps.to_numpy()[~gaps.isna().to_numpy()].mean())
    return numbers
