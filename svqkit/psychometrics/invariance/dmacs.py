"""How much non-invariance matters: dMACS of items and the mean difference it makes in scales."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.invariance.item_responses import (
    expected_difference,
    item_sds,
    response_curves,
)
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.convergent import wald_interval
from svqkit.psychometrics.validity.scales import find_scales
from svqkit.result import Part, Result

__all__ = ["NonInvariance", "dmacs", "unlinked"]

SIZES = (0.2, 0.4, 0.7)
NAMES = ("negligible", "small", "medium", "large")
CONVENTION = (
    "focal less reference group, averaged over the focal group's factors; divided by the items' "
    "standard deviations, averaged over both groups by n − 1 (Nye & Drasgow 2011); sizes .2, .4, .7 "
    "by Nye et al. (2019). The R package dmacs 0.1.0 multiplies its integrals by the focal factor's "
    "standard deviation, so its values differ unless that is 1"
)


@dataclass(frozen=True, eq=False, repr=False)
class NonInvariance(Result):
    """Effect sizes of items that work differently in groups.

    ``items`` has one row a focal group and item, ``scales`` one row a focal group and factor.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> equal = ("loadings", "intercepts")
    >>> fit = svq.cfa(bank, bank.instrument.mapping, group="branch", group_equal=equal)
    >>> float(svq.dmacs(fit).items["dmacs"].max())
    0.0
    """

    items: pd.DataFrame
    scales: pd.DataFrame
    reference: Hashable
    ci_level: float
    convention: str

    @property
    def sentence(self) -> str:
        """Name the item that differs most, and the scale whose mean is moved most."""
        if not (self.items["dmacs"] > 0).any():
            return "All items are held equal, so none works differently."
        group, item = self.items.index[int(self.items["dmacs"].argmax())]
        where, scale = self.scales.index[int(self.scales["mean_difference"].abs().argmax())]
        row, moved = self.items.loc[(group, item)], self.scales.loc[(where, scale)]
        return (
            f"{item} differs most (dMACS {row['dmacs']:.2f}, {row['size']}, {group} against "
            f"{self.reference}). Because of such items the mean of {scale} is "
            f"{moved['mean_difference']:+.2f} scale points off in {where}."
        )

    def _title(self) -> str:
        return f"Effect of non-invariance (reference: {self.reference})"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.sentence)]
        differing = self.items[self.items["differs"]]
        if len(differing):
            parts += [
                ("Items that differ", differing.drop(columns=["signed_se", "differs"])),
                ("Scales", self.scales.drop(columns=["mean_difference_se"])),
            ]
        return [*parts, ("Convention", self.convention)]


@single_threaded
def dmacs(fit: CFA, *, reference: Hashable | None = None, ci: float = 0.95) -> NonInvariance:
    """Compute how far each item's answers are off in a group, given the same standing.

    Parameters
    ----------
    fit : CFA
        Of several groups, with intercepts (or thresholds). Each factor needs an item with equal
        loading and intercept in all groups: without one the groups have no common scale. A model
        of partial invariance is meant; with all items equal every effect is 0.
    reference : group label, optional
        The first group by default; each other group is compared with it.
    ci : float
        Level of the delta-method intervals.

    Returns
    -------
    NonInvariance
        ``.items`` (index group and item: dmacs; signed with signed_se signed_low signed_high;
        size; differs, whether a parameter is free), ``.scales`` (index group and factor: items;
        mean_difference in points of the mean of its items with mean_difference_se _low _high;
        observed_difference of these means; d, mean_difference over the pooled standard deviation
        of the mean), ``.sentence``.

    Raises
    ------
    TypeError
        If there is no fitted model.
    ModelError
        If the model has one group, no intercepts, or a factor without a common item.
    ValueError
        If ``reference`` is no group, or ``ci`` no level.

    Notes
    -----
    With intercepts and loadings, focal less reference, a + b'η: dMACS is √E(a + b'η)²/SD and the
    signed version E(a + b'η)/SD, η as in the focal group. With ordered answers the difference of
    the expected answers is integrated (Gauss–Hermite); items count from 1.

    References
    ----------
    Nye, C. D., & Drasgow, F. (2011). Effect size indices for analyses of measurement equivalence.
    Journal of Applied Psychology, 96, 966–980. Nye, C. D., Bradburn, J., Olenick, J., Bialko, C., &
    Drasgow, F. (2019). How big are my effects? Organizational Research Methods, 22, 678–709.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> random = np.random.default_rng(2)
    >>> answers = random.normal(size=(2000, 1)) + random.normal(size=(2000, 4))
    >>> data = pd.DataFrame(answers, columns=["Q1", "Q2", "Q3", "Q4"])
    >>> data["branch"] = ["north", "south"] * 1000
    >>> data.loc[data["branch"] == "south", "Q4"] += 1
    >>> fit = cfa(data, {"quality": ["Q1", "Q2", "Q3", "Q4"]}, group="branch",
    ...           group_equal=("loadings", "intercepts"), group_partial=("Q4 ~ 1",))
    >>> dmacs(fit).items["signed"].round(1).tolist()
    [0.0, 0.0, 0.0, 0.7]
    """
    if not isinstance(fit, CFA):
        raise TypeError(f"dmacs takes a fitted CFA, not {type(fit).__name__}")
    if not fit.groups:
        raise ModelError("dmacs compares groups: fit the model with group=")
    if not 0 < ci < 1:
        raise ValueError(f"ci={ci!r} must lie between 0 and 1, for example 0.95")
    first = fit.groups[0] if reference is None else reference
    if first not in fit.groups:
        raise ValueError(f"reference={first!r} is no group; choose from {fit.groups}")
    differing = _differing(fit)
    if reason := unlinked(fit):
        raise ModelError(reason)
    at = fit.groups.index(first)
    others = [g for g in range(len(fit.groups)) if g != at]
    scales = find_scales(fit)
    measured = sorted({int(i) for scale in scales for i in scale.items})
    sds = item_sds(fit)

    def signed(x: np.ndarray) -> np.ndarray:
        states = fit.problem.states(x)
        curves = [response_curves(state) for state in states]
        return np.array(
            [
                expected_difference(curves[at], curves[g], i, squared=False)
                for g in others
                for i in measured
            ]
        )

    x = fit.found.x
    differs = np.array([fit.items[i] in differing for i in measured])
    mean = np.where(differs, signed(x).reshape(len(others), -1), 0.0)
    curves = [response_curves(state) for state in fit.found.states]
    slopes = complex_jacobian(signed, x)
    covariance = slopes @ fit.vcov_free @ slopes.T
    item_rows, scale_rows = [], []
    for k, g in enumerate(others):
        pooled = _pooled(sds[at], sds[g], fit, at, g)[measured]
        own = slice(k * len(measured), (k + 1) * len(measured))
        squared = [
            expected_difference(curves[at], curves[g], i, squared=True) if free else 0.0
            for i, free in zip(measured, differs, strict=True)
        ]
        table = pd.DataFrame({"dmacs": np.sqrt(squared) / pooled, "signed": mean[k] / pooled})
        interval = wald_interval(mean[k] / pooled, np.diag(covariance)[own] / pooled**2, ci)
        table = table.join(interval.add_prefix("signed_"))
        table["size"] = [
            NAMES[int(np.searchsorted(SIZES, d, side="right"))] for d in table["dmacs"]
        ]
        table["differs"] = differs
        index = [(fit.groups[g], fit.items[i]) for i in measured]
        names = ["group", "item"]
        item_rows.append(table.set_axis(pd.MultiIndex.from_tuples(index, names=names), axis=0))
        for scale in scales:
            weights = np.isin(measured, scale.items) / len(scale.items)
            spread = float(weights @ covariance[own, own] @ weights)
            value = float(weights @ mean[k])
            row = wald_interval(np.array([value]), np.array([spread]), ci).iloc[0]
            means, sd = _scale_means(fit, at, g, scale.items)
            scale_rows.append(
                {
                    "group": fit.groups[g],
                    "factor": scale.name,
                    "items": len(scale.items),
                    "mean_difference": value,
                    **{f"mean_difference_{end}": row[end] for end in ("se", "low", "high")},
                    "observed_difference": means,
                    "d": value / sd,
                }
            )
    return NonInvariance(
        pd.concat(item_rows),
        pd.DataFrame(scale_rows).set_index(["group", "factor"]),
        first,
        ci,
        CONVENTION,
    )


LINKING = ("=~", "~1", "|")
"""Parameters whose equality gives groups a common scale."""


def _free_over_groups(fit: CFA, kinds: tuple[str, ...]) -> set[str]:
    """Items with a parameter of these kinds that is not the same in all groups."""
    seen: dict[tuple[str, str, str], set[tuple[int, float]]] = {}
    for row in fit.table.rows:
        item = row.rhs if row.op == "=~" else row.lhs
        if item in fit.items and row.op in kinds and (row.op != "~~" or row.lhs == row.rhs):
            value = 0.0 if row.free or np.isnan(row.value) else row.value
            seen.setdefault((row.op, row.lhs, row.rhs), set()).add((row.free, value))
    return {
        rhs if op == "=~" else lhs for (op, lhs, rhs), values in seen.items() if len(values) > 1
    }


def _differing(fit: CFA) -> set[str]:
    """Items that work differently; with ordered answers their residuals and scales count too."""
    if fit.table.ordered.thresholds:
        return _free_over_groups(fit, (*LINKING, "~*~", "~~"))
    return _free_over_groups(fit, LINKING)


def unlinked(fit: CFA) -> str:
    """Say why the groups of a model have no common scale; empty where they have one.

    Parameters
    ----------
    fit : CFA

    Returns
    -------
    str
    """
    if not fit.table.means and not fit.table.ordered.thresholds:
        return (
            "dmacs needs intercepts: fit with group_equal including 'intercepts', or with "
            "meanstructure=True"
        )
    free = _free_over_groups(fit, LINKING)
    for scale in find_scales(fit):
        if all(fit.items[i] in free for i in scale.items):
            return (
                f"no item of {scale.name!r} has an equal loading and intercept (or thresholds) in "
                "all groups, so they have no common scale; hold some equal (group_equal with "
                "group_partial)"
            )
    return ""


def _pooled(one: np.ndarray, other: np.ndarray, fit: CFA, at: int, g: int) -> np.ndarray:
    weights = [fit.problem.samples[k].n - 1 for k in (at, g)]
    return np.asarray((weights[0] * one + weights[1] * other) / sum(weights))


def _scale_means(fit: CFA, at: int, g: int, items: np.ndarray) -> tuple[float, float]:
    """Observed difference of the means of a scale's items, and their pooled standard deviation."""
    names = [fit.items[i] for i in items]
    means, variances = [], []
    for k in (at, g):
        moments = fit.group_moments[fit.groups[k]]
        block = moments.cov.loc[names, names].to_numpy()
        means.append(float(moments.mean[names].mean()))
        variances.append(block.sum() / len(names) ** 2)
    sds = np.sqrt(np.array(variances))
    sd = float(_pooled(sds[:1], sds[1:], fit, at, g)[0])
    return means[1] - means[0], sd
