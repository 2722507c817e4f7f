"""The sheet of a path diagram: boxes, lines and labels with their places, in inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

__all__ = ["LANE", "LINE", "Box", "Edge", "Label", "Sheet"]

LINE = 0.19
"""Height of a line of text."""
LANE = 0.46
"""How much farther out the next curve lies."""
_LABEL_WIDTH = 0.44


@dataclass(frozen=True)
class Box:
    """A variable: its centre, its size, its words; ``round`` for a factor."""

    x: float
    y: float
    width: float
    height: float
    text: str
    round: bool


@dataclass(frozen=True)
class Edge:
    """A line through points; heads at its end, and at its start if ``both``; ``row`` is its parameter."""

    points: np.ndarray
    both: bool
    row: int


@dataclass(frozen=True)
class Label:
    """Where the estimate of parameter ``row`` stands."""

    x: float
    y: float
    row: int


@dataclass
class Sheet:
    """Everything to draw, and the size of the whole."""

    boxes: dict[str, Box] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    omitted: int = 0
    width: float = 0.0
    height: float = 0.0

    def free(self, x: float, y: float) -> bool:
        """Tell whether a label at this place would touch no other label."""
        return all(
            abs(other.x - x) >= _LABEL_WIDTH or abs(other.y - y) >= LINE for other in self.labels
        )

    def put_label(self, places: Sequence[tuple[float, float]], row: int) -> None:
        """Put a label at the first free place, or at the first of all."""
        x, y = next((place for place in places if self.free(*place)), places[0])
        self.labels.append(Label(x, y, row))
