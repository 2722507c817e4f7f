"""The single changes of an adaptation, each made on a dumped description and noted in the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from svqkit.instruments.form_fields import column_of
from svqkit.instruments.industries import list_industries, service_for
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.parts import Form
from svqkit.instruments.service_words import PLACEHOLDERS, ServiceForms, service_in
from svqkit.instruments.words import TAG, UNDETERMINED, fallbacks

__all__ = [
    "add_item",
    "all_known",
    "change_service",
    "drop_items",
    "lost_placeholder",
    "reword_item",
    "said",
    "spoken_tag",
]

_TEXTS = (*get_args(Form), "label")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")

Raw = dict[str, Any]
Note = Callable[..., None]
"""Writes a row of the log: what, where, before, after and a remark."""


def spoken_tag(raw: Raw, language: str) -> str:
    """Find under which tag the texts of a language stand; the base's if there are none.

    Examples
    --------
    >>> spoken_tag({"language": "en", "items": [{"perception": {"en": "a", "nl": "b"}}]}, "nl-BE")
    'nl'
    """
    known = {tag.casefold(): tag for item in raw["items"] for tag in item["perception"]}
    return next((known[tag] for tag in fallbacks(language) if tag in known), str(raw["language"]))


def lost_placeholder(before: str | None, after: str) -> str:
    """Warn of a text that no longer names the organisation; empty where nothing is lost.

    Examples
    --------
    >>> lost_placeholder("{this_service} is clean.", "It is clean.")
    'warning: {this_service} is gone, so the text no longer names the organisation'
    >>> lost_placeholder("It is clean.", "It is tidy.")
    ''
    """
    if before is None or not _PLACEHOLDER.search(before) or _PLACEHOLDER.search(after):
        return ""
    lost = ", ".join(sorted({found[0] for found in _PLACEHOLDER.finditer(before)}))
    return f"warning: {lost} is gone, so the text no longer names the organisation"


def all_known(names: Iterable[str], known: Iterable[str], lead: str) -> None:
    """Refuse a name that is not known, with the nearest one that is.

    Examples
    --------
    >>> all_known(["Q33"], ["Q3", "Q4"], "there is no item")
    Traceback (most recent call last):
    ...
    ValueError: there is no item 'Q33'; did you mean 'Q3'?
    """
    listed = [str(one) for one in known]
    for one in names:
        if one not in listed:
            near = get_close_matches(str(one), listed, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(listed)}"
            raise ValueError(f"{lead} {one!r}; {hint}")


def _as_words(text: Any, spoken: str, where: str) -> dict[str, str]:
    """Take a text in the instrument's language, or a map of languages."""
    if isinstance(text, str) and text.strip():
        return {spoken: text.strip()}
    if isinstance(text, Mapping) and text:
        good = all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in text)
        if good and all(isinstance(one, str) and one.strip() for one in text.values()):
            return {str(tag): one.strip() for tag, one in text.items()}
    raise ValueError(f"{where}: a text is needed, or one for each language, not {text!r}")


def said(words: Mapping[str, str] | None, language: str, base: str) -> str | None:
    """Say a text in a language, or else in the base's.

    Examples
    --------
    >>> said({"en": "Clean"}, "nl", "en")
    'Clean'
    """
    if words is None:
        return None
    return words.get(language) or words.get(base) or words.get(UNDETERMINED)


def change_service(raw: Raw, instrument: Instrument, service: Any, note: Note) -> None:
    """Put in the new word, or the one that the instrument was loaded with."""
    language, base = instrument.language, raw["language"]
    kept = {tag: ServiceForms(**forms) for tag, forms in raw["service"].items()}
    before = service_in(kept, language, base)[0]
    if service is None:
        if instrument.service_forms == before:
            return
        words = list_industries(language)
        same = [at for at, row in words.iterrows() if row.to_dict() == instrument.service_forms]
        service = str(same[0]) if same else ServiceForms(**instrument.service_forms)
    given = service_for(service, language) or {}
    stale = sorted(set(kept) - set(given) - {UNDETERMINED})
    if base not in given and UNDETERMINED in kept:
        kept[base] = kept.pop(UNDETERMINED)
        stale = sorted({*stale, base})
    whole = {**kept, **given}
    if whole == kept:
        return
    raw["service"] = {tag: forms.model_dump() for tag, forms in whole.items()}
    remark = f"the word in {', '.join(stale)} is as before" if stale else ""
    after = service_in(whole, language, base)[0]
    note("service", "service", before["plain"], after["plain"], remark)


def drop_items(raw: Raw, codes: list[str], spoken: str, note: Note) -> None:
    """Leave items out, and dimensions that have none left."""
    base = raw["language"]
    for code in codes:
        item = next(one for one in raw["items"] if one["code"] == code)
        note("drop", code, said(item["perception"], spoken, base), None)
    raw["items"] = [one for one in raw["items"] if one["code"] not in codes]
    used = {one["dimension"] for one in raw["items"]}
    for gone in [one for one in raw["dimensions"] if one["name"] not in used]:
        remark = "all of its items were dropped"
        title = said(gone["title"], spoken, base)
        note("drop", f"dimension {gone['name']}", title, None, remark)
    raw["dimensions"] = [one for one in raw["dimensions"] if one["name"] in used]
    names = {"total", *(one["name"] for one in raw["dimensions"])}
    raw["published"] = [one for one in raw["published"] if one["scale"] in names]


def reword_item(raw: Raw, code: str, new: Any, spoken: str, note: Note) -> None:
    """Put new texts in the place of an item's, and take out what now translates the former."""
    item, base = next(one for one in raw["items"] if one["code"] == code), raw["language"]
    by_form = isinstance(new, Mapping) and any(key in _TEXTS for key in new)
    texts = dict(new) if by_form else {"perception": new}
    all_known(texts, [*raw["forms"], "label"], f"item {code} is not asked in the form")
    for form, text in texts.items():
        words = _as_words(text, spoken, f"item {code}, {form}")
        old = dict(item[form] or {})
        if UNDETERMINED in old:
            old[base] = old.pop(UNDETERMINED)
        stale = sorted(set(old) - set(words) - {base}) if base in words else []
        item[form] = {tag: t for tag, t in old.items() if tag not in stale} | words
        alone = (
            form == "perception" and "expectation" in raw["forms"] and "expectation" not in texts
        )
        for tag, after in words.items():
            before = old.get(tag)
            if before == after:
                continue
            remarks = []
            if form != "label" and lost_placeholder(before, after):
                remarks.append(lost_placeholder(before, after))
            if alone:
                remarks.append("warning: its expectation keeps the former wording")
            if tag == base and stale:
                remarks.append(f"translations into {', '.join(stale)} were taken out")
            where = f"{code}, {form}" + ("" if tag == base else f" ({tag})")
            note("reword", where, before, after, "; ".join(remarks))


def add_item(raw: Raw, code: str, new: Mapping[str, Any], spoken: str, note: Note) -> None:
    """Put an item at the end of its dimension, and the dimension there where it is new."""
    base = raw["language"]
    columns = {column_of(one["code"], "perception"): one["code"] for one in raw["items"]}
    twin = columns.get(column_of(code, "perception"))
    if twin is not None:
        raise ValueError(f"item {code} cannot be added: {twin} has its column already")
    if not isinstance(new, Mapping):
        raise ValueError(f"item {code}: give {{'dimension': …, 'label': …, 'perception': …}}")
    all_known(new, ["dimension", "reverse", *_TEXTS], f"item {code}: there is no key")
    needed = ["label", *(form for form in raw["forms"] if form in ("expectation", "perception"))]
    missing = [key for key in needed if key not in new]
    if missing:
        raise ValueError(f"item {code} needs {', '.join(missing)}")
    home = new.get("dimension")
    if isinstance(home, Mapping):
        if not {"name", "title"} <= set(home):
            raise ValueError(f"item {code}: a new dimension needs a name and a title")
        titles = {
            key: _as_words(home[key], spoken, f"item {code}, dimension {key}")
            for key in ("title", "definition")
            if key in home
        }
        home = str(home["name"])
        raw["dimensions"].append({"name": home, **titles})
        note("add", f"dimension {home}", None, said(titles["title"], spoken, base))
    elif home is not None:
        all_known([home], [one["name"] for one in raw["dimensions"]], "there is no dimension")
    texts = {
        key: _as_words(new[key], spoken, f"item {code}, {key}") for key in _TEXTS if key in new
    }
    for key, words in texts.items():
        if base not in words:
            raise ValueError(
                f"item {code}, {key}: the instrument's language {base} needs a text too"
            )
    item = {"code": code, "dimension": home, "reverse": bool(new.get("reverse", False)), **texts}
    at = [place for place, one in enumerate(raw["items"]) if one["dimension"] == home]
    raw["items"].insert(at[-1] + 1 if at else len(raw["items"]), item)
    note("add", code, None, said(texts["perception"], spoken, base))
