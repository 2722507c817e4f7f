"""Columns told by the words of the instrument's questions, or by their number."""

from __future__ import annotations

import re
from collections import Counter

from svqkit.responses.headers.column import OpenTable, name_of
from svqkit.responses.headers.parts import form_of
from svqkit.responses.headers.wordings import Target, industry_words, wordings_of

__all__ = ["by_number", "by_words", "forms_of_open"]


def by_words(table: OpenTable) -> None:
    """Open the questions that stand as headers, in any of the instrument's languages.

    Parameters
    ----------
    table : OpenTable
    """
    left = [i for i in table.undecided if i not in table.open]
    if not any(len(word) > 3 for i in left for word in table.parts(i).wordings[:1]):
        return
    words = wordings_of(table.instrument)
    around: dict[int, dict[str, list[tuple[Target, str]]]] = {}
    for position in left:
        for wording in table.parts(position).wordings:
            found = words.find(wording)
            if found:
                table.open[position] = dict(found)
                break
            other = words.find_around(wording)
            if other:
                around[position] = other
                break
    # A survey speaks of one organisation: a word in one header alone may be part of the question.
    used = Counter(word for one in around.values() for word in one)
    for position, by_word in around.items():
        for word, found in by_word.items():
            if used[word] > 1 or word in industry_words(found[0][1]):
                table.open[position] = dict(found)
                break


def forms_of_open(table: OpenTable) -> None:
    """Tell the forms of items found apart: by the header's own word, or by the order of copies.

    Parameters
    ----------
    table : OpenTable
    """
    forms = list(table.instrument.forms)
    groups: dict[str, list[int]] = {}
    for position, targets in table.open.items():
        own = table.parts(position).form
        marked = [one for one in targets if one.form == own]
        # A heading may name a form that words its items alike: "What you expect [It is clean.]".
        items = {one.code for one in targets if one.form in forms}
        if own in forms and len(items) == 1 and not marked:
            marked = [Target(own, items.pop())]
        if marked:
            found = marked[0]
            why = f"its words + “{found.form}”"
            table.settle(position, name_of(found), why, target=found, language=targets.get(found))
        elif len(targets) == 1 and next(iter(targets)).form not in forms:
            (found,) = targets
            table.settle(
                position, name_of(found), "its words", target=found, language=targets[found]
            )
        elif items:
            groups.setdefault(next(one.code for one in targets), []).append(position)
    single = {code: places for code, places in groups.items() if len(places) == 1}
    for code, places in groups.items():
        targets = table.open[places[0]]
        language = next(iter(targets.values())) or None
        same = all(table.open[at].keys() == targets.keys() for at in places)
        if same and len(places) == len(forms) > 1:
            for at, form in zip(places, forms, strict=True):
                rank = forms.index(form) + 1
                why = f"by order: copy {rank} of {len(forms)}"
                target = Target(form, code)
                table.settle(at, name_of(target), why, target=target, language=language)
            continue
        for at in places:
            _one_form_each(table, at, len(single) == len(groups))


def _one_form_each(table: OpenTable, at: int, alone: bool) -> None:
    targets = table.open[at]
    language = next(iter(targets.values())) or None
    worded = bool(language)
    if len(targets) == 1:
        (found,) = targets
        if found not in table.taken:
            table.settle(at, name_of(found), "its words", target=found, language=language)
    elif worded and alone:
        perceived = [one for one in targets if one.form == "perception"]
        if perceived and perceived[0] not in table.taken:
            why = "its words; no form named"
            table.settle(at, name_of(perceived[0]), why, target=perceived[0], language=language)


def by_number(table: OpenTable) -> None:
    """Settle numbered questions that name their form: "7-1. … (expectation)"; all items, or none.

    Parameters
    ----------
    table : OpenTable
    """
    numbers = {int(re.sub(r"\D", "", c)): c for c in table.instrument.codes if re.search(r"\d", c)}
    if len(numbers) < len(table.instrument.codes):
        return
    by_form: dict[str, dict[int, list[int]]] = {}
    for position in table.undecided:
        parts = table.parts(position)
        form = parts.form or ("importance" if form_of(parts.tail) == "importance" else None)
        if parts.number is not None and form in (*table.instrument.forms, "importance"):
            by_form.setdefault(str(form), {}).setdefault(parts.number, []).append(position)
    for form, places in by_form.items():
        if set(places) != set(numbers) or any(len(at) > 1 for at in places.values()):
            continue
        for number, (at,) in places.items():
            target = Target(form, numbers[number])
            if target not in table.taken:
                why = f"number {number} + “{form}”"
                table.settle(at, name_of(target), why, target=target)
