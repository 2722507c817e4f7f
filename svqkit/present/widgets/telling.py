"""What a widget says in words: cards, sentences, and a sentence where others have a traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from svqkit.errors import (
    ConvergenceError,
    DataError,
    DownloadError,
    InstrumentError,
    MissingExtraError,
    ModelError,
)

__all__ = ["EXPECTED", "cards", "heading", "note", "problem_in_words", "sentence"]

EXPECTED = (
    ConvergenceError,
    DataError,
    DownloadError,
    InstrumentError,
    MissingExtraError,
    ModelError,
)
"""Problems whose message is written for the reader."""


def heading(text: str) -> str:
    """Write a heading.

    Examples
    --------
    >>> heading("Dimensions")
    '<p class="svq-heading">Dimensions</p>'
    """
    return f'<p class="svq-heading">{escape(text)}</p>'


def sentence(text: str) -> str:
    """Write the sentence that says what is to be seen.

    Examples
    --------
    >>> sentence("a < b")
    '<p class="svq-say">a &lt; b</p>'
    """
    return f'<p class="svq-say">{escape(text)}</p>'


def note(text: str) -> str:
    """Write a small remark.

    Examples
    --------
    >>> note("Bars are intervals.")
    '<p class="svq-note">Bars are intervals.</p>'
    """
    return f'<p class="svq-note">{escape(text)}</p>'


def cards(shown: Sequence[tuple[str, str, str]], name: str, data: Mapping[str, float | str]) -> str:
    """Write cards side by side, with the numbers as data attributes for tests and scripts.

    Parameters
    ----------
    shown : sequence of (title, value, remark)
    name : str
        The row's class is ``t-<name>``.
    data : mapping
        Attribute's name, without ``data-``, to number or word.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> print(cards([("alpha", ".82", "")], "alpha", {"alpha": 0.82}))
    <div class="svq-cards t-alpha" data-alpha="0.820000"><div class="svq-card"><span>alpha</span><b>.82</b><span></span></div></div>
    """
    held = " ".join(
        f'data-{key}="{escape(value) if isinstance(value, str) else format(value, ".6f")}"'
        for key, value in data.items()
    )
    boxes = "".join(
        f'<div class="svq-card"><span>{escape(title)}</span><b>{escape(value)}</b>'
        f"<span>{escape(remark)}</span></div>"
        for title, value, remark in shown
    )
    return f'<div class="svq-cards t-{escape(name)}" {held}>{boxes}</div>'


def problem_in_words(problem: Exception, say: Callable[..., str]) -> tuple[str, str]:
    """Say what is wrong, without a traceback.

    Parameters
    ----------
    problem : Exception
    say : callable
        From ``translator``.

    Returns
    -------
    str
        The sentence.
    str
        The same as HTML; details of an unexpected problem are folded away.

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> problem_in_words(DataError("no answers"), translator("en"))
    ('no answers', '<p class="svq-say">no answers</p>')
    >>> problem_in_words(ZeroDivisionError("by zero"), translator("en"))[0]
    'This cannot be shown. Undo or choose something else.'
    """
    if isinstance(problem, EXPECTED):
        return str(problem), sentence(str(problem))
    words = say("This cannot be shown. Undo or choose something else.")
    details = escape(f"{type(problem).__name__}: {problem}")
    return words, (
        f"{sentence(words)}<details><summary>{escape(say('Show details'))}</summary>"
        f'<pre class="svq-code">{details}</pre></details>'
    )
