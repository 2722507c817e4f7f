"""A form as one HTML file: it opens anywhere, asks nothing of the network and loses nothing.

The questions stand in the page as plain HTML; style and script stand in it too, and a content
security policy allows nothing else. Every text goes through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.html_view import (
    MANY_CHOICES,
    META,
    TEXT_LIMIT,
    Step,
    minutes,
    range_of,
    steps_of,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["form_columns", "write"]

_FOLDER = Path(__file__).resolve().parent / "page"
_SCRIPTS = tuple(
    f"{name}.js"
    for name in ("keeping", "checking", "handing_over", "showing", "mixing", "ending", "running")
)
_SAVES = ("csv", "json", "both")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _style_and_script() -> tuple[str, str]:
    style = (_FOLDER / "form.css").read_text(encoding="utf-8")
    parts = [(_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    return style, '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _connects_to(address: str) -> str:
    """Name what the page may talk to, as a content security policy says it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https") and re.fullmatch(r"[\w.\-:\[\]]+", parts.netloc):
        return f"{parts.scheme}://{parts.netloc}"
    if not parts.scheme and not parts.netloc and address.startswith("/"):
        return "'self'"
    raise ValueError(
        f"submit_to={address!r} is no address that answers can be sent to; give one that begins "
        "with https://, http:// or, for the server that the form comes from, a single /"
    )


def _in_script(data: dict[str, Any]) -> str:
    """Write data as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def form_columns(plan: FormPlan) -> list[str]:
    """Name the columns of what a form saves: the plan's, then those it notes itself.

    Parameters
    ----------
    plan : FormPlan

    Returns
    -------
    list of str
        The plan's columns, then ``respondent``, ``started``, ``submitted``, ``seconds``,
        ``language`` and, where items are mixed, ``order``.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> form_columns(form_plan(load_instrument("servperf"), shuffle=True))[-2:]
    ['language', 'order']
    """
    return plan.columns + META + (["order"] if plan.shuffle else [])


def _taken_twice(columns: list[str]) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise ValueError(
            f"two questions of the form would go to the column {twice[0]!r}; give one of them "
            f"another column (a form itself takes {', '.join([*META, 'order'])})"
        )


def _data(plan: FormPlan, steps: list[Step], words: dict[str, str], **how: Any) -> dict[str, Any]:
    fields = [
        {
            "column": field.column,
            "kind": "scale" if field.kind == "check" else field.kind,
            "required": field.required,
            "low": field.low,
            "high": field.high,
            "range": range_of(field, words),
        }
        for field in plan.fields
    ]
    asked = json.dumps([[step.heading for step in steps], [vars(f) for f in plan.fields]])
    return {
        "name": plan.instrument.name,
        "language": plan.language,
        "version": hashlib.sha256(asked.encode()).hexdigest()[:16],
        "columns": form_columns(plan),
        "fields": fields,
        "shuffle": plan.shuffle,
        "words": words,
        **how,
    }


def write(
    plan: FormPlan,
    *,
    title: str | None = None,
    intro: str | None = None,
    thanks: str | None = None,
    save: str = "csv",
    submit_to: str | None = None,
    code: str = "",
    token: str = "",
) -> bytes:
    """Write a form as one HTML file.

    Parameters
    ----------
    plan : FormPlan
    title : str, optional
        What respondents read at the top; by default the instrument's title.
    intro : str, optional
        Who asks, what for, what happens to the answers; blank lines part paragraphs. It stands
        before the hint on number of questions and minutes.
    thanks : str, optional
        Said at the end.
    save : {"csv", "json", "both"}
        The file that a respondent saves, where answers are not sent.
    submit_to : str, optional
        Where to send answers instead: an address, or a path of the server that the form comes
        from. They are sent by POST as ``{"columns": {...}, "code": ..., "token": ...}``; only the
        status 201 with ``{"receipt": ...}`` counts as received. Until then they are kept and
        sent again, so a server must take the same ``respondent`` twice for one.
    code, token : str
        Sent along: the class's code, and the server's own secret.

    Returns
    -------
    bytes
        UTF-8.

    Raises
    ------
    ValueError
        If ``save`` is none of those, an address cannot be sent to, or two questions share a column.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> write(form_plan(load_instrument("servqual", "nl"))).decode().splitlines()[1]
    '<html lang="nl">'
    """
    from markupsafe import Markup

    if save not in _SAVES:
        raise ValueError(f"save={save!r}: a form saves {', '.join(_SAVES)}")
    _taken_twice(form_columns(plan))
    words = form_words(plan.language)
    steps = steps_of(plan)
    style, script = _style_and_script()
    how = {"save": save, "submitTo": submit_to, "code": code, "token": token}
    base = plan.instrument.description.language
    foreign = any(place.startswith("scale anchor") for place in plan.instrument.fallbacks)
    page = (
        _environment()
        .get_template("form.html.j2")
        .render(
            plan=plan,
            title=title or plan.title,
            heading_of=lambda step: title if title and step.heading == plan.title else step.heading,
            intro=[
                " ".join(part.split()) for part in re.split(r"\n\s*\n", intro or "") if part.strip()
            ],
            hint=words["intro"].format(
                count=sum(len(step.questions) for step in steps), minutes=minutes(plan)
            ),
            thanks=thanks or "",
            steps=steps,
            words=words,
            ids={field.column: f"f{at}" for at, field in enumerate(plan.fields)},
            anchors_tongue=base if foreign else None,
            data=Markup(_in_script(_data(plan, steps, words, **how))),
            style=Markup(style),
            script=Markup(script),
            policy=(
                f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
                f"connect-src {_connects_to(submit_to) if submit_to else repr('none')}; "
                "base-uri 'none'; form-action 'none'"
            ),
            sends=bool(submit_to),
            text_limit=TEXT_LIMIT,
            many=MANY_CHOICES,
            range_of=range_of,
        )
    )
    return page.encode()
