"""The parts of the gap model's picture, placed in inches: what a layout is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from svqkit.present.plots.gap_model_text import Block

__all__ = ["Arrow", "Bar", "Box", "Layout", "Placed"]


@dataclass(frozen=True)
class Box:
    """A box with text in its middle: left, bottom, width, height."""

    x: float
    y: float
    width: float
    height: float
    text: Block
    chip: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Placed:
    """A text at its left end and vertical middle; ``kind`` says how it is coloured."""

    x: float
    y: float
    text: Block
    kind: str = "plain"
    state: str = ""


@dataclass(frozen=True)
class Arrow:
    """A gap's arrow from one box to the next."""

    gap: int
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """An antecedent's bar: left end, middle, length, and the share that is filled."""

    x: float
    y: float
    length: float
    share: float


@dataclass
class Layout:
    """Everything that is drawn, with the room it takes."""

    width: float = 7.0
    height: float = 0.0
    boxes: dict[str, Box] = field(default_factory=dict)
    texts: list[Placed] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    flows: list[list[tuple[float, float]]] = field(default_factory=list)
    bands: list[tuple[float, float, float, float]] = field(default_factory=list)
    keys: list[tuple[str, float, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
