"""What the machinery says to a learner, as a box: an icon, a word and a sentence, not colour alone."""

from __future__ import annotations

import re
from html import escape

__all__ = ["BOXES", "box", "inline"]

BOXES = {
    "right": ("✓", "Right", "#009E73", "#E8F5F0"),
    "misconception": ("↻", "Not yet: a known mistake", "#E69F00", "#FFF6E0"),
    "not yet": ("○", "Not yet", "#0072B2", "#EAF3FA"),
    "not an answer": ("…", "No answer yet", "#8C8C8C", "#F4F4F4"),
    "hint": ("?", "Hint", "#CC79A7", "#FAF0F6"),
    "solution": ("★", "Solution", "#4D4D4D", "#F4F4F4"),
    "prediction": ("◆", "Your prediction", "#0072B2", "#EAF3FA"),
    "result": ("⇄", "Prediction and result", "#0072B2", "#EAF3FA"),
}
"""Icon, word, colour of the edge and of the ground; the text is black on every ground."""


def inline(text: str) -> str:
    """Escape a sentence for HTML; what stands between backticks becomes code.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> inline("use `x < 3`")
    'use <code style="color:inherit;background:none;padding:0">x &lt; 3</code>'
    """
    code = r'<code style="color:inherit;background:none;padding:0">\1</code>'
    return re.sub(r"`([^`]+)`", code, escape(text, quote=False))


def box(kind: str, name: str, text: str, *, word: str = "", **data: str) -> str:
    """Lay out a message as an accessible box.

    Parameters
    ----------
    kind : str
        One of ``BOXES``.
    name : str
        The exercise or prediction.
    text : str
        The message; backticks mark code, an empty line parts paragraphs.
    word : str
        Said after the icon, in place of the kind's own word.
    **data : str
        Further data attributes.

    Returns
    -------
    str
        HTML; ``role="status"`` lets screen readers read it out when it appears.

    Examples
    --------
    >>> 'data-kind="right"' in box("right", "L00.1", "Right.")
    True
    """
    icon, usual, edge, ground = BOXES[kind]
    attributes = {"exercise": name, "kind": kind, **data}
    marks = " ".join(f'data-{key}="{escape(value)}"' for key, value in attributes.items() if value)
    style = (
        f"border:1px solid {edge};border-left:8px solid {edge};background:{ground};color:#000;"
        "border-radius:4px;padding:8px 14px;margin:4px 0;max-width:46em;line-height:1.45"
    )
    head = (
        f'<strong><span aria-hidden="true">{icon}</span> {escape(word or usual)}</strong> '
        f'<span style="color:#4D4D4D">{escape(name)}</span>'
    )
    said = f'<div style="margin-top:2px;white-space:pre-line">{inline(text)}</div>' if text else ""
    return f'<div class="svq-feedback" role="status" {marks} style="{style}">{head}{said}</div>'
