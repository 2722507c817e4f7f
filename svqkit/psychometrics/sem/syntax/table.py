"""The parameter table: the one truth about what is free, fixed, equal, and in which group."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import isnan, nan

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.defaults import Draft, with_defaults
from svqkit.psychometrics.sem.syntax.definitions import Definition, refuse_unknown_labels
from svqkit.psychometrics.sem.syntax.equality import number_free
from svqkit.psychometrics.sem.syntax.ordered import ORDERED_NOT, Ordered, refuse_impossible
from svqkit.psychometrics.sem.syntax.roles import Roles, find_roles
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.terms import Model
from svqkit.psychometrics.sem.syntax.tokens import fault

__all__ = ["GROUP_EQUAL", "ParameterTable", "build_table"]

GROUP_EQUAL = (
    "loadings",
    "intercepts",
    "thresholds",
    "means",
    "regressions",
    "residuals",
    "residual_covariances",
    "lv_variances",
    "lv_covariances",
)
"""What ``group_equal`` may hold equal over groups."""


@dataclass(frozen=True, eq=False)
class ParameterTable:
    """All parameters of a model in every group, with the variables and groups they speak of.

    A table is itself and equal to no other, so what follows from it can be kept beside it.
    """

    rows: tuple[Parameter, ...]
    roles: Roles
    groups: tuple[Hashable, ...]
    means: bool
    n_free: int
    ordered: Ordered = ORDERED_NOT
    definitions: tuple[Definition, ...] = ()

    @property
    def observed(self) -> tuple[str, ...]:
        """Observed variables, in the order of the model's matrices."""
        return self.roles.observed

    @property
    def latent(self) -> tuple[str, ...]:
        """Factors, in the order of the model's matrices."""
        return self.roles.latent

    @cached_property
    def free(self) -> np.ndarray:
        """Each row's free parameter, counted from 1; 0 where the value is given."""
        return np.array([row.free for row in self.rows])

    @cached_property
    def given(self) -> np.ndarray:
        """Each row's fixed value, NaN where there is none."""
        return np.array([row.value for row in self.rows], dtype=float)

    @cached_property
    def following(self) -> tuple[int, ...]:
        """Rows (from 0) whose value is taken from the sample or follows from other parameters."""
        return tuple(at for at, row in enumerate(self.rows) if row.sampled or row.implied)

    def names_of(self, free: int) -> str:
        """Name a free parameter by its first row (``free`` counts from 1)."""
        row = next(row for row in self.rows if row.free == free)
        return row.name if len(self.groups) == 1 else f"{row.name} ({self.groups[row.group]})"

    def frame(self) -> pd.DataFrame:
        """Return the table as a DataFrame, one row a parameter."""
        frame = pd.DataFrame([vars(row) for row in self.rows])
        frame["group"] = pd.Series([self.groups[row.group] for row in self.rows], dtype=object)
        return frame


def _entry(values: Sequence, group: int, n_groups: int, where: Draft, model: Model) -> object:
    """Take what a modifier says for one group; one entry stands for all groups."""
    if not values:
        return None
    if len(values) not in (1, n_groups):
        raise fault(
            model.text,
            where.written.line,
            where.written.column,
            f"{len(values)} values for {n_groups} group{'s' if n_groups > 1 else ''}; "
            "give one, or one for each group",
        )
    return values[0] if len(values) == 1 else values[group]


def _freed_in_later_groups(
    draft: Draft, roles: Roles, std_lv: bool, equal: Collection[str], ordered: Ordered
) -> bool:
    """Say whether equalities make a factor's mean or variance, or an item's scale, estimable."""
    if draft.lhs not in roles.latent:
        return ordered.freed(draft.op, draft.lhs, draft.rhs, equal)
    if draft.op == "~1":
        return "intercepts" in equal or (bool(ordered.thresholds) and "thresholds" in equal)
    return draft.op == "~~" and draft.lhs == draft.rhs and std_lv and "loadings" in equal


def _row(draft: Draft, group: int, n_groups: int, model: Model, freed: bool) -> Parameter:
    """Turn a draft into a group's row."""
    written = draft.written
    fixed = _entry(written.fixed, group, n_groups, draft, model)
    label = _entry(written.label, group, n_groups, draft, model)
    start = _entry(written.start, group, n_groups, draft, model)
    value = nan if draft.fixed is None or (freed and group > 0) else draft.fixed
    if isinstance(fixed, float):
        value = fixed
    free = isnan(value) and not draft.sampled and not draft.implied
    return Parameter(
        lhs=draft.lhs,
        op=draft.op,
        rhs=draft.rhs,
        group=group,
        free=int(free),
        label=str(label or ""),
        value=value,
        start=float(start) if isinstance(start, (int, float)) else nan,
        sampled=draft.sampled,
        implied=draft.implied,
    )


def _kind(draft: Draft, roles: Roles) -> str:
    """Say which ``group_equal`` word a row answers to."""
    latent = draft.lhs in roles.latent
    if draft.op == "=~":
        return "loadings"
    if draft.op == "~":
        return "regressions"
    if draft.op == "~1":
        return "means" if latent else "intercepts"
    if draft.op == "|":
        return "thresholds"
    if draft.op == "~*~":
        return "scales"
    if draft.lhs == draft.rhs:
        return "lv_variances" if latent else "residuals"
    return "lv_covariances" if latent and draft.rhs in roles.latent else "residual_covariances"


def _checked_equal(group_equal: Collection[str]) -> set[str]:
    wanted = {group_equal} if isinstance(group_equal, str) else set(group_equal)
    wanted = {word.replace(".", "_") for word in wanted}
    unknown = sorted(wanted - set(GROUP_EQUAL))
    if unknown:
        raise ValueError(
            f"group_equal={unknown[0]!r} is unknown; choose from {', '.join(GROUP_EQUAL)}"
        )
    return wanted


def _exempt(names: Collection[str], drafts: Sequence[Draft]) -> set[tuple[str, str, str]]:
    """Find the rows that ``group_partial`` names, however they are spaced."""
    wanted = (names,) if isinstance(names, str) else tuple(names)
    if not wanted:
        return set()
    by_name = {"".join((*d.key[:2], d.key[2])).replace(" ", ""): d.key for d in drafts}
    by_name |= {f"{d.rhs}~~{d.lhs}": d.key for d in drafts if d.op == "~~"}
    found = set()
    for name in wanted:
        key = by_name.get(name.replace(" ", ""))
        if key is None:
            raise ValueError(f"group_partial={name!r} is no parameter of the model")
        found.add(key)
    return found


def build_table(
    model: Model,
    *,
    groups: Sequence[Hashable] = ("",),
    std_lv: bool = False,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    means: bool | None = None,
    ordered: Ordered = ORDERED_NOT,
) -> ParameterTable:
    """Build the parameter table of a model.

    Parameters
    ----------
    model : Model
    groups : sequence
        Labels of the groups, in order.
    std_lv : bool
        Fix factor variances to 1 instead of the first loading.
    group_equal : collection of str
        What is equal over groups, from :data:`GROUP_EQUAL`.
    group_partial : collection of str
        Parameters that ``group_equal`` does not hold for, such as ``"f =~ x2"`` or ``"x3 ~ 1"``.
    means : bool, optional
        Whether intercepts are part of the model; by default if it names one, or there is more
        than one group, as in lavaan.
    ordered : Ordered
        Which items are ordered, with how many thresholds; these need intercepts (fixed at 0).

    Returns
    -------
    ParameterTable

    Raises
    ------
    ModelError
        If modifiers do not fit the number of groups, or equalities contradict each other.
    ValueError
        If ``group_equal`` has an unknown word, or ``group_partial`` no parameter of the model.

    Examples
    --------
    >>> from svqkit.psychometrics.sem.syntax.syntax import parse
    >>> table = build_table(parse("f =~ x1 + x2 + a*x3"))
    >>> table.n_free, [row.free for row in table.rows]
    (6, [0, 1, 2, 3, 4, 5, 6])
    """
    if tuple(groups) == ("",) and ordered is ORDERED_NOT:
        partial = (group_partial,) if isinstance(group_partial, str) else tuple(group_partial)
        return _plain_table(model, std_lv, frozenset(_checked_equal(group_equal)), partial, means)
    return _table(model, groups, std_lv, _checked_equal(group_equal), group_partial, means, ordered)


@lru_cache(maxsize=64)
def _plain_table(
    model: Model,
    std_lv: bool,
    equal: frozenset[str],
    group_partial: tuple[str, ...],
    means: bool | None,
) -> ParameterTable:
    """Build the table of a model for one group of measured items, once."""
    return _table(model, ("",), std_lv, equal, group_partial, means, ORDERED_NOT)


def _table(
    model: Model,
    groups: Sequence[Hashable],
    std_lv: bool,
    equal: Collection[str],
    group_partial: Collection[str],
    means: bool | None,
    ordered: Ordered,
) -> ParameterTable:
    if ordered.thresholds and ordered.residual is None and "residuals" in equal:
        raise ModelError(
            "residual variances of ordered items are parameters under parameterization='theta' "
            "only; take it to hold them equal"
        )
    roles = find_roles(model)
    refuse_impossible(model, roles, ordered)
    n_groups = len(groups)
    if means is None:
        means = (
            bool(ordered.thresholds) or n_groups > 1 or any(term.op == "~1" for term in model.terms)
        )
    drafts = with_defaults(model, roles, std_lv=std_lv, means=means, ordered=ordered)
    exempt = _exempt(group_partial, drafts)
    rows: list[Parameter] = []
    shared: dict[int, str] = {}
    for group in range(n_groups):
        for position, draft in enumerate(drafts, start=1):
            held = _kind(draft, roles) in equal and draft.key not in exempt
            freed = not held and _freed_in_later_groups(draft, roles, std_lv, equal, ordered)
            row = _row(draft, group, n_groups, model, freed)
            if n_groups > 1 and row.free and held:
                shared[len(rows)] = f".p{position}."
            rows.append(row)
    numbers, values, labels = number_free(rows, shared, model)
    numbered = tuple(
        replace(row, free=number, value=value, label=label)
        for row, number, value, label in zip(rows, numbers, values, labels, strict=True)
    )
    n_free = max(numbers, default=0)
    if n_free == 0:
        raise ModelError("the model has no free parameter; nothing would be estimated")
    refuse_unknown_labels(model.definitions, [row.label for row in numbered], model.text)
    return ParameterTable(numbered, roles, tuple(groups), means, n_free, ordered, model.definitions)
