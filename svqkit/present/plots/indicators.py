"""The dashboard of an indicator system: one page, from the whole down to each indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from svqkit.improvement.indicators.values import when_words
from svqkit.interface import translator
from svqkit.present.plots.indicator_words import group_title
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLACK, GREY, canvas, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_indicators"]

_ROW, _LEAST = 0.36, 7.0
"""Inches of a row; least width of a page."""
_STOPS = ["#a83c00", "#e8863a", "#f7cfa0", "#e6e6e6", "#b5d5ec", "#4a9bd1", "#004c7d"]


def plot_indicators(
    result: Any,
    *,
    ax: Axes | None = None,
    by: Literal["dimension", "area"] = "dimension",
    language: str = "",
) -> Axes:
    r"""Show all units on all indicators: colour is the score, the number is the value in its unit.

    The first row is the composite, with a line of its course where there are periods; headings give
    the scores of dimensions or areas. A frame says that the target is missed, an asterisk that the
    value was flagged.

    Parameters
    ----------
    result : IndicatorScores
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    by : {"dimension", "area"}
        What indicators are grouped by.
    language : str, optional
        BCP 47, of the picture's own words; the system's otherwise. The indicators keep their names.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``by`` is neither.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> ax = svq.plot_indicators(found)
    >>> [label.get_text() for label in ax.get_xticklabels()][:2]
    ['Harbour', 'Market\nSquare']
    """
    if by not in ("dimension", "area"):
        raise ValueError(f"by must be 'dimension' or 'area', not {by!r}")
    say = translator(language or result.system.language)
    table, units = result.system.table, list(result.scores.index)
    groups = result.dimensions if by == "dimension" else result.areas
    rows = [
        (kind, name)
        for group in groups.columns
        for kind, name in (
            ("group", group),
            *(("indicator", one) for one in table.index[table[by] == group]),
        )
    ]
    digits = {name: _digits(result.values[name], table.loc[name, "target"]) for name in table.index}
    tall = 1.6 if result.trend is not None else 1.0
    width = max(_LEAST, 4.9 + 1.15 * len(units))
    with canvas(ax, width, _ROW * (len(rows) + tall) + 1.6) as ax:
        colours = _colours()
        top = -0.5 - tall
        for j, unit in enumerate(units):
            total = result.composite.loc[unit, "composite"]
            _cell(ax, j, top, tall, colours(total / 100))
            at = top + (0.5 if tall == 1 else 0.48)
            _say(ax, j, at, f"{total:.0f}", colours(total / 100), weight="bold", size=14)
            if result.trend is not None:
                _course(ax, result.trend, unit, j, top + 0.92, 0.6, ink_on(colours(total / 100)))
        for i, (kind, name) in enumerate(rows):
            for j, unit in enumerate(units):
                score = groups.loc[unit, name] if kind == "group" else result.scores.loc[unit, name]
                if kind == "group":
                    ax.text(j, i, _whole(score), ha="center", va="center", weight="bold")
                    continue
                colour = colours(score / 100) if score == score else "white"
                _cell(ax, j, i - 0.5, 1, colour)
                value, target = result.values.loc[unit, name], table.loc[name, "target"]
                more = table.loc[name, "direction"] == "more"
                missed = value < target if more else value > target
                if missed:
                    _frame(ax, j, i, ink_on(colour))
                mark = "*" if _flagged(result.flags, unit, name) else ""
                shown = _number(value, digits[name]) + mark
                _say(ax, j, i, shown, colour, weight="bold" if missed else "normal")
        _labels(ax, rows, table, tall, say)
        ax.set_xlim(-0.5, len(units) - 0.5)
        ax.set_ylim(len(rows) - 0.5, top)
        ax.xaxis.tick_top()
        ax.set_xticks(range(len(units)), [wrapped(str(unit), 11) for unit in units])
        ax.spines["bottom"].set_visible(False)
        ax.set_title(wrapped(result.system.title, 60), pad=12)
        said = [
            say("Colours, and figures beside headings: scores from 0 to 100, blue is better."),
            say("Figures in cells: values in their unit; framed: target missed."),
        ]
        if _any_flagged(result):
            said.append(say("* To be looked at."))
        if result.trend is not None:
            said.append(say("Lines: course from {first} to {last}.", first=when_words(result.trend.index[0]),
                            last=when_words(result.trend.index[-1])))  # fmt: skip
        lines = "\n".join(wrapped(line, max(32, 20 * len(units))) for line in said)
        ax.set_xlabel(lines, color=GREY, loc="left", labelpad=8)
    return ax


def _colours() -> Callable[[float], Any]:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("svqkit_scores", _STOPS)


def _cell(ax: Axes, j: int, top: float, height: float, colour: Any) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle((j - 0.5, top), 1, height, facecolor=colour, edgecolor="white", linewidth=2)
    )


def _frame(ax: Axes, j: int, i: int, ink: str) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((j - 0.45, i - 0.4), 0.9, 0.8, fill=False, edgecolor=ink, linewidth=1.6))


def _say(ax: Axes, j: int, i: float, words: str, colour: Any, **style: Any) -> None:
    ax.text(j, i, words, ha="center", va="center", color=ink_on(colour), **style)


def _course(
    ax: Axes, trend: pd.DataFrame, unit: Any, j: int, top: float, height: float, ink: str
) -> None:
    """Draw a unit's composite over the periods; all units share one scale."""
    array = trend.to_numpy(float)
    if np.isnan(array).all():
        return
    low, high = np.nanmin(array), np.nanmax(array)
    course = (trend[unit].to_numpy(float) - low) / (high - low if high > low else 1.0)
    x = j + np.linspace(-0.38, 0.38, len(course))
    ax.plot(x, top + height * (0.9 - 0.8 * course), color=ink, linewidth=1.8, clip_on=False)


def _flagged(flags: pd.DataFrame, unit: Any, name: str) -> bool:
    return bool(((flags["unit"] == unit) & (flags["indicator"] == name)).any())


def _any_flagged(result: Any) -> bool:
    return bool(result.flags["unit"].isin(result.scores.index).any())


def _whole(score: float) -> str:
    return f"{score:.0f}" if score == score else "–"


def _digits(values: pd.Series, target: float) -> int:
    """Decimals of an indicator: two where with one a value would look like a target it missed."""
    near = (values - target).abs() < 0.05
    return 2 if (near & (values != target)).any() else 1


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "−") if value == value else "–"


def _labels(
    ax: Axes,
    rows: list[tuple[str, str]],
    table: pd.DataFrame,
    tall: float,
    say: Callable[..., str],
) -> None:
    """Name rows on the left, targets on the right."""
    names = [
        group_title(name, say) if kind == "group" else wrapped(str(table.loc[name, "name"]), 38)
        for kind, name in rows
    ]
    ax.set_yticks([-0.5 - tall / 2, *range(len(rows))], [say("All together"), *names])
    for label, kind in zip(ax.get_yticklabels(), ["group", *(k for k, _ in rows)], strict=True):
        label.set_fontweight("bold" if kind == "group" else "normal")
    beside = ax.get_yaxis_transform()
    ax.text(1.03, -0.5 - tall / 2, say("target"), transform=beside, va="center", color=GREY)
    for i, (kind, name) in enumerate(rows):
        target = float(table["target"][name]) if kind == "indicator" else np.nan
        if target == target:
            sign = "≥" if table["direction"][name] == "more" else "≤"
            unit = str(table.loc[name, "unit"])
            ax.text(
                1.03,
                i,
                wrapped(f"{sign} {target:g} {unit}", 14),
                transform=beside,
                va="center",
                color=BLACK,
                linespacing=0.9,
            )
