"""Controls with one look: labels of one width, sizes that fit a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["DRAGGED", "chosen", "dropdown", "log_slider", "put", "slider", "switch", "toggles"]

LABEL = "150px"
DRAGGED = ("IntSlider", "FloatSlider", "SelectionSlider")
"""Controls that give many values in one drag."""


def _layout() -> dict[str, Any]:
    import ipywidgets as w

    return {"style": {"description_width": LABEL}, "layout": w.Layout(width="auto")}


def chosen(control: Any) -> Any:
    """Read a control; a browser counts a slider's steps in halves of bits and sends 0.30000000000000004.

    Examples
    --------
    >>> moved = slider("r", 0.0, 0.9, 0.01)
    >>> moved.value = 0.30000000000000004
    >>> chosen(moved)
    0.3
    """
    value = control.value
    return round(value, 9) if isinstance(value, float) else value


def put(control: Any, value: Any) -> None:
    """Set a control, unless it stands there already: the browser would count the steps again.

    Examples
    --------
    >>> one = slider("items", 2, 40, 1)
    >>> put(one, 7)
    >>> chosen(one)
    7
    """
    if chosen(control) != value:
        control.value = value


def dropdown(label: str, options: Sequence[tuple[str, Any]]) -> Any:
    """Make a list to choose from.

    Parameters
    ----------
    label : str
    options : sequence of (words, value)

    Returns
    -------
    ipywidgets.Dropdown

    Examples
    --------
    >>> dropdown("Show", [("all", "")]).value
    ''
    """
    import ipywidgets as w

    return w.Dropdown(options=options, description=label, **_layout())


def slider(
    label: str, low: float, high: float, step: float, *, form: str = "d", value: float | None = None
) -> Any:
    """Make a slider that follows the finger.

    Parameters
    ----------
    label : str
    low, high, step : float
        Whole numbers make a slider of whole numbers.
    form : str
        Format of the readout.
    value : float, optional
        Where it stands; low otherwise.

    Returns
    -------
    ipywidgets.IntSlider or ipywidgets.FloatSlider

    Examples
    --------
    >>> slider("items", 2, 40, 1).max
    40
    """
    import ipywidgets as w

    kind = w.IntSlider if all(float(x).is_integer() for x in (low, high, step)) else w.FloatSlider
    return kind(
        value=low if value is None else value, min=low, max=high, step=step,
        description=label, readout_format=form, continuous_update=True, **_layout(),
    )  # fmt: skip


def log_slider(label: str, values: Sequence[float]) -> Any:
    """Make a slider over given values, such as 50, 100, 200.

    Parameters
    ----------
    label : str
    values : sequence of float

    Returns
    -------
    ipywidgets.SelectionSlider

    Examples
    --------
    >>> log_slider("n", [50, 100, 200]).value
    50
    """
    import ipywidgets as w

    options = [(f"{value:g}", value) for value in values]
    return w.SelectionSlider(
        options=options, description=label, continuous_update=True, **_layout()
    )


def switch(label: str, tooltip: str = "") -> Any:
    """Make a box to tick.

    Examples
    --------
    >>> switch("Screen and exclude").value
    False
    """
    import ipywidgets as w

    return w.Checkbox(
        description=label, tooltip=tooltip or None, indent=False, layout=w.Layout(width="auto")
    )


def toggles(options: Sequence[tuple[str, Any]], tooltips: Sequence[str] = ()) -> Any:
    """Make buttons of which one is pressed.

    Examples
    --------
    >>> toggles([("Gaps", "gap"), ("Both forms", "forms")]).value
    'gap'
    """
    import ipywidgets as w

    return w.ToggleButtons(
        options=options, tooltips=list(tooltips), style={"button_width": "132px"}
    )
