"""The exploratory solution held against the designed structure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ..columns import bound, head, label, num
from ..document import Column, Figure, Section, Table, table
from ..names import dimension_name, instrument_of, item_name, with_labels
from ..numbers import bounded, count, number, p_phrase, real
from ..words import join, plural, sentence

__all__ = ["CROSS", "exploratory"]

CROSS = 0.32
"""A secondary loading from here on is a cross-loading (Tabachnick & Fidell 2013)."""


def _homes(validation: Any, loadings: pd.DataFrame) -> dict[str, str]:
    """Designed factor of each item, where the solution has a factor of that name."""
    return {
        code: scale
        for scale, codes in validation.scales.items()
        for code in codes
        if code in loadings.index and scale in loadings.columns
    }


def _sorted(loadings: pd.DataFrame, homes: Mapping[str, str]) -> pd.DataFrame:
    """Sort items by designed factor, or else by strongest factor, and by size within it."""
    order = {factor: place for place, factor in enumerate(loadings.columns)}
    strongest = loadings.abs().idxmax(axis=1)
    home = [homes.get(str(code), strongest[code]) for code in loadings.index]
    size = [
        -abs(loadings.loc[code, factor]) for code, factor in zip(loadings.index, home, strict=True)
    ]
    keys = pd.DataFrame({"place": [order[f] for f in home], "size": size}, index=loadings.index)
    return loadings.loc[keys.sort_values(["place", "size"], kind="stable").index]


def _misplaced(loadings: pd.DataFrame, homes: Mapping[str, str]) -> list[str]:
    strongest = loadings.abs().idxmax(axis=1)
    return [code for code, home in homes.items() if strongest[code] != home]


def _crossing(loadings: pd.DataFrame) -> list[str]:
    """Name the items with a secondary loading of at least .32."""
    if loadings.shape[1] < 2:
        return []
    second = np.sort(np.abs(loadings.to_numpy()), axis=1)[:, -2:-1]
    return [str(code) for code in loadings.index[np.flatnonzero(second.max(axis=1) >= CROSS)]]


def _turned(loadings: pd.DataFrame, homes: Mapping[str, str], instrument: Any) -> str:
    """Name the items that load where designed, but with the opposite sign of the others."""
    named = [
        item_name(code, instrument)
        for code, home in homes.items()
        if float(loadings[home].loc[code]) <= -CROSS
    ]
    if not named:
        return ""
    return f" With the opposite sign {'does' if len(named) == 1 else 'do'} so {join(named)}."


def _meaning(validation: Any, homes: Mapping[str, str]) -> str:
    loadings = validation.efa.loadings
    instrument = instrument_of(validation)
    wrong, crossing = _misplaced(loadings, homes), _crossing(loadings)
    strongest = loadings.abs().idxmax(axis=1)
    if not homes:
        first = f"{plural(loadings.shape[1], 'factor')} describe {len(loadings)} items."
    elif not wrong:
        first = f"All {len(homes)} items load highest on the factor designed for them."
    else:
        named = [
            f"{item_name(code, instrument)} on {dimension_name(strongest[code], instrument)}"
            for code in wrong[:4]
        ]
        named += [f"{len(wrong) - 4} more"] if len(wrong) > 4 else []
        first = (
            f"{len(homes) - len(wrong)} of {len(homes)} items load highest on the factor designed "
            f"for them. {'Exception' if len(wrong) == 1 else 'Exceptions'}: {join(named)}."
        )
    first += _turned(loadings, homes, instrument)
    if not crossing:
        second = f"No item has a cross-loading of {bounded(CROSS)} or more."
    else:
        named = [item_name(code, instrument) for code in crossing[:4]]
        named += [f"{len(crossing) - 4} more"] if len(crossing) > 4 else []
        second = (
            f"{join(named)} {'speaks' if len(crossing) == 1 else 'speak'} for two factors at "
            f"once (cross-loading of {bounded(CROSS)} or more)."
        )
    heywood = validation.efa.heywood
    third = (
        f" The solution is inadmissible for {join([item_name(c, instrument) for c in heywood])}: "
        "all of its variance is taken as common."
        if heywood
        else ""
    )
    return f"{first} {second}{third}"


def _factor_column(factor: str, title: str, homes: Mapping[str, str]) -> Column:
    def mark(value: Any, row: Mapping[str, Any]) -> str:
        size = abs(real(value) or 0.0)
        home = homes.get(row["item"], row["strongest"])
        if home == factor:
            return "main"
        return "weak" if size >= CROSS else "faint"

    return bound(factor, title, mark=mark)


def _loadings(validation: Any, homes: Mapping[str, str]) -> Table:
    solution, instrument = validation.efa, instrument_of(validation)
    frame = _sorted(solution.loadings, homes)
    with_more = frame.assign(
        strongest=frame.abs().idxmax(axis=1),
        communality=solution.communalities.reindex(frame.index),
        complexity=solution.complexity.reindex(frame.index),
    )
    return table(
        "efa-loadings",
        with_labels(with_more, instrument),
        "Pattern loadings, sorted by designed dimension",
        [
            head("item", "Item"),
            label(instrument),
            *[
                _factor_column(factor, dimension_name(factor, instrument), homes)
                for factor in frame.columns
            ],
            bound("communality", "Communality"),
            num("complexity", "Complexity", 1),
        ],
        note=f"Bold: the designed factor. Shaded and marked ◂: a loading of {bounded(CROSS)} or "
        "more on another factor.",
        group=("scale", "Designed dimension"),
    )


def _factors(validation: Any) -> list[Table]:
    solution, instrument = validation.efa, instrument_of(validation)
    made = []
    if solution.congruence is not None:
        congruence = solution.congruence.to_frame("congruence")
        congruence.insert(0, "factor", [dimension_name(n, instrument) for n in congruence.index])
        made.append(
            table(
                "efa-congruence",
                congruence.reset_index(drop=True),
                "Congruence of each factor with its design",
                [head("factor", "Factor"), bound("congruence", "Tucker's φ")],
                note="From about .85 on factors count as similar, from .95 on as equal "
                "(Lorenzo-Seva & ten Berge 2006).",
            )
        )
    if solution.loadings.shape[1] > 1:
        phi = solution.phi.copy()
        phi.insert(0, "factor", [dimension_name(n, instrument) for n in phi.index])
        made.append(
            table(
                "efa-phi",
                phi.reset_index(drop=True),
                "Correlations of the factors",
                [
                    head("factor", "Factor"),
                    *[bound(n, dimension_name(n, instrument)) for n in solution.phi.columns],
                ],
            )
        )
    return made


def exploratory(validation: Any) -> Section:
    """Compose the section on exploratory factor analysis.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``efa-loadings``, ``efa-congruence`` and ``efa-phi``.
    """
    solution, instrument = validation.efa, instrument_of(validation)
    homes = _homes(validation, solution.loadings)
    from svqkit.present.plots.factors import plot_loadings

    wrong, crossing = _misplaced(solution.loadings, homes), _crossing(solution.loadings)
    picture = Figure(
        "picture-loadings",
        "Pattern loadings",
        f"Loadings of {len(solution.loadings)} items on {solution.loadings.shape[1]} factors; "
        f"{len(homes) - len(wrong)} of {len(homes)} items load highest where designed, "
        f"{plural(len(crossing), 'item')} with cross-loadings.",
        partial(plot_loadings, solution, instrument=instrument, threshold=CROSS),
    )
    fit = solution.fit
    said = ""
    if real(fit.get("chisq")) is not None:
        said = (
            f" Fit: χ²({count(fit['df'])}) = {number(fit['chisq'], 1)}, {p_phrase(fit['pvalue'])}, "
            f"RMSEA {bounded(fit['rmsea'], 3)}, root mean square residual {bounded(fit['rmsr'], 3)}."
        )
    return Section(
        "efa",
        "Exploratory factor analysis",
        _meaning(validation, homes),
        (_loadings(validation, homes), *_factors(validation)),
        (picture,),
        f"{sentence(solution.convention)} {count(solution.n)} respondents; factors are matched with the "
        f"design and named after it.{said}",
    )
