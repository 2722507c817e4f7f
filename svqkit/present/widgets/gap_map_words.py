"""The gap-model map's tables in words: dimensions, antecedents, and what could be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from svqkit.present.plots.gap_model_words import key_words
from svqkit.present.plots.labels import number
from svqkit.present.widgets.gap_map_figure import COLOURS
from svqkit.present.widgets.gap_map_view import FEW, MapView
from svqkit.present.widgets.look import signed
from svqkit.present.widgets.telling import heading, note

__all__ = [
    "MAP_STYLE",
    "behind_table",
    "colour_key",
    "dimension_table",
    "few_managers",
    "todo_list",
]

Say = Callable[..., str]

MAP_STYLE = """<style>
.svq-map-table { border-collapse: collapse; font-size: 15px; line-height: 1.35; margin: 2px 0 8px; }
.svq-map-table :is(td, th) { padding: 3px 12px 3px 0; text-align: right; vertical-align: top; font-variant-numeric: tabular-nums; border-bottom: 1px solid #d0d0d0; }
.svq-map-table :is(td, th):first-child { text-align: left; }
.svq-map-table th { font-weight: 700; }
.svq-map-todo { margin: 2px 0 8px; padding-left: 24px; font-size: 16px; line-height: 1.4; }
.svq-map-todo li { margin: 0 0 6px; }
.svq-map-todo details { font-size: 14px; }
.svq-map-table td { white-space: nowrap; }
.svq-map-key { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 14px; margin: 0 0 2px; }
.svq-map-key i { display: inline-block; width: 13px; height: 13px; border-radius: 50%; border: 1px solid #4f4f4f; margin-right: 6px; vertical-align: -2px; }
.svq-map-scroll { overflow-x: auto; max-width: 100%; }
.t-details, .t-details .widget-html-content { width: 100%; min-width: 0; max-width: 100%; overflow-x: hidden; }
.t-details .svq-heading { white-space: normal; }
</style>"""


def _table(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    lines = "".join(
        "<tr>" + f'<th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(one)}</td>" for one in rest) + "</tr>"
        for first, *rest in rows
    )  # fmt: skip
    return (
        f'<div class="svq-map-scroll" tabindex="0" role="region" aria-label="{escape(head[0])}">'
        f'<table class="svq-map-table t-{name}"><thead><tr>{titles}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _reach(low: float, high: float, say: Say, form: Callable[[float], str]) -> str:
    if low != low:
        return "–"
    return say("{low} to {high}", low=form(low), high=form(high))


def colour_key(shown: MapView, say: Say) -> str:
    """Explain the colours that occur, and which gaps compare in size.

    Parameters
    ----------
    shown : MapView
    say : callable
        From ``translator``.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> "clear shortfall" in colour_key(compute(tables, MapChoice()), translator("en"))
    True
    """
    known = key_words(dict(shown.marks), False, 0.95, say)
    parts = "".join(
        f'<span><i style="background:{COLOURS[state]}"></i>{escape(words)}</span>'
        for state, words in known
        if state in COLOURS
    )
    told = f'<p class="svq-map-key">{parts}</p>'
    if any(mark.state == "rated" for mark in shown.marks.values()):
        told += note(
            say(
                "Gaps 1 and 5 are differences of answers, Gaps 2 to 4 are ratings as points from "
                "the top of their scale: the two kinds do not compare in size."
            )
        )
    return told


def dimension_table(shown: MapView, say: Say) -> str:
    """Write the chosen gap of each dimension with its interval.

    Parameters
    ----------
    shown : MapView
    say : callable
        From ``translator``.

    Returns
    -------
    str
        HTML; empty where the gap was not measured or may not be shown.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> dimension_table(compute(tables, MapChoice(1)), translator("en"))
    ''
    """
    rows = shown.rows.dropna(subset=["value"])
    if rows.empty:
        return ""
    lines = [
        [label, signed(value), _reach(low, high, say, signed)]
        for label, value, low, high in rows[["label", "value", "low", "high"]].to_numpy().tolist()
    ]
    head = [say("Dimension"), say("Gap"), say("95 % interval")]
    return heading(say("By dimension")) + _table("dimensions", head, lines)


def behind_table(shown: MapView, say: Say) -> str:
    """Write what lies behind the gap: scores, which end is good, and how reliable the scale is.

    Parameters
    ----------
    shown : MapView
    say : callable

    Returns
    -------
    str
        HTML; empty where nothing was asked.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> behind_table(compute(tables, MapChoice(5)), translator("en"))
    ''
    """
    if shown.behind.empty:
        return ""
    lines = []
    records: list[Any] = list(shown.behind.itertuples())
    for one in records:
        good = say("high is good") if one.desirable == "high" else say("low is good")
        score = say("{mean} of {top}", mean=f"{one.mean:.1f}", top=f"{one.top:g}")
        lines.append(
            [
                str(one.title),
                say("too few to show") if one.mean != one.mean else score,
                _reach(one.low, one.high, say, lambda value: f"{value:.1f}"),
                good,
                number(one.alpha),
                _reach(one.alpha_low, one.alpha_high, say, number),
            ]
        )
    head = [
        say("What lies behind"), say("Mean"), say("95 % interval"), say("Scale"), say("Alpha"),
        say("95 % interval"),
    ]  # fmt: skip
    told = heading(say("What lies behind it, farthest from its best end first"))
    remark = note(say("Alpha is that of all respondents.")) if shown.choice.unit else ""
    return told + _table("behind", head, lines) + remark


def todo_list(shown: MapView, say: Say) -> str:
    """List what could be done, ranked, each with its reason folded away.

    Parameters
    ----------
    shown : MapView
    say : callable

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> "cannot be ranked" in todo_list(compute(tables, MapChoice(3)), translator("en"))
    True
    """
    told = heading(say("What could be done, best supported first"))
    if shown.todo.empty:
        return told + note(say("The answers at hand cannot be ranked to say what to do."))
    lines = "".join(
        f"<li><b>{escape(str(one.title))}</b><br>{escape(str(one.what))}"
        f"<details><summary>{escape(say('Why'))}</summary>{escape(str(one.reason))}</details></li>"
        for one in shown.todo.itertuples()
    )
    warning = note(say("A rank shows where the evidence points, not what works."))
    return f'{told}<ol class="svq-map-todo t-todo">{lines}</ol>{warning}'


def few_managers(shown: MapView, say: Say) -> str:
    """Say how few managers answered, for the gaps that rest on them.

    Parameters
    ----------
    shown : MapView
    say : callable

    Returns
    -------
    str
        A sentence; empty where they are enough or not asked.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> few_managers(compute(tables, MapChoice(1)), translator("en"))
    ''
    """
    if shown.choice.gap not in (1, 2) or not 0 < shown.managers < FEW:
        return ""
    return say(
        "Only {n} managers answered: read the interval, not the point, and share it with care.",
        n=shown.managers,
    )
