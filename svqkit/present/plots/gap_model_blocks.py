"""The gap model's words, measured and broken to the room of their column."""

from __future__ import annotations

from dataclasses import dataclass

from svqkit.present.plots.gap_model_parts import Box, Layout, Placed
from svqkit.present.plots.gap_model_text import Block, Measure
from svqkit.present.plots.gap_model_words import Behind, GapMark

__all__ = ["Columns", "Group", "Label", "chips_above", "columns_of", "group_of", "label_of"]

HEAD, VALUE, DETAIL, CHIP, ROW = 11.0, 20.0, 10.0, 10.0, 9.5
"""Sizes of text in points."""
MARGIN = 0.12
_LINE, _APART, _BESIDE = 0.06, 0.07, 0.16
CHIPS = ("word_of_mouth", "needs", "experience")


@dataclass(frozen=True)
class Columns:
    """Widths of the picture's columns and of what stands between them, in inches."""

    width: float
    left: float
    gutter: float
    right: float
    aside: float
    bar: float

    @property
    def x_right(self) -> float:
        """Where the organisation's column begins."""
        return MARGIN + self.left + self.gutter

    @property
    def x_aside(self) -> float:
        """Where the antecedents begin."""
        return self.x_right + self.right + 0.2


def columns_of(width: float, behind: bool) -> Columns:
    """Divide a width among customers, organisation and antecedents.

    Parameters
    ----------
    width : float
        Inches, at least seven.
    behind : bool
        Whether antecedents are shown.

    Returns
    -------
    Columns

    Examples
    --------
    >>> columns = columns_of(7, True)
    >>> round(columns.x_aside + columns.aside + 0.12, 2)
    7.02
    """
    more = width - 7.0
    left, gutter = 1.68 + 0.3 * more, 0.72 + 0.05 * more
    if not behind:
        return Columns(width, left, gutter, 4.3 + 0.65 * more, 0.0, 0.0)
    return Columns(width, left, gutter, 2.02 + 0.3 * more, 2.16 + 0.35 * more, 0.5 + 0.1 * more)


@dataclass(frozen=True)
class Label:
    """What is written beside a gap's arrow; ``beside`` puts the details right of the value."""

    head: Block
    value: Block | None
    details: tuple[Block, ...]
    beside: bool
    state: str

    @property
    def height(self) -> float:
        """Inches that all lines take."""
        lines = [self.head.height + _LINE]
        below = sum(block.height + _LINE for block in self.details)
        value = self.value.height + _LINE if self.value is not None else 0.0
        lines += [max(value, below)] if self.beside else [value, below]
        return sum(lines)

    def write(self, out: Layout, x: float, middle: float) -> None:
        """Place the lines with their middle at a height."""
        y = middle + self.height / 2
        y = _line(out, self.head, x, y, "head", self.state)
        if self.value is None:
            _stack(out, self.details, x, y, self.state)
        elif self.beside:
            deep = sum(block.height + _LINE for block in self.details)
            tall = max(self.value.height + _LINE, deep)
            out.texts.append(Placed(x, y - tall / 2, self.value, "value", self.state))
            right = x + self.value.width + _BESIDE
            _stack(out, self.details, right, y - (tall - deep) / 2, self.state)
        else:
            y = _line(out, self.value, x, y, "value", self.state)
            _stack(out, self.details, x, y, self.state)


def _line(out: Layout, block: Block, x: float, y: float, kind: str, state: str) -> float:
    """Write one line below y; returns where the next begins."""
    out.texts.append(Placed(x, y - (block.height + _LINE) / 2, block, kind, state))
    return y - block.height - _LINE


def _stack(out: Layout, blocks: tuple[Block, ...], x: float, y: float, state: str) -> None:
    for block in blocks:
        y = _line(out, block, x, y, "detail", state)


def label_of(mark: GapMark, measure: Measure, room: float) -> Label:
    """Break a gap's name, value and details to the room beside its arrow.

    Examples
    --------
    >>> flat = lambda words, size, width=9, weight="": Block(words, size, weight, 0.5, 0.2)
    >>> mark = GapMark("Gap 5", "−1.13", ("−1.21 to −1.05",), "short", 0.1, 0.2)
    >>> label_of(mark, flat, 2.0).beside, label_of(mark, flat, 1.0).beside
    (True, False)
    """
    head = measure(mark.head, HEAD, room, "bold")
    value = measure(mark.value, VALUE, room, "bold") if mark.value else None
    details = tuple(measure(one, DETAIL, room) for one in mark.details)
    widest = max((block.width for block in details), default=0.0)
    beside = value is not None and value.width + _BESIDE + widest <= room
    return Label(head, value, details, beside, mark.state)


@dataclass(frozen=True)
class Group:
    """The antecedents of one gap, worst first, with their shortfalls."""

    rows: tuple[tuple[Block, float], ...]

    @property
    def height(self) -> float:
        """Inches that all rows take."""
        return sum(block.height + _APART for block, _ in self.rows)


def group_of(members: list[Behind], measure: Measure, columns: Columns) -> Group:
    """Break antecedents' titles to the room beside their bars.

    Examples
    --------
    >>> group_of([], lambda *words: None, columns_of(7, False)).height
    0
    """
    room = columns.aside - columns.bar - 0.1
    return Group(tuple((measure(one.title, ROW, room), one.shortfall) for one in members))


def chips_above(
    words: dict[str, str], measure: Measure, columns: Columns
) -> tuple[dict[str, Box], float]:
    """Lay out what shapes expectations: side by side where there is room, else one below the other.

    Parameters
    ----------
    words : dict
    measure : callable
    columns : Columns

    Returns
    -------
    chips : dict of name to Box
        With y counted from the lower end of the lowest.
    height : float

    Examples
    --------
    >>> flat = lambda words, size, width=9: Block(words, size, "", 0.5, 0.2)
    >>> words = dict.fromkeys(CHIPS, "x")
    >>> [round(chips_above(words, flat, columns_of(wide, True))[1], 2) for wide in (7, 10)]
    [1.0, 0.3]
    """
    room = columns.left - 0.2
    blocks = [measure(words[name], CHIP, room - 0.12) for name in CHIPS]
    wide = sum(block.width + 0.2 for block in blocks) + 0.08 * (len(blocks) - 1)
    if wide <= columns.left:
        tall = max(block.height for block in blocks) + 0.1
        spare = (columns.left - wide) / len(blocks)
        x, chips = MARGIN, {}
        for name, block in zip(CHIPS, blocks, strict=True):
            across = block.width + 0.2 + spare
            chips[name] = Box(x, 0.0, across, tall, block, chip=True)
            x += across + 0.08
        return chips, tall
    y, chips = 0.0, {}
    for name, block in zip(reversed(CHIPS), reversed(blocks), strict=True):
        chips[name] = Box(MARGIN + 0.1, y, room, block.height + 0.1, block, chip=True)
        y += block.height + 0.15
    return {name: chips[name] for name in CHIPS}, y - 0.05
