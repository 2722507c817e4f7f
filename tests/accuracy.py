"""Every comparison with an oracle is held to its tolerance here, and its largest difference kept.

``pytest --accuracy docs/accuracy.md`` (that is ``make accuracy``) writes the table of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

INTRODUCTION = """\
# Accuracy

Written by `make accuracy` from the tests themselves: each row is a quantity, the oracle it is
compared with, and the largest difference that any comparison of the suite saw. The tolerances are
what the tests demand; a comparison passes where the difference is at most the absolute one plus the
relative one times the oracle's value. The oracles' numbers and the scripts that made them are in
`tests/oracles`.

A relative difference is shown where the oracle's value is not 0. lavaan and psych stop iterating
earlier than svqkit does, which is what most differences in the fifth digit and beyond come from.
"""


@dataclass
class Agreement:
    """The comparisons of one quantity with one oracle."""

    topic: str
    quantity: str
    oracle: str
    atol: float
    rtol: float
    values: int = 0
    absolute: float = 0.0
    relative: float = 0.0

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.topic, self.quantity, self.oracle)

    def add(self, other: Agreement) -> None:
        self.values += other.values
        self.absolute = max(self.absolute, other.absolute)
        self.relative = max(self.relative, other.relative)
        self.atol = max(self.atol, other.atol)
        self.rtol = max(self.rtol, other.rtol)


def _numbers(value: Any) -> np.ndarray:
    if isinstance(value, pd.Series | pd.DataFrame):
        value = value.to_numpy()
    return np.atleast_1d(np.asarray(value, dtype=float))


class Ledger:
    """What the fixture ``agree`` calls: asserts, and remembers the largest differences."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], Agreement] = {}

    def __call__(
        self,
        name: str,
        ours: Any,
        theirs: Any,
        *,
        oracle: str,
        atol: float = 0.0,
        rtol: float = 0.0,
    ) -> None:
        """Assert |ours − theirs| ≤ atol + rtol·|theirs|, NaN for NaN and infinity for infinity."""
        topic, separator, quantity = name.partition(": ")
        assert separator, f"{name!r} is not '<topic>: <quantity>'"
        mine, other = _numbers(ours), _numbers(theirs)
        assert mine.shape == other.shape, f"{name}: {mine.shape} against {other.shape}"
        np.testing.assert_allclose(mine, other, atol=atol, rtol=rtol, err_msg=name)
        finite = np.isfinite(other)
        if not finite.any():
            return
        gap, size = np.abs(mine[finite] - other[finite]), np.abs(other[finite])
        relative = gap[size > 0] / size[size > 0]
        self.add(
            Agreement(
                topic,
                quantity,
                oracle,
                float(atol),
                float(rtol),
                int(finite.sum()),
                float(gap.max()),
                float(relative.max(initial=0.0)),
            )
        )

    def add(self, one: Agreement) -> None:
        if one.key in self.kept:
            self.kept[one.key].add(one)
        else:
            self.kept[one.key] = one

    def plain(self) -> list[dict[str, Any]]:
        """The same as plain data, as a process of xdist sends it to the main one."""
        return [asdict(one) for one in self.kept.values()]

    def merge(self, sent: Iterable[dict[str, Any]]) -> None:
        for one in sent:
            self.add(Agreement(**one))

    def write(self, path: Path) -> None:
        import importlib.metadata as installed

        topics: dict[str, list[Agreement]] = {}
        for key in sorted(self.kept):
            topics.setdefault(key[0], []).append(self.kept[key])
        versions = ", ".join(f"{name} {installed.version(name)}" for name in ("numpy", "scipy"))
        total = sum(one.values for one in self.kept.values())
        lines = [INTRODUCTION, f"{total:,} values compared; {versions}.", ""]
        for topic, rows in topics.items():
            lines += [f"## {topic}", "", *_table(rows), ""]
        path.write_text("\n".join(lines), encoding="utf-8")


def _table(rows: list[Agreement]) -> list[str]:
    head = ["quantity", "oracle", "values", "largest difference", "relative", "tolerance"]
    lines = ["| " + " | ".join(head) + " |", "|---|---|--:|--:|--:|---|"]
    for one in rows:
        cells = [
            one.quantity,
            one.oracle,
            f"{one.values:,}",
            f"{one.absolute:.1e}" if one.absolute else "0",
            f"{one.relative:.1e}" if one.relative else "0",
            _tolerance(one),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _tolerance(one: Agreement) -> str:
    parts = [f"{one.atol:.2g}"] if one.atol else []
    parts += [f"{one.rtol:.2g} relative"] if one.rtol else []
    return " + ".join(parts) or "none: equal"
