"""Whether the items of a dimension belong together, and the dimensions differ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ..columns import bound, ends, head, mixed
from ..document import Figure, Section, Table, table
from ..extremes import highest, lowest
from ..names import dimension_name, instrument_of
from ..numbers import bounded, interval, real
from ..words import join, sentence

__all__ = ["validity"]


def _converging(found: Any, instrument: Any) -> str:
    ave = found.ave.dropna()
    if ave.empty:
        return "The variance extracted cannot be computed here."
    low = [dimension_name(name, instrument) for name in ave.index if ave[name] < 0.50]
    if not low:
        return (
            "Every dimension extracts at least half of its items' variance (lowest: "
            f"{dimension_name(lowest(ave), instrument)}, {bounded(ave.min())})."
        )
    return (
        f"{join(low)} {'extracts' if len(low) == 1 else 'extract'} less than half of the items' "
        f"variance (lowest: {dimension_name(lowest(ave), instrument)}, {bounded(ave.min())})."
    )


def _differing(found: Any, instrument: Any) -> str:
    pairs = found.correlations
    if pairs is None or pairs.empty or pairs["r"].isna().all():
        return ""
    top = pairs.loc[highest(pairs["r"].abs())]
    said = (
        f" The closest dimensions are {dimension_name(top['factor_1'], instrument)} and "
        f"{dimension_name(top['factor_2'], instrument)}: r = {bounded(top['r'])} "
        f"{interval(top['low'], top['high'])}"
    )
    htmt = real(top.get("htmt"))
    said += f", HTMT {bounded(htmt)}" if htmt is not None else ""
    high = real(top["high"])
    if high is None:
        return f"{said}."
    if high < 0.85:
        return f"{said}, so all dimensions can be told apart."
    if (real(top["low"]) or 0.0) > 0.85:
        return f"{said}: too close to be interpreted apart."
    return f"{said}: whether they can be told apart stays open, since the interval reaches .85."


def _scales(found: Any, instrument: Any) -> Table:
    frame = pd.DataFrame({"cr": found.cr, "ave": found.ave})
    for name in ("h", "h_low", "h_high", "asv"):
        frame[name] = found.factors[name]
    frame["root"] = np.sqrt(frame["ave"])
    for name in ("cr", "ave"):
        ends_of = getattr(found, f"{name}_interval", None)
        if ends_of is not None:
            frame[f"{name}_low"], frame[f"{name}_high"] = ends_of["low"], ends_of["high"]
    msv = getattr(found, "msv", None)
    if msv is not None:
        frame["msv"] = msv
    frame.insert(0, "factor", [dimension_name(name, instrument) for name in frame.index])
    return table(
        "validity-scales",
        frame.reset_index(drop=True),
        "Convergence of each dimension",
        [
            head("factor", "Dimension"),
            bound("cr", "CR"),
            ends("cr_low", "cr_high", "CR, 95% CI"),
            bound("ave", "AVE"),
            ends("ave_low", "ave_high", "AVE, 95% CI"),
            bound("root", "√AVE"),
            bound("msv", "MSV"),
            bound("asv", "ASV"),
            bound("h", "H"),
            ends("h_low", "h_high", "H, 95% CI"),
        ],
        note="CR: composite reliability. AVE: average variance extracted. MSV, ASV: largest and "
        "mean variance shared with other dimensions. H: reliability of the best weighted sum.",
    )


def _pairs(found: Any, instrument: Any) -> Table:
    pairs = found.correlations.reset_index(drop=True)
    words = [
        f"{dimension_name(a, instrument)} – {dimension_name(b, instrument)}"
        for a, b in zip(pairs["factor_1"], pairs["factor_2"], strict=True)
    ]
    return table(
        "validity-pairs",
        pairs.assign(pair=words),
        "How close each pair of dimensions is",
        [
            head("pair", "Pair"),
            bound("r", "r of the factors"),
            ends("low", "high", "r, 95% CI"),
            bound("shared_variance", "Shared variance"),
            bound("htmt", "HTMT"),
            ends("htmt_low", "htmt_high", "HTMT, 95% CI"),
            bound("htmt2", "HTMT2"),
            ends("htmt2_low", "htmt2_high", "HTMT2, 95% CI"),
        ],
    )


def _lower(row: Mapping[str, Any], name: str) -> str:
    """Leave the upper triangle blank."""
    return "" if real(row[name]) is None else bounded(row[name])


def _fornell_larcker(found: Any, instrument: Any) -> Table:
    square = found.fornell_larcker.copy()
    names = list(square.columns)
    square.insert(0, "factor", [dimension_name(name, instrument) for name in square.index])
    return table(
        "validity-fornell-larcker",
        square.reset_index(drop=True),
        "Fornell–Larcker: √AVE on the diagonal, correlations of the factors off it",
        [
            head("factor", "Dimension"),
            *[
                mixed(name, dimension_name(name, instrument), partial(_lower, name=name))
                for name in names
            ],
        ],
    )


def validity(validation: Any) -> Section:
    """Compose the section on convergent and discriminant validity.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``validity-scales``, ``validity-pairs`` and ``validity-fornell-larcker``.
    """
    found, instrument = validation.validity, instrument_of(validation)
    tables = [_scales(found, instrument)]
    figures: tuple[Figure, ...] = ()
    if len(found.ave) > 1:
        tables += [_pairs(found, instrument), _fornell_larcker(found, instrument)]
        from svqkit.present.plots.discriminant import plot_discriminant
        from svqkit.present.plots.validity import plot_htmt

        closest = found.correlations.loc[highest(found.correlations["r"].abs())]
        top = found.correlations.loc[highest(found.correlations["htmt"])]
        figures = (
            Figure(
                "picture-htmt",
                "Heterotrait–monotrait ratios",
                "Heterotrait–monotrait ratio of each pair of dimensions. The largest is "
                f"{bounded(top['htmt'])}, of {dimension_name(top['factor_1'], instrument)} and "
                f"{dimension_name(top['factor_2'], instrument)}; the smallest "
                f"{bounded(found.correlations['htmt'].min())}.",
                partial(plot_htmt, found, instrument=instrument),
            ),
            Figure(
                "picture-discriminant",
                "How close each pair of dimensions is",
                "Correlation of the factors and heterotrait–monotrait ratio of each pair of "
                "dimensions, with their intervals, against .85 and 1. The closest pair is "
                f"{dimension_name(closest['factor_1'], instrument)} and "
                f"{dimension_name(closest['factor_2'], instrument)}, r = {bounded(closest['r'])} "
                f"{interval(closest['low'], closest['high'])}.",
                partial(plot_discriminant, found, instrument=instrument),
            ),
        )
    return Section(
        "validity",
        "Convergent and discriminant validity",
        f"{_converging(found, instrument)}{_differing(found, instrument)}",
        tuple(tables),
        figures,
        sentence(found.convention),
    )
