"""How every picture looks: one palette, one set of fonts, and a canvas that leaves no trace.

Colours are those of Okabe and Ito (2008), told apart by people with any kind of colour vision;
shapes, line styles and lightness repeat what colour says, so grey print works too.
Nothing global changes: settings hold inside :func:`canvas` only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "BLACK",
    "BLUE",
    "FONT_SIZE",
    "GREEN",
    "GREY",
    "LIGHT",
    "MARKERS",
    "MUTED",
    "ORANGE",
    "PURPLE",
    "SERIES",
    "SKY",
    "VERMILLION",
    "canvas",
    "diverging_colours",
    "fonts",
    "ink_on",
    "offscreen",
    "settings",
    "shifted",
]

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#4D4D4D"
"""Text and lines that stand back; 8:1 on white."""
MUTED = "#8C8C8C"
LIGHT = "#E3E3E3"
SERIES = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)
"""Colours of series, in the order of their use."""
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
"""Shapes of series, in the order of their use."""
FONT_SIZE = 11.5
"""Points; the pictures are about seven inches wide, so a page shows them near this size."""

_CJK = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)
_PAD = 0.08
_offscreen: ContextVar[bool] = ContextVar("svqkit_offscreen", default=False)


@lru_cache(maxsize=1)
def fonts() -> tuple[str, ...]:
    """Name the installed fonts a picture uses, one for Latin and the first for CJK.

    Returns
    -------
    tuple of str
        Matplotlib takes each glyph from the first font that has it.

    Examples
    --------
    >>> fonts()[0]
    'DejaVu Sans'
    """
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *[name for name in _CJK if name in installed][:1])


def settings() -> dict[Any, Any]:
    """Give the matplotlib settings of a picture, to use with ``matplotlib.rc_context``.

    Returns
    -------
    dict
        Keys and values of ``matplotlib.rcParams``.

    Examples
    --------
    >>> settings()["font.size"]
    11.5
    """
    return {
        "font.family": list(fonts()),
        "font.size": FONT_SIZE,
        "axes.titlesize": FONT_SIZE + 1.5,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 10.0,
        "axes.labelsize": FONT_SIZE,
        "axes.unicode_minus": True,
        "xtick.labelsize": FONT_SIZE,
        "ytick.labelsize": FONT_SIZE,
        "legend.fontsize": FONT_SIZE,
        "legend.frameon": False,
        "axes.axisbelow": True,
        "text.parse_math": False,
        "text.usetex": False,
        "axes.facecolor": "white",
    }


@contextmanager
def offscreen() -> Iterator[None]:
    """Keep new pictures away from pyplot, so that a notebook does not show them.

    A report draws its pictures inside this; figures then vanish with their last reference.

    Examples
    --------
    >>> with offscreen(), canvas(None, 4, 3) as ax:
    ...     type(ax.figure).__name__
    'Figure'
    """
    token = _offscreen.set(True)
    try:
        yield
    finally:
        _offscreen.reset(token)


def _in_notebook() -> bool:
    """Tell whether a Jupyter kernel runs us, which shows pyplot's figures after each cell."""
    shell = sys.modules.get("IPython")
    return shell is not None and hasattr(shell.get_ipython(), "kernel")


def _new_figure(width: float, height: float, layout: Any) -> Figure:
    """Make a figure: pyplot's own in a notebook, otherwise one that nobody keeps."""
    if _in_notebook() and not _offscreen.get():
        from matplotlib import pyplot

        return pyplot.figure(figsize=(width, height), layout=layout, facecolor="white")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


@contextmanager
def canvas(
    ax: Axes | None,
    width: float,
    height: float,
    *,
    fitted: bool = True,
    projection: str | None = None,
) -> Iterator[Axes]:
    """Give axes to draw on in svqkit's style: the given ones, or new ones of a size.

    In a Jupyter kernel a new figure belongs to pyplot, which shows it once below the cell; in a
    script, a report or a server it belongs to nobody and is freed with its axes.

    Parameters
    ----------
    ax : Axes or None
        Axes to draw on; their figure is neither resized nor replaced.
    width, height : float
        Inches of a new figure.
    fitted : bool
        Whether a new figure makes room for labels by itself (constrained layout).
    projection : str, optional
        Matplotlib's name for the kind of new axes, such as ``"3d"``.

    Yields
    ------
    Axes

    Examples
    --------
    >>> with canvas(None, 7, 4) as ax:
    ...     points = ax.plot([1, 2], [3, 4])
    >>> [float(inches) for inches in ax.figure.get_size_inches()]
    [7.0, 4.0]
    """
    import matplotlib
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.text import Text

    made = None
    if ax is None:  # before the settings: the first pyplot figure sets up the notebook's backend
        engine = ConstrainedLayoutEngine(h_pad=_PAD, w_pad=_PAD) if fitted else None
        made = _new_figure(width, height, engine)
    with matplotlib.rc_context(settings()):
        axes: Any = ax if made is None else made.add_subplot(projection=projection)
        for text in axes.findobj(Text):  # of given axes they were made with other fonts
            text.set_fontfamily(list(fonts()))
        axes.tick_params(
            labelsize=FONT_SIZE, labelfontfamily=list(fonts()), length=0, labelcolor=BLACK
        )
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(MUTED)
        yield axes


def shifted(ax: Axes, inches: float, transform: Any = None) -> Any:
    """Give a transform that moves things up by inches, however tall the axes are.

    Parameters
    ----------
    ax : Axes
    inches : float
        Negative for down.
    transform : Transform, optional
        What is moved, that of the axes (0 to 1) otherwise.

    Returns
    -------
    Transform

    Examples
    --------
    >>> with canvas(None, 7, 4) as ax:
    ...     below = shifted(ax, -0.5)
    >>> float((below.transform((0, 0)) - ax.transAxes.transform((0, 0)))[1] / ax.figure.dpi)
    -0.5
    """
    from matplotlib.transforms import ScaledTranslation

    moved = ax.transAxes if transform is None else transform
    return moved + ScaledTranslation(0, inches, ax.figure.dpi_scale_trans)


def diverging_colours(count: int) -> list[str]:
    """Give colours from vermillion over pale grey to blue; neighbours differ in lightness.

    Parameters
    ----------
    count : int
        How many response categories.

    Returns
    -------
    list of str
        Hex codes, lowest category first.

    Examples
    --------
    >>> diverging_colours(3)
    ['#a83c00', '#e5e6e6', '#004c7d']
    """
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    stops = ["#a83c00", "#e8863a", "#f7cfa0", "#e6e6e6", "#b5d5ec", "#4a9bd1", "#004c7d"]
    colours = LinearSegmentedColormap.from_list("svqkit", stops)
    return [to_hex(colours(k / max(count - 1, 1))) for k in range(count)]


def ink_on(colour: Any) -> str:
    """Choose black or white text, whichever reads better on a colour.

    Parameters
    ----------
    colour : matplotlib colour
        The background.

    Returns
    -------
    str
        ``"#000000"`` or ``"#ffffff"``, by contrast ratio (WCAG 2.2 relative luminance).

    Examples
    --------
    >>> ink_on("white"), ink_on("#004c7d")
    ('#000000', '#ffffff')
    """
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return BLACK if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else "#ffffff"
