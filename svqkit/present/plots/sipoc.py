"""SIPOC drawn on one page: five columns of boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.style import BLACK, BLUE, MUTED, canvas
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_sipoc"]

N_ = str
_HEADS = (N_("Suppliers"), N_("Inputs"), N_("Process"), N_("Outputs"), N_("Customers"))
_WIDE, _GAP, _LINE, _PAD = 2.05, 0.22, 0.21, 0.2
_WRAP = 20


def plot_sipoc(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw suppliers, inputs, process, outputs and customers side by side.

    A supplier's box stands beside all that it brings, a customer's beside all that goes there;
    what customers ask of an output stands below its name.

    Parameters
    ----------
    result : Sipoc
        From :func:`sipoc`.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.sipoc(["order", "cook"], inputs={"guest": ["wish"]}, outputs={"guest": ["meal"]})
    >>> [text.get_text() for text in svq.plot_sipoc(found).texts[:3]]
    ['Suppliers', 'Inputs', 'Process']
    """
    say = translator(language)
    asked = {
        output: say("{output} (asked: {requirement})", output=output, requirement=said)
        for output, said in result.requirements.items()
    }
    left = _grouped(result.inputs.itertuples(index=False, name=None), {})
    right = _grouped(((who, what) for what, who in result.outputs.itertuples(index=False)), asked)
    steps = [wrapped(step, _WRAP) for step in result.process]
    tall = max(_total(left), _total(right), sum(_tall(step) + _GAP for step in steps))
    width, height = 5 * _WIDE + 4 * _GAP + 0.3, tall + 1.15
    with canvas(ax, width, height, fitted=False) as ax:
        ax.set_position((0.012, 0.02, 0.976, 1 - 0.6 / height))
        ax.set_axis_off()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_xlim(-0.05, 5 * _WIDE + 4 * _GAP + 0.05)
        ax.set_ylim(-tall - 0.05, 0.5)
        for column, head in enumerate(_HEADS):
            x = column * (_WIDE + _GAP) + _WIDE / 2
            ax.text(x, 0.14, say(head), ha="center", weight="bold", color=BLUE)
        _side(ax, left, 0, 1, tall)
        _side(ax, right, 4, 3, tall)
        _steps(ax, steps, tall)
        ax.set_title(_title(result, say))
    return ax


def _title(result: Any, say: Callable[..., str]) -> str:
    return say("From {first} to {last}", first=result.process[0], last=result.process[-1])


def _grouped(pairs: Any, asked: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Gather what belongs to one supplier or customer, wrapped."""
    found: dict[str, list[str]] = {}
    for who, what in pairs:
        found.setdefault(who, []).append(wrapped(asked.get(what, what), _WRAP))
    return [(wrapped(who, _WRAP), ones) for who, ones in found.items()]


def _tall(text: str) -> float:
    return _LINE * (1 + text.count("\n")) + _PAD


def _block(who: str, ones: list[str]) -> float:
    return max(_tall(who), sum(_tall(one) + _GAP / 2 for one in ones) - _GAP / 2)


def _total(groups: list[tuple[str, list[str]]]) -> float:
    return sum(_block(who, ones) + _GAP for who, ones in groups)


def _box(ax: Axes, column: int, top: float, height: float, text: str, strong: bool = False) -> None:
    from matplotlib.patches import FancyBboxPatch

    x = column * (_WIDE + _GAP)
    ax.add_patch(
        FancyBboxPatch(
            (x, top - height),
            _WIDE,
            height,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="#dcecf7" if strong else "white",
            edgecolor=BLUE if strong else MUTED,
            linewidth=1.3,
        )
    )
    ax.text(
        x + _WIDE / 2,
        top - height / 2,
        text,
        ha="center",
        va="center",
        color=BLACK,
        linespacing=1.1,
    )


def _side(
    ax: Axes, groups: list[tuple[str, list[str]]], outer: int, inner: int, tall: float
) -> None:
    spare = (tall - _total(groups)) / len(groups)
    top = 0.0
    for who, ones in groups:
        height = _block(who, ones) + spare
        _box(ax, outer, top, height, who)
        own = sum(_tall(one) + _GAP / 2 for one in ones) - _GAP / 2
        more, y = (height - own) / len(ones), top
        for one in ones:
            _box(ax, inner, y, _tall(one) + more, one)
            y -= _tall(one) + more + _GAP / 2
        top -= height + _GAP


def _steps(ax: Axes, steps: list[str], tall: float) -> None:
    """Stack the steps with arrows between them."""
    spare = (tall - sum(_tall(step) + _GAP for step in steps)) / len(steps)
    top, x = 0.0, 2.5 * _WIDE + 2 * _GAP
    for k, step in enumerate(steps):
        height = _tall(step) + spare
        _box(ax, 2, top, height, step, strong=True)
        top -= height
        if k < len(steps) - 1:
            ax.annotate(
                "",
                (x, top - _GAP),
                (x, top),
                arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 1.6, "shrinkA": 0,
                            "shrinkB": 0},
            )  # fmt: skip
        top -= _GAP
