"""A path diagram that people can read, and change: factors, items, loadings, correlations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import speaker
from svqkit.present.plots.path_drawing import COLOURS, Ink
from svqkit.present.plots.path_model import table_of, tables_by_group
from svqkit.present.plots.path_page import Page, draw_page, open_page
from svqkit.present.plots.path_panels import Panel, panels
from svqkit.present.plots.path_sheet import ORIENTATIONS
from svqkit.present.plots.path_words import ESTIMATES, Saying, impossible, notes
from svqkit.present.plots.style import FONT_SIZE, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["path_positions", "plot_path"]


def plot_path(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    what: str | None = "std_all",
    digits: int = 2,
    intervals: bool = False,
    stars: bool = False,
    residuals: bool = True,
    cut: float = 0.0,
    alpha: float = 0.05,
    group: Any = None,
    orientation: str = "right",
    positions: Mapping[str, tuple[float, float]] | None = None,
    curvature: float = 1.0,
    labels: Mapping[str, str] | None = None,
    wrap: tuple[int, int] | None = None,
    colours: Mapping[str, str] | None = None,
    font_size: float = FONT_SIZE,
) -> Axes:
    """Draw a factor or structural model as a path diagram.

    Ellipses are factors, boxes are observed variables; an arrow from a factor carries a loading,
    an arrow between factors a regression, a curve with two heads a covariance or correlation, and
    a short arrow what is left unexplained. Lines are as thick as the standardised estimate is
    large, dashed where fixed, pale where not significant; an estimate no population can have
    stands in vermillion and bold. Notes below say so where it occurs.

    Parameters
    ----------
    result : CFA, str or mapping
        A fitted model; or one that is not: model syntax, or factors mapped to their items, drawn
        without estimates.
    ax : Axes, optional
        Axes to draw on, where everything shrinks to fit; new ones of the size the model needs
        otherwise.
    instrument : Instrument, optional
        Words of items and dimensions.
    what : {"std_all", "est", "std_lv", None}
        Completely standardised or unstandardised estimates, those with standardised factors, or
        none (then labels of parameters and fixed values are shown).
    digits : int
        Decimals of the estimates.
    intervals, stars : bool
        Also show 95 % intervals and stars of significance, those of the estimates shown
        (``what="std_lv"`` has neither).
    residuals : bool
        Whether residual variances, and with ``what="est"`` variances of factors, are drawn.
    cut : float
        Leave out loadings, regressions and covariances whose standardised size is smaller.
    alpha : float
        Paths with a p-value above it are pale; 1 for none.
    group : optional
        One group of a model of several; all of them side by side otherwise.
    orientation : {"right", "down", "left", "up"}
        Where the items lie, seen from their factors.
    positions : mapping of str to pair of float, optional
        Variables to move: centres in inches from the left and from the top, as
        :func:`path_positions` lists them. Lines and labels follow.
    curvature : float
        How far curves bend; 1 as usual, 0.5 flatter.
    labels : mapping of str to str, optional
        Words of variables, before those of the instrument; wrapped.
    wrap : pair of int, optional
        Columns a line in factors and in items (a Chinese character takes two).
    colours : mapping of str to colour, optional
        Of "factor", "item", "outline", "text", "loading", "regression", "covariance",
        "residual", "variance", "pale", "pale_text", "impossible" and "background".
    font_size : float
        Points.

    Returns
    -------
    Axes
        One unit is an inch. In an SVG file each box bears its variable's name as its id.

    Raises
    ------
    ValueError
        If an option is unknown, or intervals are asked for where there are none.
    DataError
        If there is no such group.
    ModelError
        If there is nothing to draw, or a moved or labelled variable is not in the model.

    Notes
    -----
    With one layer of factors, covariances curve before them and items lie after them; a general
    factor (bifactor) lies beyond the items, whose residual variances then stand in their boxes.
    Where factors or variables predict others, they stand in layers from causes to effects.

    Standardised residual covariances are residual correlations, as in lavaan. Save with
    :func:`save_picture`, which keeps words as text in SVG and PDF files, to be edited.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, bank.instrument.mapping)
    >>> ax = svq.plot_path(fit, instrument=bank.instrument)
    >>> "Q1 Modern equipment" in [text.get_text() for text in ax.texts]
    True
    >>> ax = svq.plot_path("quality =~ Q1 + Q2 + Q3", labels={"Q1": "Modern equipment"})
    """
    if orientation not in ORIENTATIONS:
        raise ValueError(
            f"orientation must be one of {', '.join(ORIENTATIONS)}, not {orientation!r}"
        )
    unknown = sorted(set(colours or {}) - set(COLOURS))
    if unknown:
        raise ValueError(f"colours has no {unknown[0]!r}; choose from {', '.join(COLOURS)}")
    if what not in ESTIMATES:
        raise ValueError(f"what must be 'std_all', 'est', 'std_lv' or None, not {what!r}")
    table, fitted = table_of(result)
    saying = Saying(what if fitted else None, digits, intervals, stars, cut, alpha, residuals)
    made = panels(
        tables_by_group(_estimates(result, table, saying), group),
        saying,
        instrument=instrument,
        labels=labels,
        positions=positions,
        orientation=orientation,
        curvature=curvature,
        font_size=font_size,
        columns=wrap,
    )
    say = speaker(instrument)
    title = say(ESTIMATES[saying.what])
    if len(made) == 1 and made[0].group:
        title = say("{title}, group {group}", title=title, group=made[0].group)
    page = Page(made, title, _notes(made, saying, say), font_size)
    own_figure = ax is None
    with canvas(ax, page.width, page.height, fitted=False) as ax:
        scale = open_page(ax, page, own_figure=own_figure)
        palette = {**COLOURS, **(colours or {})}
        inks = [_ink(panel, saying, palette, font_size, scale) for panel in made]
        draw_page(ax, page, inks, left=orientation in ("right", "left"), say=say)
    return ax


def _estimates(result: Any, table: pd.DataFrame, saying: Saying) -> pd.DataFrame:
    """Take errors and intervals of the estimates shown, where they are asked for."""
    if saying.what is not None and table[saying.what].isna().all():
        raise ValueError(f"the result has no estimates {saying.what!r}")
    if not (saying.intervals or saying.stars) or saying.what in (None, "est"):
        return table
    if saying.what == "std_lv" or not hasattr(result, "standardized"):
        raise ValueError("intervals and stars are known for what='std_all' and what='est' only")
    names = ["se", "pvalue", "ci_lower", "ci_upper"]
    return table.assign(**{name: result.standardized[name].to_numpy() for name in names})


def _notes(made: Sequence[Panel], saying: Saying, say: Callable[..., str]) -> tuple[str, ...]:
    """Gather what the panels' marks mean."""
    said: dict[str, None] = {}
    for panel in made:
        hidden, inside = len(panel.hidden), panel.inside
        own = notes(panel.paths, panel.table, saying, hidden=hidden, inside=inside, say=say)
        said.update(dict.fromkeys(own))
    return tuple(said)


def _ink(
    panel: Panel, saying: Saying, palette: Mapping[str, str], font_size: float, scale: float
) -> Ink:
    """Decide how each line of a panel is drawn."""
    rows: list[Any] = [panel.table.loc[path.row] for path in panel.paths]
    size = [
        min(abs(path.weight), 1.0) if path.weight == path.weight else 0.4 for path in panel.paths
    ]
    own = {"residual", "variance"}
    return Ink(
        kinds=[path.kind for path in panel.paths],
        weights=[
            1.0 if path.kind in own else 0.6 + 1.6 * share
            for path, share in zip(panel.paths, size, strict=True)
        ],
        dashed=frozenset(k for k, path in enumerate(panel.paths) if path.fixed),
        pale=frozenset(k for k, row in enumerate(rows) if row["pvalue"] > saying.alpha),
        impossible=frozenset(
            k
            for k, (path, row) in enumerate(zip(panel.paths, rows, strict=True))
            if impossible(path, row, saying.what)
        ),
        hidden=panel.hidden,
        colours=palette,
        font_size=font_size,
        scale=scale,
    )


def path_positions(ax: Axes) -> pd.DataFrame:
    """List where the variables of a drawn path diagram stand, to move some of them.

    Parameters
    ----------
    ax : Axes
        From :func:`plot_path`, one group.

    Returns
    -------
    DataFrame
        ``x y width height`` by variable, in inches from the left and from the top: centres and
        sizes.

    Raises
    ------
    DataError
        If the axes hold no path diagram.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = "quality =~ Q1 + Q2 + Q3"
    >>> place = svq.path_positions(svq.plot_path(model)).loc["quality"]
    >>> ax = svq.plot_path(model, positions={"quality": (place.x, place.y - 0.2)})
    """
    rows = {}
    for patch in ax.patches:
        if patch.get_gid():
            corners = patch.get_path().get_extents(patch.get_patch_transform())
            rows[patch.get_gid()] = (*(corners.p0 + corners.p1) / 2, corners.width, corners.height)
    if not rows:
        raise DataError("these axes hold no path diagram; give those that plot_path returned")
    return pd.DataFrame.from_dict(rows, orient="index", columns=["x", "y", "width", "height"]).abs()
