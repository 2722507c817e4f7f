"""What the machinery says to a learner, as a box: an icon, a word and a sentence, not colour alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from svqkit.teach.language import spoken_in

__all__ = ["BOXES", "box", "inline"]

BOXES = {
    "right": ("✓", "#009E73", "#E8F5F0"),
    "misconception": ("↻", "#E69F00", "#FFF6E0"),
    "not yet": ("○", "#0072B2", "#EAF3FA"),
    "not an answer": ("…", "#8C8C8C", "#F4F4F4"),
    "hint": ("?", "#CC79A7", "#FAF0F6"),
    "solution": ("★", "#4D4D4D", "#F4F4F4"),
    "prediction": ("◆", "#0072B2", "#EAF3FA"),
    "result": ("⇄", "#0072B2", "#EAF3FA"),
}
"""Icon, colour of the edge and of the ground; the text is black on every ground."""


def _word(kind: str, say: Callable[..., str]) -> str:
    return {
        "right": say("Right"),
        "misconception": say("Not yet: a known mistake"),
        "not yet": say("Not yet"),
        "not an answer": say("No answer yet"),
        "hint": say("Hint"),
        "solution": say("Solution"),
        "prediction": say("Your prediction"),
        "result": say("Prediction and result"),
    }[kind]


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


def box(
    kind: str, name: str, text: str, *, word: str = "", language: str | None = None, **data: str
) -> str:
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
    language : str, optional
        BCP 47, of the kind's own word.
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
    icon, edge, ground = BOXES[kind]
    attributes = {"exercise": name, "kind": kind, **data}
    marks = " ".join(f'data-{key}="{escape(value)}"' for key, value in attributes.items() if value)
    style = (
        f"border:1px solid {edge};border-left:8px solid {edge};background:{ground};color:#000;"
        "border-radius:4px;padding:8px 14px;margin:4px 0;max-width:46em;line-height:1.45"
    )
    head = (
        f'<strong><span aria-hidden="true">{icon}</span> {escape(word or _word(kind, spoken_in(language)))}</strong> '
        f'<span style="color:#4D4D4D">{escape(name)}</span>'
    )
    said = f'<div style="margin-top:2px;white-space:pre-line">{inline(text)}</div>' if text else ""
    return f'<div class="svq-feedback" role="status" {marks} style="{style}">{head}{said}</div>'
