"""Stacks of items beside their factors, and how long the lines between them must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from svqkit.present.plots.path_model import Path
from svqkit.present.plots.path_roles import Families
from svqkit.present.plots.path_sheet import Style

__all__ = ["ARROW", "BETWEEN", "Plan"]

ARROW = 0.26
"""Length of the short arrow of a residual."""
BETWEEN = 0.2
"""Distance between families."""


@dataclass
class Plan:
    """What placing needs to know, and the places found so far."""

    groups: Families
    paths: Sequence[Path]
    style: Style
    size: dict[str, tuple[float, float]]
    label: dict[str, tuple[float, float]]
    topped: set[str]
    factors: set[str]
    x: dict[str, float] = field(default_factory=dict)
    y: dict[str, float] = field(default_factory=dict)

    def room(self, name: str) -> tuple[float, float]:
        """Space that a box needs above and below its centre."""
        half = self.size[name][1] / 2
        if name in self.topped:
            return half + ARROW + self.label["top"][1] + 0.08, half + 0.08
        return (half + 0.08, half + 0.08) if name in self.factors else (half + 0.025, half + 0.025)

    def stack(self, name: str, top: float) -> float:
        """Place a variable beside its stack of indicators; where the next may begin."""
        above, below = self.room(name)
        children = self.groups.of.get(name, ())
        if not children:
            pitch = max(
                above + below,
                (self.label["loading"][1] + 0.035) / 0.7,
                self.label["item"][1] + 0.03,
            )
            extra = max(pitch - above - below, 0) / 2 if name not in self.factors else 0.0
            self.y[name] = top + above + extra
            return top + above + below + 2 * extra
        at = top
        for k, child in enumerate(children):
            at += BETWEEN if k and child in self.groups.of else 0.0
            at = self.stack(child, at)
        middle = (self.y[children[0]] + self.y[children[-1]]) / 2
        lower = max(0.0, top + above - middle)
        for member in self.groups.members(name):
            if member != name:
                self.y[member] += lower
        self.y[name] = middle + lower
        return max(at + lower, self.y[name] + below)

    def hang(self, name: str, top: float, x: float) -> float:
        """Place a variable above its indented indicators; where the next may begin."""
        above, below = self.room(name)
        self.y[name], self.x[name] = top + above, x
        at = top + above + below + 0.12
        leaves = [child for child in self.groups.of.get(name, ()) if child not in self.groups.of]
        width = max((self.size[leaf][0] for leaf in leaves), default=0.0)
        self.size.update({leaf: (width, self.size[leaf][1]) for leaf in leaves})
        for child in self.groups.of.get(name, ()):
            inner = x + self.label["loading"][0] + 0.36 + self.size[child][0] / 2
            if child in self.groups.of:
                at = self.hang(child, at, inner)
            else:
                self.x[child] = inner
                pitch = max(self.size[child][1], self.label["loading"][1], self.label["item"][1])
                pitch += 0.05
                self.y[child] = at + pitch / 2
                at += pitch
        return at

    def fan(self, parent: str, children: Sequence[str], least: float) -> tuple[float, float]:
        """Find the length of a factor's lines, and of their level ends where lines are steep."""
        if not children:
            return least, 0.0
        along, across = self.label["loading"]
        places = np.sort([self.y[child] for child in children])
        reach = float(np.abs(places - self.y[parent]).max())
        base = max(along + 0.65, 1.05, least)
        gap = float(np.clip(0.35 * reach + base, base, max(base, 2.2))) * self.style.stretch
        pitch = float(np.diff(places).min()) if len(places) > 1 else np.inf
        slope = reach / gap
        steep = along / 2 * slope > 0.72 * pitch - across / 2
        return (gap + 0.6 * along, along + 0.24) if steep and along else (gap, 0.0)
