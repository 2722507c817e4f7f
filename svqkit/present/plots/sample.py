"""Pictures of the sample: what came back, what was left out, and what screening found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import speaker, wrapped
from svqkit.present.plots.result_sentences import resaid
from svqkit.present.plots.style import BLUE, GREY, LIGHT, MUTED, SKY, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_sample", "plot_screening"]

_KINDS = ("checks", "respondents")
_ROW = 0.52


def _steps(responses: Any, say: Callable[..., str]) -> list[tuple[str, int, int, str]]:
    """List the bars from the file to the analysis: words, start, end and kind."""
    reasons = responses.dropped["reason"].value_counts()
    read = int(responses.source.get("rows_read", responses.n + int(reasons.sum())))
    steps = [(say("Rows in the file"), 0, read, "kept")]
    left = read
    for reason, count in reasons.items():
        said = str(reason).removeprefix("left out ")
        steps.append(
            (say("Left out: {reason}", reason=resaid(said, say)), left - int(count), left, "lost")
        )
        left -= int(count)
    steps.append((say("Usable respondents"), 0, responses.n, "kept"))
    whole = _answered(responses.perceptions)
    steps.append((say("Answered every perception"), 0, int(whole.sum()), "whole"))
    if responses.expectations is not None:
        whole &= _answered(responses.expectations)
        steps.append((say("Answered every item of both forms"), 0, int(whole.sum()), "whole"))
    return steps


def _answered(form: pd.DataFrame) -> pd.Series:
    """Say who answered every item that anybody answered."""
    return form.dropna(axis=1, how="all").notna().all(axis=1)


def plot_sample(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show how many rows came back, which were left out and why, and how many are complete.

    Parameters
    ----------
    result : Responses
        With ``.source["rows_read"]``, ``.dropped`` (row, reason), ``.perceptions``,
        ``.expectations`` and ``.n``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Gives the language of the picture's words.

    Returns
    -------
    Axes
        One bar a step; a hatched bar is what was left out there.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_sample(svq.load_dataset("bank"))
    >>> [label.get_text() for label in ax.get_yticklabels()][0]
    'Rows in the file'
    """
    say = speaker(instrument if instrument is not None else getattr(result, "instrument", None))
    steps = _steps(result, say)
    full = max(1, *(end for _, _, end, _ in steps))
    looks: dict[str, dict[str, Any]] = {
        "kept": {"color": BLUE},
        "whole": {"color": SKY},
        "lost": {"facecolor": "white", "edgecolor": VERMILLION, "hatch": "////", "linewidth": 1.4},
    }
    labels = [wrapped(words, 30) for words, *_ in steps]
    lines = max(label.count("\n") + 1 for label in labels)
    pitch = _ROW + 0.16 * max(0, lines - 2)
    with canvas(ax, 7.0, pitch * len(steps) + 0.9) as ax:
        for row, (_, start, end, kind) in enumerate(steps):
            ax.barh(row, end - start, left=start, height=0.62, **looks[kind])
            said = f"−{end - start}" if kind == "lost" else f"{end}"
            if kind == "whole" and result.n:
                said += f" ({100 * end / result.n:.1f} %)"
            ax.text(end + 0.015 * full, row, said, va="center", ha="left", weight="bold")
            if row:
                before = steps[row - 1]
                edge = before[1] if before[3] == "lost" else before[2]
                if kind != "whole":
                    ax.vlines(edge, row - 0.69, row - 0.31, color=MUTED, linewidth=1)
        ax.set_yticks(range(len(steps)), labels)
        ax.set_ylim(len(steps) - 0.45, -0.55)
        ax.set_xlim(0, full * 1.2)
        ax.xaxis.set_major_locator(_whole_numbers())
        ax.set_xticks([tick for tick in ax.get_xticks() if tick <= full])
        ax.set_xlabel(say("rows"))
        ax.set_title(say("What came back, and what was left out"))
    return ax


def _whole_numbers() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=6, integer=True)


def plot_screening(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, kind: str = "checks"
) -> Axes:
    """Show what each check of screening found, or where the flagged respondents stand.

    Parameters
    ----------
    result : Screening
        With ``.summary`` (check, count, of, pct, rule) and ``.respondents`` (longstring, irv,
        careless).
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Gives the language of the picture's words.
    kind : {"checks", "respondents"}
        A bar for each check of respondents, with its rule; or each respondent by the longest run of the same
        answer and the spread of the answers, careless ones marked.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``kind`` is neither.

    Notes
    -----
    Source: Curran (2016); Dunn, Heggestad, Shanock and Theilgard (2018) for the intra-individual
    response variability.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_screening(svq.screen(svq.load_dataset("bank")))
    >>> ax.get_title(loc="left")
    'How many respondents each check flags'
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    say = speaker(instrument if instrument is not None else getattr(result, "instrument", None))
    if kind == "respondents":
        return _respondents(result.respondents, ax, say)
    return _checks(result.summary, ax, say)


def _checks(summary: pd.DataFrame, ax: Axes | None, say: Callable[..., str]) -> Axes:
    if "of" in summary.columns:
        summary = summary[summary["of"] == "respondents"]
    count = summary["count"].to_numpy(dtype=float)
    share = summary["pct"].to_numpy(dtype=float)
    rules = [wrapped(resaid(str(rule), say), 52) for rule in summary["rule"]]
    labels = [wrapped(resaid(str(check), say), 26) for check in summary["check"]]
    lines = max([rule.count("\n") + 1 for rule in rules], default=1)
    pitch = 0.42 + 0.19 * lines
    y = np.arange(len(summary))
    full = max(float(np.nanmax(np.nan_to_num(count), initial=0)), 1.0)
    with canvas(ax, 7.4, pitch * len(summary) + 0.9) as ax:
        ax.barh(y - 0.2, count, height=0.3, color=[VERMILLION if n else MUTED for n in count])
        for row, (n, pct, rule) in enumerate(zip(count, share, rules, strict=True)):
            said = f"{n:.0f}" + ("" if np.isnan(pct) else f" ({pct:.1f} %)")
            ax.text(n + 0.015 * full, row - 0.2, said, va="center", ha="left", weight="bold")
            ax.text(0.012 * full, row, rule, va="top", ha="left", color=GREY)
        ax.set_yticks(y - 0.2, labels)
        ax.set_ylim(len(summary) - 0.4, -0.6)
        ax.set_xlim(0, full * 1.3)
        ax.xaxis.set_major_locator(_whole_numbers())
        ax.set_xticks([tick for tick in ax.get_xticks() if tick <= full])
        ax.set_xlabel(say("respondents"))
        ax.set_title(say("How many respondents each check flags"))
    return ax


def _respondents(respondents: pd.DataFrame, ax: Axes | None, say: Callable[..., str]) -> Axes:
    flagged = respondents["careless"].fillna(False).to_numpy(dtype=bool)
    run = respondents["longstring"].to_numpy(dtype=float)
    spread = respondents["irv"].to_numpy(dtype=float)
    nudge = (np.arange(len(run)) * 0.6180339887 % 1 - 0.5) * 0.6
    with canvas(ax, 7.0, 4.6) as ax:
        for chosen, colour, marker, words in (
            (~flagged, SKY, "o", say("not flagged")),
            (flagged, VERMILLION, "X", say("flagged as careless")),
        ):
            ax.plot(
                (run + nudge)[chosen],
                spread[chosen],
                marker,
                color=colour,
                markeredgecolor=GREY,
                markeredgewidth=0.5,
                markersize=9 if marker == "X" else 6,
                label=f"{words} ({int(chosen.sum())})",
            )
        ax.grid(color=LIGHT)
        ax.xaxis.set_major_locator(_whole_numbers())
        ax.set_xlabel(say("longest run of the same answer (items in a row)"))
        ax.set_ylabel(say("spread of a respondent's answers (SD)"))
        ax.set_title(say("Who answered without reading?"))
        ax.legend(loc="upper right", frameon=True, framealpha=0.9, edgecolor=LIGHT)
    return ax
