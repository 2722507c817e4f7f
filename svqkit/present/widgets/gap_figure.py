"""The gap explorer's figure: made once, its traits updated at every change."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from math import ceil, floor
from typing import Any

import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.widgets.gap_view import GapTables, GapView
from svqkit.present.widgets.look import EXPECTATION, GAP, PERCEPTION, new_figure, signed

__all__ = ["gap_figure", "update_figure"]


def _hover(say: Callable[..., str]) -> str:
    lines = [
        "<b>%{customdata[0]}</b>",
        f"{say('Expected')} %{{customdata[1]:.2f}}",
        f"{say('Perceived')} %{{customdata[2]:.2f}}",
        f"{say('Gap')} %{{customdata[3]}}",
        f"{say('95 % interval')} %{{customdata[4]}}",
        "n = %{customdata[5]}",
        f"{say('Get less than they expect')}: %{{customdata[6]:.0f}} %",
    ]
    return "<br>".join(lines) + "<extra></extra>"


def gap_figure(language: str = "en") -> Any:
    """Make the empty figure: lines, expectations, perceptions and gaps, in that order.

    Parameters
    ----------
    language : str
        BCP 47.

    Returns
    -------
    plotly.graph_objects.FigureWidget

    Examples
    --------
    >>> [trace.name for trace in gap_figure().data]
    ['from expectation to perception', 'Expectation', 'Perception', 'Gap']
    """
    say = translator(language)
    hover = _hover(say)
    figure = new_figure()
    figure.add_scatter(
        mode="lines",
        name=say("from expectation to perception"),
        line={"color": "#8C8C8C", "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )
    for name, colour, symbol in (
        (say("Expectation"), EXPECTATION, "diamond"),
        (say("Perception"), PERCEPTION, "circle"),
    ):
        figure.add_scatter(
            mode="markers",
            name=name,
            marker={"color": colour, "size": 15, "symbol": symbol},
            hovertemplate=hover,
        )
    figure.add_scatter(
        mode="markers+text",
        name=say("Gap"),
        marker={"color": GAP, "size": 11, "opacity": 1},
        textposition="top center",
        textfont={"size": 16},
        cliponaxis=False,
        error_x={"type": "data", "symmetric": False, "thickness": 3, "width": 8, "color": GAP},
        hovertemplate=hover,
        showlegend=False,
    )
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"}, hovermode="closest"
    )
    figure.update_xaxes(fixedrange=True)
    return figure


def update_figure(figure: Any, view: GapView, show: str, tables: GapTables) -> None:
    """Move the figure's points to what a view holds.

    Parameters
    ----------
    figure : FigureWidget
        From ``gap_figure``.
    view : GapView
    show : {"gap", "forms"}
    tables : GapTables
        Ends of the answer scale, and the language.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.present.widgets.gap_view import GapChoice, compute, prepare
    >>> tables, figure = prepare(svq.load_dataset("bank")), gap_figure()
    >>> update_figure(figure, compute(tables, GapChoice()), "gap", tables)
    >>> len(figure.data[3].x)
    6
    """
    say, scale, rows = translator(tables.language), tables.scale, view.rows
    labels = [escape(wrapped(str(label), 20)).replace("\n", "<br>") for label in rows["label"]]
    if labels:
        labels[-1] = f"<b>{labels[-1]}</b>"
    details = _details(rows, say)
    lines, expected, perceived, gap = figure.data
    with figure.batch_update():
        both = show == "forms"
        for trace, column in ((expected, "expectation"), (perceived, "perception"), (gap, "gap")):
            trace.x, trace.y = rows[column].tolist(), labels
            trace.customdata = details
        ends = rows[["expectation", "perception"]].to_numpy().tolist()
        lines.x = [x for pair in ends for x in (*pair, None)]
        lines.y = [y for label in labels for y in (label, label, None)]
        gap.marker.symbol = ["circle"] * (len(rows) - 1) + ["diamond"]
        gap.marker.size = [11] * (len(rows) - 1) + [
            15
        ]  # lower than the ends of a bar, which so show
        gap.text = [signed(value) for value in rows["gap"]]
        gap.error_x.array = (rows["high"] - rows["gap"]).tolist()
        gap.error_x.arrayminus = (rows["gap"] - rows["low"]).tolist()
        lines.visible = expected.visible = perceived.visible = both
        gap.visible = not both
        figure.layout.height = 140 + 56 * max(len(rows), 3)
        figure.layout.yaxis.categoryarray = labels
        figure.layout.yaxis.range = [len(rows) - 0.5, -0.7]
        figure.layout.xaxis.range = list(scale) if both else _gap_range(rows)
        figure.layout.xaxis.zeroline = not both
        title = (
            say("Mean answer, {low:.0f} to {high:.0f}", low=scale[0], high=scale[1])
            if both
            else say("Mean gap (P − E)")
        )
        # In two lines: the names at the left leave little room on a phone.
        figure.layout.xaxis.title.text = title.replace(" (", "<br>(").replace(", ", ",<br>")


def _details(rows: pd.DataFrame, say: Callable[..., str]) -> list[list[Any]]:
    """Values that the pointer shows."""
    records: list[dict[Any, Any]] = rows.to_dict("records")
    return [
        [
            escape(row["label"]),
            row["expectation"],
            row["perception"],
            signed(row["gap"]),
            say("{low} to {high}", low=signed(row["low"]), high=signed(row["high"])),
            int(row["n"]),
            row["negative_pct"],
        ]
        for row in records
    ]


def _gap_range(rows: pd.DataFrame) -> list[float]:
    """Reach from −2 to 0.5, or further in half points where an interval does."""
    low = min([-2.0, *(rows["low"].dropna() - 0.1)])
    high = max([0.5, *(rows["high"].dropna() + 0.1)])
    return [floor(2 * low) / 2, ceil(2 * high) / 2]
