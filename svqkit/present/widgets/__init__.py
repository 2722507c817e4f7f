"""Widgets: a pure compute step, tested without a browser, and a view that shows it."""

from svqkit.present.widgets.gap_explorer import GapExplorer

__all__ = ["GapExplorer"]
