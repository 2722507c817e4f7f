"""Basic, performance or excitement: what kind of factor a score is, and what to doubt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["COLLINEAR", "factor_kinds", "said_of_factors"]

COLLINEAR = 5.0
"""A generalised variance inflation factor from which slopes are hard to tell from others'."""


def factor_kinds(items: pd.DataFrame) -> list[str]:
    """Say what kind of factor each score is, where the intervals allow it.

    Parameters
    ----------
    items : DataFrame
        ``penalty reward asymmetry`` with ``_low`` and ``_high``.

    Returns
    -------
    list of str
        ``basic``, ``performance``, ``excitement``, ``cannot tell`` or ``too few``.

    Examples
    --------
    >>> columns = ["penalty", "reward", "asymmetry"]
    >>> ends = {f"{c}_{e}": [v] for c, v2 in zip(columns, [(-2, -1), (0, 1), (-2, -0.1)])
    ...         for e, v in zip(("low", "high"), v2)}
    >>> factor_kinds(pd.DataFrame(ends | {c: [0.0] for c in columns}))
    ['basic']
    """
    few = items["asymmetry"].isna()
    costs, earns = items["penalty_high"] < 0, items["reward_low"] > 0
    more_cost, more_gain = items["asymmetry_high"] < 0, items["asymmetry_low"] > 0
    kinds = np.select(
        [few, more_cost & costs, more_gain & earns, costs & earns & ~more_cost & ~more_gain],
        ["too few", "basic", "excitement", "performance"],
        "cannot tell",
    )
    return [str(kind) for kind in kinds]


def said_of_factors(
    items: pd.DataFrame, groups: pd.DataFrame, left_out: int, alpha: float
) -> tuple[str, ...]:
    """Say what a reader has to know before believing a category.

    Parameters
    ----------
    items : DataFrame
        With ``category``, the contrasts' intervals, ``p_asymmetry p_asymmetry_holm gvif``.
    groups : DataFrame
        ``n_low n_middle n_high``.
    left_out : int
        Respondents without complete answers.
    alpha : float
        Level of the adjusted tests.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.penalty_reward(svq.load_dataset("bank"), "satisfaction").notes
    ('5 respondents lack the outcome or a score and are left out.',)
    """
    notes = []
    if left_out:
        notes.append(f"{left_out} respondents lack the outcome or a score and are left out.")
    for name in items.index[items["category"] == "too few"]:
        counts = groups.loc[name]
        sizes = ", ".join(
            f"{int(counts[f'n_{side}'])} {side}" for side in ("low", "middle", "high")
        )
        what = (
            "it is not in the regression"
            if counts["n_middle"] < SMALLEST_SEGMENT
            else "a group that small joins the middle"
        )
        notes.append(
            f"{name}: too few respondents to compare ({sizes}; {SMALLEST_SEGMENT} are needed in "
            f"each), so {what} and the score is not classified."
        )
    lopsided = items["category"].isin(["basic", "excitement"])
    chance = items.index[lopsided & ~(items["p_asymmetry_holm"] < alpha)]
    if len(chance):
        notes.append(
            f"{', '.join(map(str, chance))}: classified by its own interval; adjusted for "
            f"{int(items['p_asymmetry'].notna().sum())} scores (Holm) the asymmetry may be chance."
        )
    close = items.index[items["gvif"] > COLLINEAR]
    if len(close):
        notes.append(
            f"{', '.join(map(str, close))}: hard to tell from the other scores (GVIF above "
            f"{COLLINEAR:g}); see penalty_alone and reward_alone, and do not read the difference."
        )
    turned = items.index[(items["penalty_low"] > 0) | (items["reward_high"] < 0)]
    if len(turned):
        notes.append(
            f"{', '.join(map(str, turned))}: the sign is turned round, clearly so: low performance "
            "goes with a higher outcome, or high with a lower one; look for suppression or coding."
        )
    return tuple(notes)
