"""On the site no Python answers a widget: show its printed form, and say where it moves."""

from IPython.display import Markdown, display
from matplotlib import pyplot

from svqkit.present.widgets.board import Board

WORDS = (
    "*This picture moves in JupyterLab (`svqkit lab`) and on a page of its own (`svqkit present`).*"
)


def printed(board: Board) -> None:
    """Show what the widget shows at its start, as a report would print it."""
    figure = board.picture().figure
    display(figure)
    pyplot.close(figure)
    display(Markdown(WORDS))


Board._ipython_display_ = printed  # type: ignore[method-assign]
