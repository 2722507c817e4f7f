"""An instrument's own words on a picture, and numbers as papers print them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

from svqkit.interface import translator
from svqkit.present.plots.style import FONT_SIZE, GREY, LIGHT
from svqkit.present.plots.wrapping import display_width, pieces, wrapped

__all__ = [
    "Rows",
    "design_of",
    "dimension_label",
    "display_width",
    "item_label",
    "item_rows",
    "number",
    "pieces",
    "wrapped",
]


def speaker(instrument: Any = None) -> Callable[..., str]:
    """Give the function that says a picture's own words in the language of an instrument.

    Parameters
    ----------
    instrument : Instrument, optional
        English without one.

    Returns
    -------
    callable
        As :func:`svqkit.interface.translator` returns it.

    Examples
    --------
    >>> speaker()("n = {n}", n=412)
    'n = 412'
    """
    return translator(str(getattr(instrument, "language", None) or "en"))


def item_label(code: str, instrument: Any = None, width: int = 28) -> str:
    """Say an item as its code and the instrument's short label.

    Parameters
    ----------
    code : str
        Item code, such as ``"Q1"``.
    instrument : Instrument, optional
    width : int
        Columns a line.

    Returns
    -------
    str

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> item_label("Q1", SimpleNamespace(labels={"Q1": "Modern equipment"}))
    'Q1 Modern equipment'
    >>> item_label("Q1")
    'Q1'
    """
    words = dict(getattr(instrument, "labels", None) or {}).get(code, "")
    return wrapped(f"{code} {words}" if words and words != code else str(code), width)


def dimension_label(name: str, instrument: Any = None, width: int = 24) -> str:
    """Say a dimension by its title in the instrument's language.

    Parameters
    ----------
    name : str
        Dimension, factor or scale; ``"total"`` is said as "Total".
    instrument : Instrument, optional
    width : int
        Columns a line.

    Returns
    -------
    str

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> dimension_label("tangibles", SimpleNamespace(dimension_titles={"tangibles": "Tangibles"}))
    'Tangibles'
    >>> dimension_label("total")
    'Total'
    """
    titles = dict(getattr(instrument, "dimension_titles", None) or {})
    say = speaker(instrument)
    return wrapped(titles.get(name, say("Total") if name == "total" else str(name)), width)


def design_of(codes: Sequence[str], instrument: Any = None) -> dict[str, list[str]]:
    """Group item codes by the instrument's dimensions, in its order.

    Parameters
    ----------
    codes : sequence of str
        Items at hand.
    instrument : Instrument, optional

    Returns
    -------
    dict
        Dimension to the codes present; items of no dimension stand under ``""``, last. Without
        an instrument all items stand under ``""``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> design_of(["Q3", "Q2", "Q9"], SimpleNamespace(mapping={"a": ["Q2", "Q3"]}))
    {'a': ['Q2', 'Q3'], '': ['Q9']}
    """
    mapping: Mapping[str, Sequence[str]] = getattr(instrument, "mapping", None) or {}
    present = set(codes)
    design = {name: [c for c in members if c in present] for name, members in mapping.items()}
    placed = {code for members in design.values() for code in members}
    design[""] = [code for code in codes if code not in placed]
    return {name: members for name, members in design.items() if members}


@dataclass(frozen=True)
class Rows:
    """Where items stand on a vertical axis, below a heading for each dimension.

    ``y`` maps an item code to its position (0 at the top, growing downwards); ``headings`` are
    positions and titles; ``size`` is the number of rows; ``pitch`` is a row's height in inches.
    """

    y: dict[str, float]
    labels: dict[str, str]
    headings: tuple[tuple[float, str], ...]
    size: int
    pitch: float

    @property
    def height(self) -> float:
        """Inches that all rows need."""
        return self.size * self.pitch

    def label_axis(self, ax: Axes) -> None:
        """Write the items beside the axis and the headings inside it, first row on top."""
        ax.set_yticks(list(self.y.values()), [self.labels[code] for code in self.y])
        ax.set_ylim(self.size - 0.5, -0.5)
        for y, title in self.headings:
            ax.text(
                0.0,
                y,
                title,
                transform=ax.get_yaxis_transform(),
                weight="bold",
                va="center",
                ha="left",
                color=GREY,
                size=FONT_SIZE,
                zorder=5,
                in_layout=False,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )
            if y > 0:
                ax.axhline(y - 0.5, color=LIGHT, linewidth=0.8, zorder=0.5)


def item_rows(codes: Sequence[str], instrument: Any = None, *, width: int = 34) -> Rows:
    """Lay items out in rows, grouped under their dimensions.

    Parameters
    ----------
    codes : sequence of str
        Items at hand.
    instrument : Instrument, optional
        Gives order, groups and words.
    width : int
        Columns a line of an item's label.

    Returns
    -------
    Rows

    Examples
    --------
    >>> item_rows(["Q1", "Q2"]).y
    {'Q1': 0, 'Q2': 1}
    """
    design = design_of(codes, instrument)
    headed = set(design) != {""}
    say = speaker(instrument)
    y: dict[str, float] = {}
    headings: list[tuple[float, str]] = []
    row = 0
    for name, members in design.items():
        if headed:
            headings.append(
                (row, dimension_label(name, instrument, 60) if name else say("Other items"))
            )
            row += 1
        for code in members:
            y[code] = row
            row += 1
    labels = {code: item_label(code, instrument, width) for code in y}
    lines = max((label.count("\n") + 1 for label in labels.values()), default=1)
    return Rows(y, labels, tuple(headings), row, 0.08 + 0.19 * lines)


def number(value: float, digits: int = 2, *, bounded: bool = True) -> str:
    """Print a number as journals do: a true minus, no zero before the point where it is bounded.

    Parameters
    ----------
    value : float
    digits : int
        Decimals.
    bounded : bool
        Whether the number cannot exceed 1 in size (correlations, reliabilities, loadings).

    Returns
    -------
    str
        A dash where there is no number.

    Examples
    --------
    >>> number(-0.123), number(0.5, 1, bounded=False), number(float("nan")), number(-0.001)
    ('−.12', '0.5', '–', '.00')
    """
    if value != value:
        return "–"
    shown = f"{value:.{digits}f}"
    if float(shown) == 0:
        shown = shown.lstrip("-")
    if bounded and abs(float(shown)) < 1:
        shown = shown.replace("0.", ".", 1)
    return shown.replace("-", "−")
