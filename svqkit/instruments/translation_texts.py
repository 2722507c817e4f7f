"""The texts of a description that a translator meets, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["translatable"]

Place = tuple[str, str, dict[str, Any], Any]
"""Item or part, what of it, and the mapping and key that hold its words."""


def _of(part: str, record: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Place]:
    for key in keys:
        if record.get(key) is not None:
            yield part, key, record, key
    for key, word in (("anchors", "anchor"), ("choices", "choice")):
        for code in record.get(key) or {}:
            yield part, f"{word} {code}", record[key], code


def translatable(raw: dict[str, Any]) -> Iterator[Place]:
    """Walk the texts of a dumped description in the order of a form.

    Parameters
    ----------
    raw : dict
        ``InstrumentDescription.model_dump()``.

    Yields
    ------
    tuple
        Part (``"Q1"``, ``"dimension empathy"``, ``"scale"`` …), what of it (``"perception"``,
        ``"anchor 1"`` …), and the mapping and key under which its words by language stand.

    Examples
    --------
    >>> import svqkit as svq
    >>> raw = svq.load_instrument("servqual").description.model_dump()
    >>> [(part, what) for part, what, _, _ in translatable(raw)][:2]
    [('instrument', 'title'), ('instrument', 'description')]
    """
    yield from _of("instrument", raw, ("title", "description"))
    yield from _of("scale", raw["scale"], ())
    for form, above in raw["form_words"].items():
        yield from _of(f"form {form}", above, ("heading", "instruction"))
    for one in raw["dimensions"]:
        yield from _of(f"dimension {one['name']}", one, ("title", "definition", "instruction"))
    for one in raw["items"]:
        keys = ("label", *(form for form in raw["forms"] if one.get(form) is not None))
        yield from _of(one["code"], one, keys)
    if raw["importance"] is not None:
        yield from _of("importance", raw["importance"], ("instruction",))
    for one in raw["outcomes"]:
        yield from _of(f"outcome {one['column']}", one, ("label", "question"))
    for one in raw["questions"]:
        yield from _of(f"question {one['column']}", one, ("question",))
    for one in (raw["kano"] or {"features": []})["features"]:
        yield from _of(f"feature {one['code']}", one, ("label",))
