"""The careless lab's figure: each number when all read, with careless people, and after screening."""

from __future__ import annotations

from html import escape
from typing import Any

from svqkit.interface import translator
from svqkit.present.plots.labels import number, wrapped
from svqkit.present.plots.style import BLUE, GREY, MUTED, VERMILLION, canvas
from svqkit.present.widgets.careless_view import CarelessView
from svqkit.present.widgets.look import new_figure

__all__ = ["careless_figure", "draw_careless", "print_careless"]

N_ = str
_SERIES = (
    ("attentive", N_("when all read"), GREY, "diamond-open", "D"),
    ("mixed", N_("with careless answers"), VERMILLION, "circle", "o"),
    ("screened", N_("after screening"), BLUE, "square", "s"),
)


def careless_figure(labels: list[str], language: str = "en") -> Any:
    """Make the empty figure: a line from before to now, and a marker for each state.

    Parameters
    ----------
    labels : list of str
        Words of the rows.
    language : str
        BCP 47.

    Returns
    -------
    plotly.graph_objects.FigureWidget

    Examples
    --------
    >>> [trace.name for trace in careless_figure(["alpha"]).data][1:]
    ['when all read', 'with careless answers', 'after screening']
    """
    say = translator(language)
    words = [escape(wrapped(label, 20)).replace("\n", "<br>") for label in labels]
    figure = new_figure(
        height=110 + 48 * len(labels),
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    figure.add_scatter(
        mode="lines", line={"color": MUTED, "width": 3}, hoverinfo="skip", showlegend=False
    )
    for _, name, colour, symbol, _ in _SERIES:
        figure.add_scatter(
            y=words,
            mode="markers+text",
            name=say(name),
            marker={"color": colour, "size": 15, "symbol": symbol, "line": {"width": 3}},
            textposition="top center",
            textfont={"size": 14},
            cliponaxis=False,
            hovertemplate="%{y}<br>%{x:.3f}<extra>%{fullData.name}</extra>",
        )
    figure.data[1].mode = figure.data[2].mode = "markers"
    figure.data[0].y = [one for word in words for one in (word, word, None)]
    figure.update_layout(
        xaxis={"range": [0, 1.07], "fixedrange": True, "title": {"text": say("Size, 0 to 1")}},
        yaxis={"categoryarray": words, "range": [len(words) - 0.5, -0.7]},
    )
    return figure


def draw_careless(figure: Any, shown: CarelessView) -> None:
    """Move the figure's markers to what a view holds.

    Parameters
    ----------
    figure : FigureWidget
        From ``careless_figure``.
    shown : CarelessView

    Examples
    --------
    >>> from svqkit.present.widgets.careless_answers import CarelessChoice, prepare
    >>> from svqkit.present.widgets.careless_view import compute
    >>> shown = compute(prepare(), CarelessChoice(straight=20))
    >>> figure = careless_figure(shown.rows["label"].tolist())
    >>> draw_careless(figure, shown)
    >>> figure.data[2].x[0] > figure.data[1].x[0]
    True
    """
    rows = shown.rows
    screened = bool(rows["screened"].notna().any())
    last = "screened" if screened else "mixed"
    low = min(0.0, float(rows[["attentive", "mixed", "screened"]].min().min()))
    with figure.batch_update():
        ends = rows[["attentive", last]].to_numpy().tolist()
        figure.data[0].x = [x for pair in ends for x in (*pair, None)]
        for trace, (column, *_) in zip(figure.data[1:], _SERIES, strict=True):
            trace.x = [None if value != value else value for value in rows[column]]
        # Only the latest state says its number: three beside each other cannot be read.
        for trace, on in ((figure.data[2], not screened), (figure.data[3], screened)):
            trace.mode = "markers+text" if on else "markers"
            trace.text = [number(value) for value in rows[last]] if on else None
        figure.data[3].visible = screened
        figure.layout.xaxis.range = [-1.0 if low < 0 else 0, 1.07]


def print_careless(shown: CarelessView, language: str, ax: Any = None) -> Any:
    """Draw the same for print.

    Parameters
    ----------
    shown : CarelessView
    language : str
        BCP 47.
    ax : matplotlib Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> from svqkit.present.widgets.careless_answers import CarelessChoice, prepare
    >>> from svqkit.present.widgets.careless_view import compute
    >>> ax = print_careless(compute(prepare(), CarelessChoice(random=20)), "en")
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['when all read', 'with careless answers']
    """
    say, rows = translator(language), shown.rows
    y = list(range(len(rows)))
    with canvas(ax, 7.0, 0.42 * len(rows) + 1.4) as ax:
        for column, name, colour, _, marker in _SERIES:
            if not rows[column].notna().any():
                continue
            face = "white" if column == "attentive" else colour
            ax.plot(
                rows[column], y, marker, color=colour, markerfacecolor=face, markersize=8,
                label=say(name),
            )  # fmt: skip
        ax.set_yticks(y, rows["label"].tolist())
        ax.invert_yaxis()
        ax.set_xlim(min(0.0, float(ax.get_xlim()[0])), 1.02)
        ax.set_xlabel(say("Size, 0 to 1"))
        ax.set_title(shown.heading, loc="left")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=3, frameon=False)
    return ax
