"""How a widget is laid out: controls beside the picture on a desk, below it on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from svqkit.present.widgets.look import STYLE
from svqkit.present.widgets.telling import heading

__all__ = ["Stage", "set_up"]


@dataclass(frozen=True, eq=False)
class Stage:
    """The parts that every widget has: buttons, words, the figure's frame, code, and all of it."""

    undo: Any
    reset: Any
    coded: Any
    saving: Any
    text: Any
    frame: Any
    code: Any
    view: Any


def set_up(
    sections: Sequence[tuple[str, Sequence[Any]]], figure: Any, say: Callable[..., str], file: str
) -> Stage:
    """Lay out controls, words and figure.

    Parameters
    ----------
    sections : sequence of (heading, controls)
    figure : FigureWidget
    say : callable
        From ``translator``.
    file : str
        Name of saved files, without an ending.

    Returns
    -------
    Stage

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> from svqkit.present.widgets.look import new_figure
    >>> set_up([], new_figure(), translator("nl"), "some").undo.disabled
    False
    """
    import ipywidgets as w

    from svqkit.present.widgets.fitting import fitting
    from svqkit.present.widgets.keeping_keys import keeping_keys
    from svqkit.present.widgets.saving import saving

    undo = w.Button(description=say("Undo"), tooltip=say("Go back one step"))
    reset = w.Button(description=say("Reset"), tooltip=say("Go back to the start"))
    coded = w.ToggleButton(
        description=say("Show the code"), tooltip=say("Python for what is shown")
    )
    buttons = w.HBox([undo, reset, coded])
    for button in buttons.children:
        button.layout = w.Layout(width="auto", flex="1 1 auto")
    text, code = w.HTML(), w.HTML(layout=w.Layout(display="none"))
    for name, one in (
        ("undo", undo), ("reset", reset), ("code-button", coded),
        ("text", text), ("code", code), ("plot", figure),
    ):  # fmt: skip
        one.add_class(f"t-{name}")
    frame = w.VBox([figure], layout=w.Layout(overflow="hidden")).add_class("svq-frame")
    column: list[Any] = []
    for title, controls in sections:
        column += [w.HTML(heading(title)), *controls]
    saves = saving(say, file)
    controls = w.VBox([*column, buttons, saves], layout=w.Layout(flex="1 1 320px", min_width="0"))
    shown = w.VBox(
        [text, frame, code],
        layout=w.Layout(flex="3 1 470px", min_width="0", overflow="hidden"),
    )
    # Reversed wrapping: beside each other on a desk, the picture above the controls on a phone.
    arranged = w.Layout(flex_flow="row wrap-reverse", align_items="flex-end", grid_gap="24px")
    beside = w.HBox([controls, shown], layout=arranged)
    view = w.VBox([w.HTML(STYLE), keeping_keys(), fitting(figure), beside])
    return Stage(undo, reset, coded, saves, text, frame, code, view.add_class("svq-widget"))
