"""Equal parameters: rows that share a label, a group constraint or a ``==`` share one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import NamedTuple

from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.terms import Model
from svqkit.psychometrics.sem.syntax.tokens import fault

__all__ = ["number_free"]


class _Fixed(NamedTuple):
    """A row's given value, and where the model says so."""

    row: int
    value: float
    line: int = 1
    column: int = 1


def _root(parents: list[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _join(parents: list[int], members: Sequence[int]) -> None:
    for other in members[1:]:
        first, second = _root(parents, members[0]), _root(parents, other)
        parents[max(first, second)] = min(first, second)


def number_free(
    rows: Sequence[Parameter], shared: Mapping[int, str], model: Model
) -> tuple[list[int], list[float], list[str]]:
    """Give each free parameter a number from 1, equal rows the same.

    A row that must equal a fixed one becomes fixed at its value.

    Parameters
    ----------
    rows : sequence of Parameter
        With ``free`` 1 where free.
    shared : mapping of row position to the name of its equality over groups
    model : Model
        For its ``==`` and its text.

    Returns
    -------
    list of int
        The number of each row, 0 where fixed.
    list of float
        The value of each row, NaN where free.
    list of str
        The label of each row; equalities over groups have lavaan's ``.p2.`` for a label.

    Raises
    ------
    ModelError
        If a ``==`` names an unknown label, or equal rows are fixed to different values.
    """
    by_label: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if row.label:
            by_label.setdefault(row.label, []).append(at)
    by_share: dict[str, list[int]] = {}
    for at, name in shared.items():
        # a user's own label in any group overrides the equality over groups
        by_share.setdefault(name, []).append(at)
    parents = list(range(len(rows)))
    for members in by_label.values():
        _join(parents, members)
    labels = [row.label for row in rows]
    for name, members in by_share.items():
        bare = [at for at in members if not rows[at].label]
        _join(parents, bare)
        for at in bare:
            labels[at] = name
    given: list[_Fixed] = []
    for equality in model.equalities:
        sides = (equality.left, equality.right)
        for side in sides:
            if isinstance(side, str) and side not in by_label:
                raise fault(
                    model.text,
                    equality.line,
                    equality.column,
                    f"no parameter has the label {side!r}",
                )
        named = [by_label[side][0] for side in sides if isinstance(side, str)]
        _join(parents, named)
        for side in sides:
            if isinstance(side, float):
                given.append(_Fixed(named[0], side, equality.line, equality.column))
    return (*_numbered(rows, parents, given, model), labels)


def _numbered(
    rows: Sequence[Parameter], parents: list[int], given: Sequence[_Fixed], model: Model
) -> tuple[list[int], list[float]]:
    fixed: dict[int, float] = {}
    values = [_Fixed(at, row.value) for at, row in enumerate(rows) if not row.free]
    for at, value, line, column in (*values, *given):
        root = _root(parents, at)
        if not isnan(value) and fixed.setdefault(root, value) != value:
            raise fault(
                model.text,
                line,
                column,
                f"'{rows[at].name}' would have to be {fixed[root]:g} and {value:g} at once",
            )
    numbers: dict[int, int] = {}
    frees, settled = [], []
    for at, row in enumerate(rows):
        root = _root(parents, at)
        if row.sampled or row.implied or root in fixed:
            frees.append(0)
            settled.append(fixed.get(root, nan))
        else:
            frees.append(numbers.setdefault(root, len(numbers) + 1))
            settled.append(nan)
    return frees, settled
