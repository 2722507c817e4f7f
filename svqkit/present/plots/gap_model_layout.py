"""Where the parts of the gap model's picture stand: customers left, organisation right, ring-wise.

Read clockwise: what customers expect, what managers think they expect (Gap 1), the standards (Gap 2),
what is delivered (Gap 3), what is promised (Gap 4), what customers perceive, and back (Gap 5).
All lengths are inches; y grows upwards.
"""

from __future__ import annotations

from svqkit.present.plots.gap_model_parts import Arrow, Bar, Box, Layout, Placed
from svqkit.present.plots.gap_model_text import Block, Measure
from svqkit.present.plots.gap_model_words import Behind, GapMark

__all__ = ["BAR", "WIDTH", "lay_out"]

WIDTH = 7.0
TITLE, BOX, HEAD, VALUE, DETAIL, CHIP, ROW, KEY = 13.0, 11.0, 11.0, 20.0, 10.0, 10.0, 9.5, 9.5
"""Sizes of text in points."""
MARGIN, GUTTER, PAD = 0.12, 0.72, 0.08
LEFT = 1.68
COLUMNS = {True: (2.02, 2.16), False: (4.3, 0.0)}
"""Widths of the organisation's and the antecedents' column, with antecedents and without."""
ARROW_ROOM = 0.6
"""Across a vertical arrow, before its words begin."""
SHORTEST = 0.95
BAR = 0.5


def lay_out(
    title: str,
    words: dict[str, str],
    marks: dict[int, GapMark],
    behind: dict[int, list[Behind]],
    heading: str,
    key: list[tuple[str, str]],
    measure: Measure,
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
    right, aside = COLUMNS[bool(behind)]
    x_right = MARGIN + LEFT + GUTTER
    x_aside = x_right + right + 0.2
    out = Layout()
    groups = {gap: _group(behind.get(gap, []), measure, aside) for gap in marks}
    chips = [measure(words[name], CHIP, LEFT - 0.2) for name in CHIPS]
    boxes = {
        name: measure(words[name], BOX, (LEFT if name in OURS else right) - 1.5 * PAD, "bold")
        for name in (*OURS, *THEIRS)
    }
    tall = {name: block.height + 2 * PAD for name, block in boxes.items()}
    row = {"view": max(tall["view"], tall["expected"]), "standards": tall["standards"],
           "delivery": max(tall["delivery"], tall["perceived"]),
           "communication": tall["communication"]}  # fmt: skip
    labels = {gap: _label(mark, measure, right, gap) for gap, mark in marks.items()}

    top = measure(title, TITLE, WIDTH - 2 * MARGIN, "bold")
    y = -MARGIN - top.height / 2
    out.texts.append(Placed(MARGIN, y, top))
    y -= top.height / 2 + 0.14
    heads = [(MARGIN, measure(words["customers"], BOX, LEFT, "bold")),
             (x_right, measure(words["organisation"], BOX, right, "bold"))]  # fmt: skip
    if behind:
        heads.append((x_aside, measure(heading, ROW, aside)))
    deep = max(block.height for _, block in heads)
    band_top = y
    for x, block in heads:
        inset = 0.08 if x != x_aside else 0.0
        out.texts.append(Placed(x + inset, y - 0.06 - deep / 2, block, "heading"))
    y -= deep + 0.16

    chip_height = sum(chip.height + 0.1 for chip in chips) + 0.05 * (len(chips) - 1) + 0.24
    above = max(chip_height, _height(labels[1]) + 0.12, _depth(groups[1]) - row["view"] / 2 + 0.1)
    spans = {
        gap: max(
            SHORTEST, _height(labels[gap]) + 0.3, _depth(groups[gap]) + 0.14 - _between(row, gap)
        )
        for gap in (2, 3, 4)
    }
    first = y
    y -= above
    middle: dict[str, float] = {}
    for name, gap in (("view", 2), ("standards", 3), ("delivery", 4), ("communication", 0)):
        middle[name] = y - row[name] / 2
        y -= row[name] + spans.get(gap, 0.0)
    floor = y

    for name, at in middle.items():
        out.boxes[name] = _box(x_right, at, right, tall[name], boxes[name])
    out.boxes["expected"] = _box(MARGIN, middle["view"], LEFT, tall["expected"], boxes["expected"])
    out.boxes["perceived"] = _box(
        MARGIN, middle["delivery"], LEFT, tall["perceived"], boxes["perceived"]
    )
    _chips(out, chips, out.boxes["expected"], chip_height)
    _arrows(out, labels, marks, x_right)
    _flows(out)
    for gap, group in groups.items():
        if group:
            centre = _centre(out, gap, first, middle, _depth(group))
            _place_group(out, group, x_aside, centre, aside)
    out.bands = [
        (MARGIN - 0.06, floor - 0.1, LEFT + 0.12, band_top - floor + 0.1),
        (x_right - 0.08, floor - 0.1, right + 0.16, band_top - floor + 0.1),
    ]
    low = _key(out, key, floor - 0.26, measure)
    out.height = -low + MARGIN
    return out


CHIPS = ("word_of_mouth", "needs", "experience")
OURS = ("expected", "perceived")
THEIRS = ("view", "standards", "delivery", "communication")
_ENDS = {2: ("view", "standards"), 3: ("standards", "delivery"), 4: ("delivery", "communication")}

Group = list[tuple[Block, float]]


def _box(x: float, middle: float, width: float, height: float, text: Block) -> Box:
    return Box(x, middle - height / 2, width, height, text)


def _group(members: list[Behind], measure: Measure, aside: float) -> Group:
    """Break antecedents' titles to the room beside their bars."""
    return [(measure(one.title, ROW, aside - BAR - 0.1), one.shortfall) for one in members]


def _depth(group: Group) -> float:
    return sum(block.height + 0.07 for block, _ in group)


def _between(row: dict[str, float], gap: int) -> float:
    """How far a group may reach beside the boxes at both ends of its arrow."""
    before, after = _ENDS[gap]
    return (row[before] + row[after]) / 2


def _label(mark: GapMark, measure: Measure, right: float, gap: int) -> list[tuple[Block, str]]:
    """Break a gap's name, value and detail to the room beside its arrow."""
    room = {1: GUTTER + right, 5: LEFT + GUTTER - ARROW_ROOM - 0.12}.get(gap, right - ARROW_ROOM)
    lines = [(measure(mark.head, HEAD, room, "bold"), "head")]
    if mark.value:
        lines.append((measure(mark.value, VALUE, room, "bold"), "value"))
    return [*lines, *((measure(one, DETAIL, room), "detail") for one in mark.details)]


def _height(label: list[tuple[Block, str]]) -> float:
    return sum(block.height + 0.06 for block, _ in label)


def _write(
    out: Layout, label: list[tuple[Block, str]], x: float, middle: float, state: str
) -> None:
    y = middle + _height(label) / 2
    for block, kind in label:
        y -= block.height / 2 + 0.03
        out.texts.append(Placed(x, y, block, kind, state))
        y -= block.height / 2 + 0.03


def _chips(out: Layout, chips: list[Block], below: Box, height: float) -> None:
    """Stack what shapes expectations above them, with one arrow down."""
    y = below.y + below.height + height
    for name, chip in zip(CHIPS, chips, strict=True):
        tall = chip.height + 0.1
        y -= tall
        out.boxes[name] = Box(MARGIN + 0.1, y, LEFT - 0.2, tall, chip, chip=True)
        y -= 0.05
    x = below.middle[0]
    out.flows.append([(x, y + 0.05), (x, below.y + below.height)])


def _arrows(
    out: Layout, labels: dict[int, list[tuple[Block, str]]], marks: dict[int, GapMark], x: float
) -> None:
    expected, perceived, view = (out.boxes[name] for name in ("expected", "perceived", "view"))
    across = expected.middle[1]
    out.arrows.append(Arrow(1, (expected.x + expected.width, across), (view.x, across)))
    label = labels[1]
    top = max(view.y + view.height, expected.middle[1] + 0.45)
    _write(out, label, view.x, top + _height(label) / 2 + 0.06, marks[1].state)
    for gap, (before, after) in _ENDS.items():
        start, end = out.boxes[before], out.boxes[after]
        middle = (start.y + end.y + end.height) / 2
        at = x + ARROW_ROOM / 2
        out.arrows.append(Arrow(gap, (at, start.y), (at, end.y + end.height)))
        _write(out, labels[gap], x + ARROW_ROOM, middle, marks[gap].state)
    at = MARGIN + ARROW_ROOM / 2
    out.arrows.append(Arrow(5, (at, expected.y), (at, perceived.y + perceived.height)))
    middle = (expected.y + perceived.y + perceived.height) / 2
    _write(out, labels[5], MARGIN + ARROW_ROOM, middle, marks[5].state)


def _flows(out: Layout) -> None:
    """Thin arrows: what is delivered and what is promised reach the customer."""
    delivery, perceived, promised = (
        out.boxes[name] for name in ("delivery", "perceived", "communication")
    )
    y = perceived.middle[1]
    out.flows.append([(delivery.x, y), (perceived.x + perceived.width, y)])
    corner = (perceived.middle[0], promised.middle[1])
    out.flows.append([(promised.x, promised.middle[1]), corner, (corner[0], perceived.y)])


def _centre(out: Layout, gap: int, first: float, middle: dict[str, float], depth: float) -> float:
    """Middle of a group of antecedents: beside its arrow, the first one from the top down."""
    if gap == 1:
        return first - depth / 2
    before, after = (out.boxes[name] for name in _ENDS[gap])
    return (before.y + after.y + after.height) / 2


def _place_group(out: Layout, group: Group, x: float, centre: float, aside: float) -> None:
    y = centre + _depth(group) / 2
    out.rules.append((x - 0.06, y - 0.03, y - _depth(group) + 0.03))
    for block, share in group:
        y -= block.height / 2 + 0.035
        out.texts.append(Placed(x, y, block, "behind"))
        out.bars.append(Bar(x + aside - BAR, y, share))
        y -= block.height / 2 + 0.035


def _key(out: Layout, key: list[tuple[str, str]], y: float, measure: Measure) -> float:
    """Write the key in as many rows as it needs; returns its lower end."""
    x, deep = MARGIN, 0.0
    for state, words in key:
        block = measure(words, KEY, WIDTH - 2 * MARGIN - 0.4)
        swatch = 0.0 if state in ("interval", "bar") else 0.36
        full = x + swatch + block.width > WIDTH - MARGIN
        if x > MARGIN and (full or not swatch):
            x, y, deep = MARGIN, y - deep - 0.08, 0.0
        if swatch:
            out.keys.append((state, x, y - block.height / 2))
        out.texts.append(Placed(x + swatch, y - block.height / 2, block, "key"))
        x += swatch + block.width + 0.25
        deep = max(deep, block.height)
    return y - deep
