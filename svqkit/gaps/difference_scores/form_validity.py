"""Whether each form's dimensions converge on quality, and differ from each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.gaps.difference_scores.forms_at_hand import FormsAtHand

__all__ = ["form_validity"]


def form_validity(
    at_hand: FormsAtHand, criterion: pd.Series | None, *, ci: float
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Correlate scores with a criterion and with their components; fit the designed dimensions.

    Parameters
    ----------
    at_hand : FormsAtHand
    criterion : Series or None
        An overall judgement, such as overall quality.
    ci : float

    Returns
    -------
    DataFrame (index: form)
        ``r_criterion r_criterion_low r_criterion_high`` of the total (Fisher's z),
        ``mean_r_criterion min_r_criterion`` of the dimensions; ``ave_lowest ave_lowest_scale``,
        ``htmt_largest htmt_low htmt_high htmt_pair`` (delta-method interval), from a confirmatory
        model and from correlations of the items; ``r_perception r_expectation`` of the total with
        its components.
    dict of form to str
        Why AVE or HTMT is missing.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.gaps.difference_scores.forms_at_hand import forms_at_hand
    >>> bank = svq.load_dataset("bank")
    >>> table, missing = form_validity(forms_at_hand(bank), bank.respondents["satisfaction"], ci=0.95)
    >>> bool(table.loc["servqual", "r_expectation"] < 0)
    True
    """
    rows: dict[str, dict[str, Any]] = {}
    missing: dict[str, str] = {}
    p = at_hand.perceptions.mean(axis=1, skipna=False)
    e = at_hand.expectations.mean(axis=1, skipna=False)
    for name, form in at_hand.forms.items():
        if form.total is None:
            continue
        row: dict[str, Any] = dict.fromkeys(
            ("r_criterion", "r_criterion_low", "r_criterion_high", "mean_r_criterion",
             "min_r_criterion", "ave_lowest", "htmt_largest", "htmt_low", "htmt_high"),
            np.nan,
        )  # fmt: skip
        row |= {"ave_lowest_scale": "", "htmt_pair": ""}
        if criterion is not None:
            r, n = _correlation(form.total, criterion)
            row["r_criterion"] = r
            row["r_criterion_low"], row["r_criterion_high"] = _fisher(r, n, ci)
            if form.dimensions is not None:
                each = [_correlation(form.dimensions[d], criterion)[0] for d in form.dimensions]
                row["mean_r_criterion"], row["min_r_criterion"] = np.mean(each), np.min(each)
        row["r_perception"] = _correlation(form.total, p)[0]
        row["r_expectation"] = (
            _correlation(form.total, e)[0] if at_hand.expectations.shape[1] else np.nan
        )
        if form.items is None:
            missing[name] = "AVE and HTMT: weights multiply all items of a dimension alike"
        elif form.dimensions is None:
            missing[name] = "AVE and HTMT: the question has no dimensions"
        else:
            row |= _of_items(name, form.items, at_hand.mapping, ci, missing)
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("form"), missing


def _correlation(a: pd.Series, b: pd.Series) -> tuple[float, int]:
    both = pd.DataFrame({"a": a, "b": b}).dropna().to_numpy(dtype=float)
    if len(both) < 4 or (np.ptp(both, axis=0) == 0).any():
        return float("nan"), len(both)
    return float(np.clip(np.corrcoef(both.T)[0, 1], -1, 1)), len(both)


def _fisher(r: float, n: int, ci: float) -> tuple[float, float]:
    if not abs(r) < 1 or n < 4:
        return float("nan"), float("nan")
    reach = float(ndtri((1 + ci) / 2)) / np.sqrt(n - 3)
    return float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))


def _of_items(
    name: str,
    items: pd.DataFrame,
    mapping: Mapping[str, list[str]],
    ci: float,
    missing: dict[str, str],
) -> dict[str, Any]:
    """AVE of the weakest dimension and HTMT of the closest pair."""
    from svqkit.psychometrics.cfa import cfa
    from svqkit.psychometrics.validity.htmt import htmt
    from svqkit.psychometrics.validity.validity import validity

    found: dict[str, Any] = {}
    if len(mapping) < 2:
        missing[name] = "AVE and HTMT: there is one dimension only"
        return found
    try:
        pairs = htmt(items, mapping, ci=ci).pairs
        if pairs["htmt"].notna().any():
            worst = pairs.loc[int(np.nanargmax(pairs["htmt"]))]
            closest = f"{worst['factor_1']} – {worst['factor_2']}"
            found |= {"htmt_largest": worst["htmt"], "htmt_pair": closest}
            found |= {"htmt_low": worst["htmt_low"], "htmt_high": worst["htmt_high"]}
    except DataError as error:
        missing[name] = f"HTMT: {error}"
    try:
        ave = validity(cfa(items, mapping, std_lv=True)).ave
        found |= {"ave_lowest": float(ave.min()), "ave_lowest_scale": str(ave.idxmin())}
    except (ConvergenceError, ModelError, DataError) as error:
        missing[name] = f"AVE: {error}"
    return found
