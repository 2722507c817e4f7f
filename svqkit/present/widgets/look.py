"""One look for all widgets: the plots' palette, type for the back row, a layout that wraps."""

from __future__ import annotations

from typing import Any

from svqkit.present.plots.style import BLACK, BLUE, GREY, LIGHT, MUTED, VERMILLION

__all__ = [
    "EXPECTATION",
    "GAP",
    "PERCEPTION",
    "STYLE",
    "figure_layout",
    "new_figure",
    "signed",
]

GAP = BLUE
PERCEPTION = BLUE
EXPECTATION = VERMILLION

_FONTS = (
    '"DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
)

STYLE = f"""<style>
.svq-widget {{ font-family: {_FONTS}; color: {BLACK}; max-width: 1240px; margin: 0 auto; }}
.svq-widget {{ background: #fff; color-scheme: light;
  --jp-content-font-color1: {BLACK}; --jp-ui-font-color1: {BLACK}; --jp-border-color1: #bdbdbd;
  --jp-layout-color1: #fff; --jp-layout-color2: #eee; --jp-layout-color3: #bdbdbd;
  --jp-widgets-color: {BLACK}; --jp-widgets-label-color: {BLACK}; --jp-widgets-readout-color: {BLACK};
  --jp-widgets-input-color: {BLACK}; --jp-widgets-input-background-color: #fff; --jp-widgets-input-border-color: #8c8c8c; }}
.jp-NotebookPanel .svq-widget {{ padding: 4px 10px; box-sizing: border-box; }}
@media (max-width: 500px) {{ .jp-NotebookPanel .svq-widget {{ padding: 4px 0; }} }}
.svq-widget .widget-label {{ font-size: 16px; font-family: {_FONTS}; color: {BLACK}; }}
.svq-widget .widget-readout {{ font-size: 16px; min-width: 40px; color: {BLACK}; }}
.svq-widget select {{ font-size: 16px; height: 34px; color: {BLACK}; background-color: #fff; }}
.svq-widget :is(.widget-button, .widget-toggle-button):not(.mod-active) {{ color: {BLACK}; background-color: #eee; }}
.svq-widget .widget-dropdown, .svq-widget .widget-hslider {{ height: 36px; }}
.svq-widget .widget-button, .svq-widget .widget-toggle-button {{ font-size: 16px; height: 36px; line-height: 34px; }}
.svq-widget .jupyter-widget-Collapse-header, .svq-widget h3 {{ font-size: 16px; }}
.svq-widget :is(button, select, summary, input, pre, [role=slider]):focus-visible {{ outline: 3px solid {VERMILLION}; outline-offset: 2px; }}
.svq-frame {{ min-width: 200px; }}
.svq-heading {{ font-size: 16px; line-height: 1.3; font-weight: 700; margin: 10px 0 2px; }}
.svq-say {{ font-size: 17px; line-height: 1.45; margin: 0; }}
.svq-note {{ font-size: 14px; line-height: 1.4; color: {GREY}; margin: 4px 0 0; }}
.svq-widget .noUi-handle {{ background: {GAP}; border-color: {GAP}; }}
.svq-widget .noUi-connects, .svq-widget .noUi-target {{ background: {MUTED}; }}
.svq-widget .widget-toggle-button.mod-active {{ background: {GAP}; color: #fff; }}
.svq-cards {{ display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 8px; }}
.svq-card {{ flex: 0 1 auto; border: 1px solid {LIGHT}; border-left: 6px solid {GAP}; border-radius: 4px; padding: 8px 12px; }}
@media (max-width: 500px) {{ .svq-card {{ flex: 1 1 140px; padding: 6px 8px; }} .svq-card b {{ font-size: 24px; }} }}
.svq-card b {{ font-size: 28px; line-height: 1.2; font-variant-numeric: tabular-nums; }}
.svq-card span {{ display: block; font-size: 14px; line-height: 1.35; color: {GREY}; }}
.svq-widget .widget-checkbox {{ height: auto; min-height: 34px; }}
.svq-widget .widget-checkbox label, .svq-widget .widget-label-basic {{ font-size: 16px; font-family: {_FONTS}; white-space: normal; line-height: 1.3; }}
.svq-widget .modebar-container {{ display: none; }}
.svq-saving {{ display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 2px 0; }}
.svq-saving button {{ flex: 1 1 auto; width: auto; font-family: inherit; }}
.svq-unseen {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }}
.svq-widget summary {{ font-size: 15px; cursor: pointer; }}
.svq-widget pre.svq-code {{ font: 15px/1.45 "DejaVu Sans Mono", Menlo, Consolas, monospace; background: #f6f6f6; padding: 10px 12px; overflow-x: auto; margin: 8px 0 0; white-space: pre; }}
</style>"""
"""Sizes and colours, put once into each widget."""


def signed(value: float, digits: int = 2) -> str:
    """Print a number with its sign, a true minus, and no sign at zero.

    Parameters
    ----------
    value : float
    digits : int
        Decimals.

    Returns
    -------
    str
        A dash where there is no number.

    Examples
    --------
    >>> signed(-0.934), signed(0.5), signed(-0.001), signed(float("nan"))
    ('−0.93', '+0.50', '0.00', '–')
    """
    if value != value:
        return "–"
    shown = f"{value:+.{digits}f}"
    if float(shown) == 0:
        return shown[1:]
    return shown.replace("-", "−")


def new_figure(**layout: Any) -> Any:
    """Make an empty figure of our look: it fits its place, and has no bar of buttons to see.

    Parameters
    ----------
    **layout
        Changes to ``figure_layout``, by plotly's names with underscores.

    Returns
    -------
    plotly.graph_objects.FigureWidget

    Examples
    --------
    >>> new_figure(height=300).layout.height
    300
    """
    import plotly.graph_objects as go

    figure = go.FigureWidget(layout=figure_layout())
    figure.update_layout(**layout)
    # One hidden button of plotly's own: ours press it to save the picture.
    figure._config = {
        **figure._config,
        "responsive": True,
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {},
    }
    return figure


def figure_layout() -> dict[str, Any]:
    """Give the layout that every plotly figure of ours starts from.

    Returns
    -------
    dict
        For ``FigureWidget.update_layout``.

    Examples
    --------
    >>> figure_layout()["font"]["size"]
    16
    """
    return {
        "template": "plotly_white",
        "autosize": True,
        "font": {"family": _FONTS, "size": 16, "color": BLACK},
        "margin": {"l": 10, "r": 10, "t": 44, "b": 10},
        "hoverlabel": {"font": {"size": 15, "family": _FONTS}, "align": "left"},
        "xaxis": {
            "automargin": True,
            "title": {"font": {"size": 15}},
            "zerolinecolor": MUTED,
            "gridcolor": LIGHT,
        },
        "yaxis": {
            "automargin": True,
            "gridcolor": LIGHT,
            "fixedrange": True,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "separators": ".,",
    }
