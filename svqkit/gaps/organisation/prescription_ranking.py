"""Ranking prescriptions by the evidence of a gap model: what it shows at least, doubts deducted.

``score = gap × shortfall × ½^doubts``. Both factors are shares of their scale, taken at the end of
the interval that is nearer to no problem, so that a large but unsure number counts little. The rule
is ours; it orders what the surveys show and claims nothing about what a measure would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.antecedents import scale_shortfall
from svqkit.gaps.organisation.design import ANTECEDENTS, SURVEY_OF, TOTAL
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, Entry

__all__ = ["CONSISTENT", "EVIDENCE", "dimension_weights", "rank_entries"]

CONSISTENT = 0.70
"""Alpha from which a score bears a comparison of groups (Nunnally, 1978, *Psychometric Theory*)."""

EVIDENCE = [
    "gap", "judged", "gap_value", "gap_low", "gap_high", "gap_at_least",
    "worst", "worst_value", "worst_low", "worst_high",
    "antecedent", "mean", "low", "high", "n", "bottom", "top", "desirable", "shortfall",
    "shortfall_at_least", "alpha", "r", "r_low", "r_high", "n_r", "link", "apart",
    "doubts", "score", "rank",
]  # fmt: skip
"""Columns of the evidence, in this order."""


def dimension_weights(given: Any) -> dict[str, float] | None:
    """Check weights and scale them to a mean of 1 over SERVQUAL's five dimensions.

    Parameters
    ----------
    given : Series or mapping of dimension to number, or None
        Such as ``weighted_gaps(customers).weights``.

    Returns
    -------
    dict of dimension to float, or None
        None where nothing is given.

    Raises
    ------
    ValueError
        If a dimension is missing or unknown, or a weight is negative or not a number.

    Examples
    --------
    >>> dimension_weights(
    ...     dict(tangibles=10, reliability=30, responsiveness=30, assurance=10, empathy=20)
    ... )["reliability"]
    1.5
    """
    if given is None:
        return None
    if not isinstance(given, (Mapping, pd.Series)):
        raise ValueError("weights must give a number for each dimension, as a Series or a dict")
    named = {str(name): float(value) for name, value in given.items()}
    if set(named) != set(DIMENSIONS):
        raise ValueError(
            f"weights must name {', '.join(DIMENSIONS)}; they name {', '.join(named) or 'none'}"
        )
    values = np.array([named[name] for name in DIMENSIONS])
    if not (np.isfinite(values).all() and (values >= 0).all() and values.sum() > 0):
        raise ValueError("weights must be 0 or more, finite, and not all 0")
    return dict(zip(DIMENSIONS, (values / values.mean()).tolist(), strict=True))


def rank_entries(
    entries: Sequence[Entry],
    model: Any,
    *,
    dimension: str | None = None,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Order prescriptions by what a gap model shows.

    Parameters
    ----------
    entries : sequence of Entry
        In the catalogue's order.
    model : GapModel
    dimension : str, optional
        Judge each gap on this dimension instead of its total.
    weights : mapping of dimension to float, optional
        From ``dimension_weights``; with them the total does not count.

    Returns
    -------
    DataFrame (index: id)
        The columns ``EVIDENCE``, in order of rank. Entries without a measured gap and antecedent
        come last in the catalogue's order, with neither score nor rank.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.gaps.organisation.prescription_catalogue import prescription_catalogue
    >>> model = svq.gap_model(svq.load_dataset("bank"))
    >>> rank_entries(prescription_catalogue().entries, model).index[0]
    '1-research'
    """
    gaps = model.gaps[["value", "low", "high"]].astype(float).to_dict("index")
    behind = {str(name): _antecedent_evidence(str(name), model) for name in model.antecedents.index}
    for name, unit in _apart(model).items():
        if behind.get(name):
            behind[name]["apart"] = unit
    rows = {}
    for entry in entries:
        scale = getattr(model.instruments.get(SURVEY_OF[entry.gap]), "scale", None)
        width = np.nan if scale is None else float(scale.high - scale.low)
        gap = _gap_evidence(entry, gaps, width, dimension, weights)
        rows[entry.id] = _evidence(entry, gap, behind)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=EVIDENCE).rename_axis("id")
    score, shortfall = (table[key].to_numpy(dtype=float) for key in ("score", "shortfall"))
    first = np.where(np.isnan(score), np.inf, -score)
    then = np.where(np.isnan(score), 0.0, -shortfall)
    order = np.lexsort((np.arange(len(table)), then, first))
    table = table.iloc[order]
    measured = table["score"].notna()
    ranks = measured.cumsum().where(measured)
    return table.assign(rank=ranks.astype("Int64"))


def _evidence(entry: Entry, gap: dict[str, Any], behind: Mapping[str, dict[str, Any]]) -> list[Any]:
    """Put together what the model says on one entry, in the order of ``EVIDENCE``."""
    found: dict[str, Any] = dict.fromkeys(EVIDENCE, np.nan)
    found |= dict.fromkeys(["worst", "antecedent", "desirable", "link", "apart"], "")
    found |= gap
    scored = [behind[name] for name in entry.antecedents if behind.get(name)]
    if scored:
        clearest: dict[str, Any] = max(scored, key=_strength)
        found |= clearest
    if scored and not np.isnan(found["gap_value"]):
        doubts = found["doubts"] + (not found["gap_high"] < 0)
        found["doubts"] = doubts
        found["score"] = found["gap_at_least"] * found["shortfall_at_least"] / 2**doubts
    else:
        found["doubts"] = np.nan
    return [found[name] for name in EVIDENCE]


def _gap_evidence(
    entry: Entry,
    gaps: Mapping[Any, Mapping[str, float]],
    width: float,
    dimension: str | None,
    weights: Mapping[str, float] | None,
) -> dict[str, Any]:
    """Read the gap's size and what it is at least; no size where it was not measured."""
    judged = dimension or TOTAL
    found: dict[str, Any] = {"gap": entry.gap, "judged": judged}
    if (entry.gap, judged) not in gaps:
        return found
    own = {
        name: gaps[entry.gap, name] for name in (*DIMENSIONS, TOTAL) if (entry.gap, name) in gaps
    }
    found |= {f"gap_{end}": value for end, value in own[judged].items()}
    found["gap_at_least"] = _least(own[judged]["high"], width)
    concerned = [name for name in entry.dimensions if name in own]
    if dimension is None and concerned:
        share = weights or dict.fromkeys(DIMENSIONS, 1.0)
        mean = float(np.mean([share[n] * _least(own[n]["high"], width) for n in concerned]))
        found["gap_at_least"] = mean if weights else max(found["gap_at_least"], mean)
        worst = min(concerned, key=lambda name: np.nan_to_num(own[name]["value"], nan=np.inf))
        found |= {"worst": worst} | {f"worst_{end}": value for end, value in own[worst].items()}
    return found


def _least(high: float, width: float) -> float:
    """Give the shortfall at least, as a share of the scale; 0 without an interval."""
    return 0.0 if np.isnan(high) else min(max(0.0, -high) / width, 1.0)


def _antecedent_evidence(name: str, model: Any) -> dict[str, Any]:
    """Read an antecedent's score, how far it falls short at least, and the doubts about it."""
    row = model.antecedents.loc[name].to_dict()
    if pd.isna(row["mean"]):
        return {}
    scale = model.instruments[SURVEY_OF[int(row["gap"])]].scale
    ends = float(scale.low), float(scale.high)
    best = float(row["high"] if row["desirable"] == "high" else row["low"])
    shortfall = scale_shortfall(best, *ends, row["desirable"])
    link = _link(float(row["r_low"]), float(row["r_high"]), row["desirable"])
    return {
        "antecedent": name,
        **{key: float(row[key]) for key in ("mean", "low", "high", "shortfall", "alpha")},
        **{key: float(row[key]) for key in ("r", "r_low", "r_high")},
        "n": int(row["n"]), "n_r": int(row["n_r"]),
        "bottom": ends[0], "top": ends[1], "desirable": row["desirable"],
        "shortfall_at_least": 0.0 if np.isnan(best) else min(max(0.0, shortfall), 1.0),
        "link": link,
        "doubts": int(not row["alpha"] >= CONSISTENT) + int(link != "clear"),
    }  # fmt: skip


def _link(low: float, high: float, desirable: str) -> str:
    """Whether an antecedent goes with its gap as the model expects, for all of the interval."""
    sides: Iterable[float] = (low, high) if desirable == "high" else (-high, -low)
    least, most = sides
    if np.isnan(least) or np.isnan(most):
        return "unknown"
    return "clear" if least > 0 else "contrary" if most < 0 else "open"


def _apart(model: Any) -> dict[str, str]:
    """Name for each antecedent the unit, if any, where it is clearly and most worse than elsewhere."""
    if model.units is None or model.units.empty:
        return {}
    clear = model.units[model.units["p_holm"] < 1 - model.ci_level]["difference"]
    worst: dict[str, tuple[float, str]] = {}
    for (unit, _, name), difference in clear.items():
        desirable = ANTECEDENTS[name][1] if name in ANTECEDENTS else ""
        worse = -difference if desirable == "high" else difference
        if desirable and worse > worst.get(name, (0.0, ""))[0]:
            worst[name] = worse, str(unit)
    return {name: unit for name, (_, unit) in worst.items()}


def _strength(one: dict[str, Any]) -> tuple[float, float]:
    """Order the antecedents of an entry by how clearly they point, then by their shortfall."""
    return one["shortfall_at_least"] / 2 ** one["doubts"], one["shortfall"]
