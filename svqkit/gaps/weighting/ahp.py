"""Weights from paired comparisons: the analytic hierarchy process, for one expert or several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.weighting.ahp_judgements import judgement_matrix
from svqkit.gaps.weighting.ahp_remarks import circles, convention_of, most_at_odds, remarks_on
from svqkit.gaps.weighting.ahp_tables import judgement_table, weight_table
from svqkit.gaps.weighting.ahp_weights import (
    RANDOM_INDEX,
    consensus,
    consistency,
    principal_weights,
)
from svqkit.result import Part, Result

__all__ = ["AhpWeights", "weights_ahp"]


@dataclass(frozen=True, eq=False, repr=False)
class AhpWeights(Result):
    """Weights from paired comparisons.

    Attributes
    ----------
    weights : Series (index: what is compared)
        Sums to 1.
    table : DataFrame (index: what is compared)
        ``weight weight_low weight_high geometric_weight rank rank_best rank_worst``; low, high,
        best and worst are what one judgement moved by one step would make of it.
    matrix : DataFrame (square)
        The judgements; of several experts their geometric means.
    judgements : DataFrame (index: row, column)
        ``given agrees times nearest ratio_then``, the judgement most at odds with the others first.
    lambda_max, consistency_index, random_index, consistency_ratio : float
    experts : DataFrame or None (index: expert)
        ``consistency_ratio lambda_max``, each expert's own weights (columns named
        ``weight of …``), and ``at_odds``: the judgement most at odds with that expert's others.
    consensus : float or None
        How far experts agree, from 0 to 1 (Goepel 2013).
    remarks : tuple of str
        What should be looked at.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> float(svq.weights_ahp({("care", "speed"): 3}).weights["care"].round(6))
    0.75
    """

    weights: pd.Series
    table: pd.DataFrame
    matrix: pd.DataFrame
    judgements: pd.DataFrame
    lambda_max: float
    consistency_index: float
    random_index: float
    consistency_ratio: float
    experts: pd.DataFrame | None
    consensus: float | None
    remarks: tuple[str, ...]
    convention: str

    def _title(self) -> str:
        if self.experts is not None:
            return f"Weights from paired comparisons of {len(self.experts)} experts (AHP)"
        return "Weights from paired comparisons (AHP)"

    def _parts(self) -> list[Part]:
        numbers = {
            "lambda_max": self.lambda_max,
            "consistency_index": self.consistency_index,
            "random_index": self.random_index,
            "consistency_ratio": self.consistency_ratio,
        }
        if self.consensus is not None:
            numbers["consensus"] = self.consensus
        parts: list[Part] = [
            ("Weights", self.table),
            (
                "Consistency",
                pd.DataFrame(numbers, index=["judgements" if self.experts is None else "together"]),
            ),
        ]
        if len(self.judgements) and self.judgements["times"].iloc[0] > 1 + 1e-9:
            parts.append(("Judgements most at odds with the others", self.judgements.head(3)))
        if self.experts is not None:
            own = self.experts.drop(columns=["lambda_max", "at_odds"])
            own = own.rename(columns=lambda name: str(name).removeprefix("weight of "))
            parts.append(("Experts: consistency and own weights", own))
        if self.remarks:
            parts.append(("Remarks", " ".join(self.remarks)))
        return [*parts, ("Convention", self.convention)]


def weights_ahp(pairwise: Any, *, labels: Sequence[Hashable] | None = None) -> AhpWeights:
    """Turn judgements of pairs into weights, and say how consistent the judgements are.

    The weights are the principal eigenvector of the matrix of judgements (Saaty 1980), beside the
    geometric means of its rows. A judgement says how many times the first matters as much as the
    second: 1 as much, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more.

    Parameters
    ----------
    pairwise : DataFrame, array, mapping, or several of them
        A square table (the half below the diagonal may be empty), or every pair once,
        ``{("care", "speed"): 3, …}``. A list of these, a mapping of experts' names to them or an
        array (experts, n, n) is aggregated judgement by judgement by the geometric mean.
    labels : sequence, optional
        Names of what is compared, in the order wanted.

    Returns
    -------
    AhpWeights
        ``.weights`` (sums to 1), ``.table .consistency_ratio .judgements .experts .consensus
        .remarks .convention``.

    Raises
    ------
    DataError
        Naming the pair that is missing, not positive or not reciprocal; if more than 15 things are
        compared, or experts did not judge the same.

    References
    ----------
    Saaty, T. L. (1980). The analytic hierarchy process. Crawford & Williams (1985), Journal of
    Mathematical Psychology 29, 387–405. Harker (1987), Mathematical Modelling 9, 353–360. Aczél &
    Saaty (1983) for the geometric mean over experts. Goepel (2013) for the consensus.

    Examples
    --------
    >>> import svqkit as svq
    >>> judged = svq.weights_ahp(
    ...     {("reliability", "speed"): 2, ("reliability", "care"): 9, ("speed", "care"): 3})
    >>> judged.weights.round(3).to_dict()
    {'reliability': 0.639, 'speed': 0.279, 'care': 0.081}
    >>> round(judged.consistency_ratio, 3)
    0.016
    >>> float(judged.judgements.loc[("reliability", "care"), "agrees"].round(6))
    6.0
    """
    asked = _experts(pairwise)
    matrices: dict[str, pd.DataFrame] = {}
    remarks: list[str] = []
    for name, judged in asked.items():
        try:
            matrix, said = judgement_matrix(judged, labels)
        except DataError as error:
            if len(asked) == 1:
                raise
            raise DataError(f"expert {name!r}: {error}", row=name) from error
        first = next(iter(matrices.values()), matrix)
        if set(first.index) != set(matrix.index):
            raise DataError(f"expert {name!r} did not compare the same things as the first")
        matrices[name] = matrix.loc[list(first.index), list(first.index)]
        said += filter(None, [circles(matrix)])
        remarks += [f"{name}: {sentence}" if len(asked) > 1 else sentence for sentence in said]
    stack = np.array([matrix.to_numpy() for matrix in matrices.values()])
    n = stack.shape[1]
    if n > len(RANDOM_INDEX):
        raise DataError(
            f"{n} things are compared; random indices are known for up to {len(RANDOM_INDEX)}. "
            "Compare them in groups, and the groups with each other."
        )
    index = next(iter(matrices.values())).index
    whole = pd.DataFrame(np.exp(np.log(stack).mean(axis=0)), index=index, columns=index)
    weights, largest = principal_weights(whole.to_numpy())
    ci, ratio = consistency(largest, n)
    experts = agreement = None
    if len(stack) > 1:
        own, own_largest = principal_weights(stack)
        experts = pd.DataFrame(
            own,
            index=pd.Index(list(matrices), name="expert"),
            columns=[f"weight of {x}" for x in index],
        )
        experts.insert(0, "consistency_ratio", consistency(own_largest, n)[1])
        experts.insert(1, "lambda_max", own_largest)
        odd = [most_at_odds(judgement_table(matrix)) for matrix in matrices.values()]
        experts["at_odds"] = odd
        agreement = consensus(own)
    judgements = judgement_table(whole)
    return AhpWeights(
        pd.Series(weights, index=index, name="weight"),
        weight_table(whole),
        whole,
        judgements,
        float(largest),
        float(ci),
        RANDOM_INDEX[n - 1],
        float(ratio),
        experts,
        agreement,
        (*remarks, *remarks_on(float(ratio), n, judgements, experts)),
        convention_of(n, len(stack)),
    )


def _experts(pairwise: Any) -> dict[str, Any]:
    """Tell one expert's judgements from several."""
    if isinstance(pairwise, Mapping):
        if any(isinstance(key, tuple) for key in pairwise):
            return {"judgements": pairwise}
        named = {str(name): judged for name, judged in pairwise.items()}
    elif isinstance(pairwise, pd.DataFrame):
        return {"judgements": pairwise}
    elif isinstance(pairwise, np.ndarray):
        if pairwise.ndim != 3:
            return {"judgements": pairwise}
        named = {str(k + 1): judged for k, judged in enumerate(pairwise)}
    elif isinstance(pairwise, Sequence) and not isinstance(pairwise, str):
        first: Any = next(iter(pairwise), None)
        if not isinstance(first, (pd.DataFrame, Mapping)) and np.ndim(first) < 2:
            return {"judgements": np.array(pairwise, dtype=object)}
        named = {str(k + 1): judged for k, judged in enumerate(pairwise)}
    else:
        raise TypeError(
            "pairwise must be a square table, a mapping of pairs, or several of these, not "
            f"{type(pairwise).__name__}"
        )
    if not named:
        raise DataError("there are no judgements")
    return named
