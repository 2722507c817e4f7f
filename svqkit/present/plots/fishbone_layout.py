"""Where the bones of a cause-and-effect diagram lie, so that no words meet (inches)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.present.plots.style import FONT_SIZE
from svqkit.present.plots.wrapping import display_width, wrapped

__all__ = ["Bone", "Fishbone", "lay_out"]

LINE = 0.235
_LETTER = FONT_SIZE / 72 * 0.61
_WRAP, _HEAD_WRAP = 26, 18
_SLANT = 0.55
_SPACE, _NEAR = 0.35, 0.32


@dataclass(frozen=True)
class Bone:
    """A category's bone: from its head to the spine, with lines of words that end at the bone.

    ``lines`` are (words, y, is it a sub-cause); ``up`` is 1 above the spine and −1 below.
    """

    name: str
    head: tuple[float, float]
    foot: tuple[float, float]
    up: int
    lines: list[tuple[str, float, bool]]

    def at(self, y: float) -> float:
        """Give the bone's x at a height."""
        (x1, y1), (x0, y0) = self.head, self.foot
        return x0 + (x1 - x0) * (y - y0) / (y1 - y0)


@dataclass(frozen=True)
class Fishbone:
    """A whole diagram: bones, the spine's ends (at y = 0), and the box of the problem."""

    bones: list[Bone]
    start: float
    tip: float
    problem: str
    width: float
    above: float
    below: float


def lay_out(table: pd.DataFrame, problem: str, language_counts: dict[str, str]) -> Fishbone:
    """Place categories in pairs above and below the spine, each pair as wide as its words.

    Parameters
    ----------
    table : DataFrame
        ``category cause subcause count``, ordered.
    problem : str
    language_counts : dict
        Category to the words of its head.

    Returns
    -------
    Fishbone

    Examples
    --------
    >>> table = pd.DataFrame({"category": ["a"], "cause": ["x"], "subcause": [""], "count": [3.0]})
    >>> found = lay_out(table, "late", {"a": "a"})
    >>> found.bones[0].lines[0][0]
    'x (3)'
    """
    names = list(dict.fromkeys(table["category"]))
    words = {name: _lines(table[table["category"] == name]) for name in names}
    tall = {name: _height(words[name]) for name in names}
    above = max((tall[name] for name in names[::2]), default=LINE)
    below = max((tall[name] for name in names[1::2]), default=0.0)
    bones, x = [], 0.15
    for k in range(0, len(names), 2):
        pair = names[k : k + 2]
        wide = max(_width(words[name], language_counts[name]) for name in pair)
        for up, name in zip((1, -1), pair, strict=False):
            height = above if up == 1 else below
            foot, head = (x + wide + _SLANT, 0.0), (x + wide, up * (height + _NEAR))
            placed = _placed(words[name], up)
            bones.append(Bone(wrapped(language_counts[name], _HEAD_WRAP), head, foot, up, placed))
        x += wide + _SLANT + _SPACE
    said = wrapped(problem, 16)
    tip = x + 0.15
    box = 0.3 + _LETTER * max(map(display_width, said.split("\n")))
    heads = {
        up: max((1 + b.name.count("\n") for b in bones if b.up == up), default=0) for up in (1, -1)
    }
    return Fishbone(
        bones,
        0.0,
        tip,
        said,
        tip + box + 0.1,
        above + _NEAR + LINE * heads[1] + 0.2,
        max(
            below + _NEAR + LINE * heads[-1] + 0.2 if heads[-1] else 0.0,
            LINE * (1 + said.count("\n")),
        ),
    )


def _lines(own: pd.DataFrame) -> list[tuple[str, bool]]:
    """Write causes with their counts, and below each its sub-causes."""
    lines = []
    for cause, rows in own.groupby("cause", sort=False):
        total = rows["count"].sum(min_count=1)
        subs = rows[rows["subcause"] != ""]
        lines.append((wrapped(_counted(str(cause), total), _WRAP), False))
        for sub, count in zip(subs["subcause"], subs["count"], strict=True):
            lines.append((wrapped(_counted(f"– {sub}", count), _WRAP), True))
    return lines


def _counted(words: str, count: float) -> str:
    return words if pd.isna(count) else f"{words} ({count:g})"


def _height(lines: list[tuple[str, bool]]) -> float:
    return sum(LINE * (1 + text.count("\n")) + 0.09 for text, _ in lines)


def _width(lines: list[tuple[str, bool]], head: str) -> float:
    widest = max(display_width(row) for text, _ in lines for row in text.split("\n"))
    heading = max(map(display_width, wrapped(head, _HEAD_WRAP).split("\n")))
    return max(_LETTER * widest + 0.25, _LETTER * heading / 2 + 0.35)


def _placed(lines: list[tuple[str, bool]], up: int) -> list[tuple[str, float, bool]]:
    """Stack the lines from the head towards the spine, read from top to bottom on both sides."""
    total = _height(lines)
    top = (
        up * (total if up == 1 else 0.0) + (0.0 if up == 1 else -_NEAR) + (_NEAR - 0.1) * (up == 1)
    )
    placed = []
    for text, sub in lines:
        tall = LINE * (1 + text.count("\n")) + 0.09
        placed.append((text, top - tall / 2, sub))
        top -= tall
    return placed
