"""The alpha explorer's figure: alpha over the number of items, its interval over respondents."""

from __future__ import annotations

from typing import Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.labels import number
from svqkit.present.plots.style import BLUE, GREY, MUTED, VERMILLION, canvas
from svqkit.present.widgets.alpha_view import ITEMS, PEOPLE, AlphaView
from svqkit.present.widgets.look import new_figure

__all__ = ["alpha_figure", "draw_alpha", "print_alpha"]

REFERENCE = 0.70
"""The value that many ask for, after Nunnally (1978)."""
_BAND = {"mode": "lines", "fill": "toself", "fillcolor": "rgba(0, 114, 178, 0.18)",
         "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}  # fmt: skip


def alpha_figure(language: str = "en") -> Any:
    """Make the empty figure: for items and for respondents a band, lines and a point.

    Parameters
    ----------
    language : str
        BCP 47.

    Returns
    -------
    plotly.graph_objects.FigureWidget

    Examples
    --------
    >>> [trace.name for trace in alpha_figure().data if trace.name]
    ['alpha', 'omega of one factor', 'this scale', 'low', 'high', 'this scale']
    """
    say = translator(language)
    figure = new_figure(
        height=520,
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    point = {"mode": "markers", "marker": {"size": 15, "color": BLUE}, "showlegend": False}
    bars = {"type": "data", "symmetric": False, "thickness": 3, "width": 8, "color": BLUE}
    over = say("%{x} items") + "<br>" + "%{y:.2f}<extra>%{fullData.name}</extra>"
    figure.add_scatter(**_BAND)
    figure.add_scatter(
        mode="lines", name=say("alpha"), line={"color": BLUE, "width": 4}, hovertemplate=over
    )
    figure.add_scatter(
        mode="lines",
        name=say("omega of one factor"),
        line={"color": VERMILLION, "width": 4, "dash": "dash"},
        hovertemplate=over,
    )
    figure.add_scatter(
        **point, name=say("this scale"), error_y=bars, hovertemplate=over, cliponaxis=False
    )
    below: dict[str, Any] = {"xaxis": "x2", "yaxis": "y2"}
    people = say("%{x} respondents") + "<br>" + "%{y:.2f}<extra>%{fullData.name}</extra>"
    figure.add_scatter(**_BAND, **below)
    for name in (say("low"), say("high")):
        figure.add_scatter(
            **below, mode="lines", name=name, line={"color": BLUE, "width": 2},
            hovertemplate=people, showlegend=False,
        )  # fmt: skip
    figure.add_scatter(
        **point, **below, name=say("this scale"), error_y=bars, hovertemplate=people,
        cliponaxis=False,
    )  # fmt: skip
    steady: dict[str, Any] = {"fixedrange": True, "automargin": True, "gridcolor": "#E3E3E3"}
    ticks = [20, 50, 100, 200, 500, 1000, 2000, 5000]
    figure.update_layout(
        xaxis={**steady, "range": [1, max(ITEMS) + 1], "title": _title(say("Number of items"))},
        yaxis={**steady, "domain": [0.6, 1.0], "title": _title(say("alpha"))},
        xaxis2={
            **steady, "anchor": "y2", "type": "log", "tickvals": ticks,
            "range": [np.log10(min(PEOPLE)) - 0.05, np.log10(max(PEOPLE)) + 0.05],
            "title": _title(say("Number of respondents")),
        },
        yaxis2={**steady, "domain": [0.0, 0.38], "title": _title(say("interval of alpha"))},
    )  # fmt: skip
    figure.add_hline(
        y=REFERENCE, row=None, line={"color": MUTED, "width": 2, "dash": "dot"},
        annotation={"text": number(REFERENCE), "font": {"size": 14, "color": GREY}},
    )  # fmt: skip
    return figure


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 15}}


def draw_alpha(figure: Any, shown: AlphaView) -> None:
    """Move the figure's lines and points to what a view holds.

    Parameters
    ----------
    figure : FigureWidget
        From ``alpha_figure``.
    shown : AlphaView

    Examples
    --------
    >>> from svqkit.present.widgets.alpha_view import AlphaChoice, compute, prepare
    >>> figure = alpha_figure()
    >>> draw_alpha(figure, compute(prepare(), AlphaChoice(k=9)))
    >>> figure.data[3].x
    (9,)
    """
    items, people = shown.by_items.dropna(subset=["alpha"]), shown.by_people
    band, line, one, point, band_n, low, high, point_n = figure.data
    floor = 0.0 if min(shown.low, people["low"].min()) >= 0 else -1.0
    with figure.batch_update():
        _fill(band, items, floor)
        line.x, line.y = items.index.tolist(), items["alpha"].round(4).tolist()
        single = shown.by_items["omega"].dropna()
        if shown.warning:  # halves of one size only: others would draw a saw
            single = single[single.index % 2 == 0]
        one.x, one.y = single.index.tolist(), single.round(4).tolist()
        one.visible = len(single) > 0
        _fill(band_n, people, floor)
        for trace, end in ((low, "low"), (high, "high")):
            trace.x = people.index.tolist()
            trace.y = people[end].clip(lower=floor).round(4).tolist()
        for trace, at in ((point, shown.k), (point_n, shown.n)):
            trace.x, trace.y = [at], [shown.alpha]
            trace.error_y.array = [shown.high - shown.alpha]
            trace.error_y.arrayminus = [shown.alpha - max(shown.low, floor)]
        figure.layout.yaxis.range = figure.layout.yaxis2.range = [floor, 1.02]


def _fill(trace: Any, table: Any, floor: float) -> None:
    """Close a band: along its low ends and back along the high ones."""
    places = table.index.tolist()
    low = table["low"].clip(lower=floor).round(4).tolist()
    trace.x = places + places[::-1]
    trace.y = low + table["high"].clip(lower=floor).round(4).tolist()[::-1]


def print_alpha(shown: AlphaView, language: str, ax: Any = None) -> Any:
    """Draw alpha over the number of items for print.

    Parameters
    ----------
    shown : AlphaView
    language : str
        BCP 47.
    ax : matplotlib Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> from svqkit.present.widgets.alpha_view import AlphaChoice, compute, prepare
    >>> print_alpha(compute(prepare(), AlphaChoice()), "en").get_xlabel()
    'Number of items'
    """
    say, table = translator(language), shown.by_items.dropna(subset=["alpha"])
    with canvas(ax, 7.0, 3.6) as ax:
        ax.fill_between(table.index, table["low"], table["high"], color=BLUE, alpha=0.18, lw=0)
        ax.plot(table.index, table["alpha"], color=BLUE, linewidth=2, label=say("alpha"))
        if table["omega"].notna().any():
            ax.plot(
                table.index, table["omega"], color=VERMILLION, linewidth=2, linestyle="--",
                label=say("omega of one factor"),
            )  # fmt: skip
        reach = [[shown.alpha - shown.low], [shown.high - shown.alpha]]
        ax.errorbar(
            [shown.k], [shown.alpha], yerr=reach, fmt="o", color=BLUE, capsize=4, markersize=8
        )
        ax.axhline(REFERENCE, color=MUTED, linestyle=":")
        ax.set_ylim(min(0.0, max(shown.low, -1.0)), 1.02)
        ax.set_xlabel(say("Number of items"))
        ax.set_ylabel(say("alpha"))
        ax.set_title(shown.heading, loc="left")
        ax.legend(loc="lower right")
    return ax
