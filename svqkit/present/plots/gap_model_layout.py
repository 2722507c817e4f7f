"""Where the parts of the gap model's picture stand: customers left, organisation right, ring-wise.

Read clockwise: what customers expect, what managers think they expect (Gap 1), the standards (Gap 2),
what is delivered (Gap 3), what is promised (Gap 4), what customers perceive, and back (Gap 5).
All lengths are inches; y grows upwards.
"""

from __future__ import annotations

from dataclasses import replace

from svqkit.present.plots.gap_model_blocks import (
    MARGIN,
    ROW,
    Columns,
    Group,
    Label,
    chips_above,
    columns_of,
    group_of,
    label_of,
)
from svqkit.present.plots.gap_model_parts import Arrow, Bar, Box, Layout, Placed
from svqkit.present.plots.gap_model_text import Block, Measure
from svqkit.present.plots.gap_model_words import Behind, GapMark

__all__ = ["WIDTH", "lay_out"]

WIDTH = 7.0
"""Of a new figure: a page's."""
TITLE, BOX, KEY = 13.0, 11.0, 9.5
"""Sizes of text in points."""
PAD = 0.08
ARROW_ROOM = 0.64
"""Across a vertical arrow, before its words begin."""
SHORTEST = 0.85
OURS = ("expected", "perceived")
THEIRS = ("view", "standards", "delivery", "communication")
_ENDS = {2: ("view", "standards"), 3: ("standards", "delivery"), 4: ("delivery", "communication")}


def lay_out(
    title: str,
    words: dict[str, str],
    marks: dict[int, GapMark],
    behind: dict[int, list[Behind]],
    heading: str,
    key: list[tuple[str, str]],
    measure: Measure,
    width: float = WIDTH,
) -> Layout:
    """Place boxes, arrows, antecedents and key without overlap.

    Parameters
    ----------
    title : str
    words : dict
        From ``box_words``.
    marks : dict of gap to GapMark
    behind : dict of gap to list of Behind
    heading : str
        Above the antecedents.
    key : list of (state, words)
    measure : callable
        From ``measure_on``.
    width : float
        Inches; the wider, the lower.

    Returns
    -------
    Layout

    Examples
    --------
    >>> from svqkit.present.plots.gap_model_text import Block
    >>> flat = lambda words, size, width=9, weight="": Block(words, size, weight, 0.5, 0.15)
    >>> words = dict.fromkeys(
    ...     ["customers", "organisation", "word_of_mouth", "needs", "experience", "expected",
    ...      "perceived", "view", "standards", "delivery", "communication"], "x")
    >>> marks = {gap: GapMark("Gap", "1", (), "short", 0.1, 0.2) for gap in (1, 2, 3, 4, 5)}
    >>> sorted(arrow.gap for arrow in lay_out("T", words, marks, {}, "", [], flat).arrows)
    [1, 2, 3, 4, 5]
    """
    columns = columns_of(width, bool(behind))
    out = Layout(width=width)
    groups = {gap: group_of(behind.get(gap, []), measure, columns) for gap in marks}
    labels = {gap: label_of(mark, measure, _room(gap, columns)) for gap, mark in marks.items()}
    chips, chips_tall = chips_above(words, measure, columns)
    texts = {
        name: measure(
            words[name], BOX, (columns.left if name in OURS else columns.right) - 1.5 * PAD, "bold"
        )
        for name in (*OURS, *THEIRS)
    }
    tall = {name: block.height + 2 * PAD for name, block in texts.items()}
    row = {
        "view": max(tall["view"], tall["expected"]),
        "standards": tall["standards"],
        "delivery": max(tall["delivery"], tall["perceived"]),
        "communication": tall["communication"],
    }
    top, first = _headings(out, title, words, heading if behind else "", columns, measure)
    y = first - max(
        chips_tall + 0.24,
        labels[1].height + 0.12,
        groups[1].height - row["view"] / 2 + 0.1,
    )
    for name, gap in (("view", 2), ("standards", 3), ("delivery", 4), ("communication", 0)):
        middle = y - row[name] / 2
        out.boxes[name] = _box(columns.x_right, middle, columns.right, texts[name])
        y -= row[name]
        if gap:
            before, after = _ENDS[gap]
            reach = (row[before] + row[after]) / 2
            y -= max(SHORTEST, labels[gap].height + 0.25, groups[gap].height + 0.14 - reach)
    for name, beside in (("expected", "view"), ("perceived", "delivery")):
        out.boxes[name] = _box(MARGIN, out.boxes[beside].middle[1], columns.left, texts[name])
    _place_chips(out, chips)
    _arrows(out, labels, columns)
    _flows(out)
    for gap, group in groups.items():
        if group.rows:
            middle = first - group.height / 2 if gap == 1 else _halfway(out, gap)
            _place_group(out, group, middle, columns)
    out.bands = [
        (MARGIN - 0.06, y - 0.1, columns.left + 0.12, top - y + 0.1),
        (columns.x_right - 0.08, y - 0.1, columns.right + 0.16, top - y + 0.1),
    ]
    out.height = MARGIN - _key(out, key, y - 0.26, measure)
    return out


def _room(gap: int, columns: Columns) -> float:
    """Width for the words beside a gap's arrow."""
    if gap == 1:
        return columns.right
    if gap == 5:
        return columns.left + columns.gutter - ARROW_ROOM - 0.12
    return columns.right - ARROW_ROOM


def _box(x: float, middle: float, width: float, text: Block) -> Box:
    tall = text.height + 2 * PAD
    return Box(x, middle - tall / 2, width, tall, text)


def _headings(
    out: Layout,
    title: str,
    words: dict[str, str],
    heading: str,
    columns: Columns,
    measure: Measure,
) -> tuple[float, float]:
    """Write title and column heads; returns where the columns and where their content begin."""
    block = measure(title, TITLE, out.width - 2 * MARGIN, "bold")
    out.texts.append(Placed(MARGIN, -MARGIN - block.height / 2, block))
    top = -MARGIN - block.height - 0.14
    heads = [
        (MARGIN + 0.08, measure(words["customers"], BOX, columns.left, "bold")),
        (columns.x_right + 0.08, measure(words["organisation"], BOX, columns.right, "bold")),
    ]
    if heading:
        heads.append((columns.x_aside, measure(heading, ROW, columns.aside)))
    deep = max(head.height for _, head in heads)
    for x, head in heads:
        out.texts.append(Placed(x, top - 0.06 - deep / 2, head, "heading"))
    return top, top - deep - 0.16


def _place_chips(out: Layout, chips: dict[str, Box]) -> None:
    """Put what shapes expectations above them, with one arrow down."""
    below = out.boxes["expected"]
    x, top = below.middle[0], below.y + below.height
    for name, chip in chips.items():
        out.boxes[name] = replace(chip, y=top + 0.24 + chip.y)
    out.flows.append([(x, top + 0.24), (x, top)])


def _halfway(out: Layout, gap: int) -> float:
    before, after = (out.boxes[name] for name in _ENDS[gap])
    return (before.y + after.y + after.height) / 2


def _arrows(out: Layout, labels: dict[int, Label], columns: Columns) -> None:
    expected, perceived, view = (out.boxes[name] for name in ("expected", "perceived", "view"))
    across = expected.middle[1]
    out.arrows.append(Arrow(1, (expected.x + expected.width, across), (view.x, across)))
    labels[1].write(out, view.x, view.y + view.height + labels[1].height / 2 + 0.06)
    at = columns.x_right + ARROW_ROOM / 2
    for gap, (before, after) in _ENDS.items():
        start, end = out.boxes[before], out.boxes[after]
        out.arrows.append(Arrow(gap, (at, start.y), (at, end.y + end.height)))
        labels[gap].write(out, columns.x_right + ARROW_ROOM, _halfway(out, gap))
    at = MARGIN + ARROW_ROOM / 2
    out.arrows.append(Arrow(5, (at, expected.y), (at, perceived.y + perceived.height)))
    middle = (expected.y + perceived.y + perceived.height) / 2
    labels[5].write(out, MARGIN + ARROW_ROOM, middle)


def _flows(out: Layout) -> None:
    """Thin arrows: what is delivered and what is promised reach the customer."""
    delivery, perceived, promised = (
        out.boxes[name] for name in ("delivery", "perceived", "communication")
    )
    y = perceived.middle[1]
    out.flows.append([(delivery.x, y), (perceived.x + perceived.width, y)])
    corner = (perceived.middle[0], promised.middle[1])
    out.flows.append([(promised.x, promised.middle[1]), corner, (corner[0], perceived.y)])


def _place_group(out: Layout, group: Group, middle: float, columns: Columns) -> None:
    x, y = columns.x_aside, middle + group.height / 2
    out.rules.append((x - 0.06, y - 0.03, y - group.height + 0.03))
    for block, share in group.rows:
        y -= block.height / 2 + 0.035
        out.texts.append(Placed(x, y, block, "behind"))
        out.bars.append(Bar(x + columns.aside - columns.bar, y, columns.bar, share))
        y -= block.height / 2 + 0.035


def _key(out: Layout, key: list[tuple[str, str]], y: float, measure: Measure) -> float:
    """Write the key in as many rows as it needs; returns its lower end."""
    x, deep = MARGIN, 0.0
    for state, words in key:
        block = measure(words, KEY, out.width - 2 * MARGIN - 0.4)
        swatch = 0.0 if state in ("interval", "bar") else 0.36
        full = x + swatch + block.width > out.width - MARGIN - 0.3
        if x > MARGIN and full:
            x, y, deep = MARGIN, y - deep - 0.08, 0.0
        if swatch:
            out.keys.append((state, x, y - block.height / 2))
        out.texts.append(Placed(x + swatch, y - block.height / 2, block, "key"))
        x += swatch + 1.08 * block.width + 0.25
        deep = max(deep, block.height)
    return y - deep
