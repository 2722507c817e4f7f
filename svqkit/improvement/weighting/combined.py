"""Weights made of weights: several ways combined, and weights within weighted groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.improvement.weighting.result import Weights, weight_table

__all__ = ["weights_combined", "weights_nested"]


def weights_combined(
    parts: Mapping[str, Any],
    *,
    how: Literal["multiplicative", "linear"] = "multiplicative",
    shares: Mapping[str, float] | None = None,
) -> Weights:
    """Combine weights from several sources, such as experts and entropy.

    Parameters
    ----------
    parts : mapping
        Names to weights: results with ``.weights``, Series or mappings, all of the same indicators.
    how : {"multiplicative", "linear"}
        Product of the weights (each raised to its share where shares are given; all count 1
        otherwise), made to sum to 1; or their weighted mean.
    shares : mapping, optional
        Of each part; sums to 1 (or 100). Default: all alike.

    Returns
    -------
    Weights
        ``.table`` has ``weight rank`` and a column for each part.

    Raises
    ------
    DataError
        If parts weigh different things, weights or shares do not sum, or a product leaves nothing.
    ValueError
        If ``how`` is unknown or there is only one part.

    Notes
    -----
    A product lets any source veto an indicator (weight 0) and exaggerates where sources agree; a
    mean does neither.

    Examples
    --------
    >>> said, seen = {"queue": 60, "accuracy": 40}, {"queue": 20, "accuracy": 80}
    >>> both = {"experts": said, "entropy": seen}
    >>> weights_combined(both, how="linear").weights.round(3).tolist()
    [0.4, 0.6]
    >>> weights_combined(both).weights.round(3).tolist()
    [0.273, 0.727]
    """
    if how not in ("multiplicative", "linear"):
        raise ValueError(f"how must be 'multiplicative' or 'linear', not {how!r}")
    if not isinstance(parts, Mapping) or len(parts) < 2:
        raise ValueError("parts must map two or more names to weights")
    if shares is not None and not isinstance(shares, Mapping):
        raise TypeError(f"shares must map the parts' names to numbers, not {type(shares).__name__}")
    first = next(iter(parts.values()))
    names = list(pd.Series(getattr(first, "weights", first)).index)
    columns = {}
    for name, one in parts.items():
        try:
            columns[str(name)] = given_weights(one, names, what="indicator") / 100
        except DataError as error:
            raise DataError(f"{name}: {error}", column=error.column) from error
    table = pd.DataFrame(columns)
    if shares is None:
        power = np.full(table.shape[1], 1.0 if how == "multiplicative" else 1 / table.shape[1])
    else:
        power = (
            given_weights(
                {str(name): share for name, share in dict(shares).items()},
                list(table.columns),
                what="part",
            ).to_numpy()
            / 100
        )
    if how == "linear":
        found = table.to_numpy() @ power
    else:
        found = np.prod(table.to_numpy() ** power, axis=1)
        if not found.sum() > 0:
            raise DataError(
                "each indicator has weight 0 in one of the parts, so the product leaves nothing; use "
                "how='linear'"
            )
    weights = pd.Series(found / found.sum(), table.index, name="weight")
    remarks = []
    if how == "multiplicative":
        gone = [str(name) for name in table.index if found[table.index.get_loc(name)] == 0]
        if gone:
            remarks.append(f"A weight of 0 in one part leaves none for {', '.join(gone)}.")
    said = "product, made to sum to 1" if how == "multiplicative" else "weighted mean"
    shown = "" if shares is None else f", shares {', '.join(f'{v:g}' for v in power)}"
    return Weights(
        weights,
        weight_table(weights).join(table),
        f"{how} combination of {', '.join(table.columns)}",
        None,
        None,
        tuple(remarks),
        f"The parts' {said}{shown}.",
    )


def weights_nested(groups: Any, within: Mapping[str, Any]) -> Weights:
    """Multiply weights of groups by the weights of the indicators within them.

    So fifteen indicators need no 105 paired comparisons: compare five dimensions, and the
    indicators within each.

    Parameters
    ----------
    groups : result with ``.weights``, Series or mapping
        Weights of the groups.
    within : mapping
        Group to the weights of its indicators; a single indicator may stand as its name.

    Returns
    -------
    Weights
        ``.table`` has ``weight rank group in_group``.

    Raises
    ------
    DataError
        If a group lacks its indicators, weights do not sum, or an indicator stands in two groups.

    References
    ----------
    Saaty (1980): synthesis of priorities down a hierarchy.

    Examples
    --------
    >>> import svqkit as svq
    >>> top = svq.weights_ahp({("reliability", "speed"): 3})
    >>> low = {"reliability": {"accuracy": 80, "repair": 20}, "speed": "queue"}
    >>> svq.weights_nested(top, low).weights.round(3).to_dict()
    {'accuracy': 0.6, 'repair': 0.15, 'queue': 0.25}
    """
    if not isinstance(within, Mapping):
        raise TypeError(
            f"within must map each group to its indicators' weights, not {type(within).__name__}"
        )
    names = list(within)
    top = given_weights(groups, names, what="group") / 100
    rows: dict[Any, tuple[float, str, float]] = {}
    for group, one in within.items():
        given = {one: 100.0} if isinstance(one, str) else one
        members = list(pd.Series(getattr(given, "weights", given), dtype=object).index)
        if not members:
            raise DataError(f"group {group!r} has no indicators", row=group)
        try:
            inner = given_weights(given, members, what="indicator") / 100
        except DataError as error:
            raise DataError(f"group {group!r}: {error}", column=error.column) from error
        for name, weight in inner.items():
            if name in rows:
                raise DataError(
                    f"indicator {name!r} stands in group {rows[name][1]!r} and in {group!r}",
                    column=name,
                )
            rows[name] = (float(top[group] * weight), str(group), float(weight))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["weight", "group", "in_group"])
    table.index.name = "indicator"
    full = weight_table(table["weight"]).join(table[["group", "in_group"]])
    return Weights(
        full["weight"],
        full,
        "within groups",
        None,
        None,
        (),
        "Weight of the group times weight within it. Sums to 1.",
    )
