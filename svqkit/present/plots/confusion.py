"""The confusion matrix: what a classifier of comments takes for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.feedback_words import called
from svqkit.present.plots.heat_cells import heat_cells
from svqkit.present.plots.style import GREY, canvas
from svqkit.present.plots.wrapping import display_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_confusion"]


def plot_confusion(
    result: Any, *, ax: Axes | None = None, target: str = "class", language: str = "en"
) -> Axes:
    """Show how often comments of each label were guessed to be of each, by models that had not seen them.

    Parameters
    ----------
    result : CommentClassifier
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    target : {"class", "dimension"}
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the classifier has no such target.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_confusion(svq.train_classifier(languages=["en"]))
    >>> ax.get_yticklabels()[0].get_text()
    'attitude'
    """
    if target not in result.confusion:
        raise ValueError(f"target is one of {', '.join(result.confusion)}, not {target!r}")
    say = translator(language)
    table = result.confusion[target]
    counts = table.to_numpy()
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    row = result.accuracy.loc[(target, "all")]
    names = [called(name, say) for name in table.index]
    cell = max(1.25, 0.115 * max(map(display_width, names)))
    with canvas(ax, 2.2 + cell * len(names), 2.1 + 0.62 * len(names)) as ax:
        heat_cells(
            ax,
            [[_shade(value) for value in line] for line in share],
            [
                [f"{100 * value:.0f} % ({count})" for value, count in zip(line, many, strict=True)]
                for line, many in zip(share, counts, strict=True)
            ],
            np.eye(len(names), dtype=bool),
            [wrapped(name, 16) for name in names],
            [wrapped(name, 15) for name in names],
        )
        ax.set_title(
            wrapped(
                say(
                    "Rightly guessed: {share} % of {n} comments not seen",
                    share=f"{100 * row['accuracy']:.0f}",
                    n=int(row["n"]),
                ),
                18 + 12 * len(names),
            ),
            pad=14,
        )
        ax.set_xlabel(say("rows: as labelled; columns: as guessed"), color=GREY, labelpad=8)
    return ax


def _shade(share: float) -> str:
    """Give a blue, the darker the larger the share."""
    pale, dark = np.array([240, 244, 248]), np.array([0, 76, 125])
    mixed = pale + (dark - pale) * share
    return "#" + "".join(f"{round(part):02x}" for part in mixed)
