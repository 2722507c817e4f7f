"""Adapting an instrument to a study: a changed copy that logs every change and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from svqkit.errors import InstrumentError
from svqkit.instruments.adaptation_steps import (
    add_item,
    all_known,
    change_service,
    drop_items,
    reword_item,
    spoken_tag,
)
from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.in_language import in_language
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.words import UNDETERMINED

__all__ = ["adapt", "changed_copy"]


def adapt(
    instrument: Instrument,
    *,
    service: Any = None,
    drop: Iterable[str] | str = (),
    add: Mapping[str, Mapping[str, Any]] | tuple[()] = (),
    reword: Mapping[str, Any] | None = None,
    reasons: Mapping[str, str] | str | None = None,
    name: str | None = None,
    title: str | None = None,
) -> Instrument:
    """Change an instrument for a study, and keep a log of every change.

    Parameters
    ----------
    instrument : Instrument
        May be an adapted one; its log goes on.
    service : str or mapping, optional
        The organisation that the items shall speak of, as in ``load_instrument``.
    drop : iterable of str, or str
        Codes of items to leave out. A dimension that loses all its items goes too.
    add : mapping
        Code of the new item → ``{"dimension", "label", "perception", "expectation", "minimum",
        "desired", "reverse"}``; each form that the instrument asks for is needed, except that
        ``minimum`` and ``desired`` fall back to ``perception``. ``dimension`` is a name of the
        instrument's, ``{"name", "title", "definition"}`` of a new one, or None. The item stands
        last in its dimension.
    reword : mapping, optional
        Code → new text of the perception, or ``{form or "label": text}``. Any text is a string in
        the instrument's language or a map of languages.
    reasons : mapping of code to str, or str, optional
        Why; also by the name of a dimension, or ``"service"``. A single text is the reason for
        everything.
    name, title : str, optional
        By default the name with ``_adapted`` and the same title.

    Returns
    -------
    Instrument
        ``.changes`` lists what was changed, ``.description.adapted_from`` names the original.
        Translations of a text whose wording in the instrument's own language was replaced are
        taken out, because they say what it said before; the log says so.

    Raises
    ------
    ValueError
        If a code, form or dimension is unknown, a text is missing, or nothing would change.
    InstrumentError
        If the changed instrument would break a rule.

    Examples
    --------
    >>> import svqkit as svq
    >>> mine = adapt(
    ...     svq.load_instrument("servqual"), service="bank", drop=["Q3"],
    ...     reword={"Q1": {"perception": "{this_service} has an app that works."}},
    ...     reasons={"Q3": "customers meet no staff"},
    ... )
    >>> mine.wording("Q1"), len(mine.items)
    ('This bank has an app that works.', 21)
    >>> mine.changes[["what", "where"]].values.tolist()
    [['service', 'service'], ['drop', 'Q3'], ['reword', 'Q1, perception']]
    """
    raw = instrument.description.model_dump()
    spoken = spoken_tag(raw, instrument.language)
    leave = [drop] if isinstance(drop, str) else list(dict.fromkeys(drop))
    codes, added = list(instrument.codes), dict(add or {})
    dimensions = [one.name for one in instrument.dimensions]
    all_known([*leave, *(reword or {})], codes, f"{instrument.title} has no item")
    if isinstance(reasons, Mapping):
        allowed = [*codes, *added, *dimensions, "service"]
        all_known(reasons, allowed, "reasons are given for what is changed; there is no")
    both = [code for code in leave if code in (reword or {})]
    if both:
        raise ValueError(f"item {both[0]} is both dropped and reworded; leave one of them out")
    log: list[dict[str, Any]] = []
    used: set[str] = set()

    def note(what: str, where: str, before: Any, after: Any, remark: str = "") -> None:
        key = where.split(",")[0].removeprefix("dimension ")
        given = reasons if isinstance(reasons, str) else (reasons or {}).get(key, "")
        reason = "; ".join(part for part in (given.strip(), remark) if part)
        used.add(key)
        log.append(
            {"what": what, "where": where, "before": before, "after": after, "reason": reason}
        )

    change_service(raw, instrument, service, note)
    drop_items(raw, leave, spoken, note)
    for code, new in (reword or {}).items():
        reword_item(raw, code, new, spoken, note)
    for code, new in added.items():
        add_item(raw, code, new, spoken, note)
    if not log and name is None and title is None:
        raise ValueError("nothing to change: give service, drop, add, reword, name or title")
    idle = [] if isinstance(reasons, str) else [key for key in reasons or () if key not in used]
    if idle:
        raise ValueError(f"reasons has {idle[0]!r}, but nothing is changed there")
    return changed_copy(instrument, raw, log, name=name, title=title)


def changed_copy(
    instrument: Instrument,
    raw: dict[str, Any],
    log: Iterable[Mapping[str, Any]],
    *,
    name: str | None = None,
    title: str | None = None,
) -> Instrument:
    """Make an instrument of changed content, with the log of the changes.

    Parameters
    ----------
    instrument : Instrument
        The one changed.
    raw : dict
        The dumped description, already changed.
    log : iterable of mapping
        Rows of ``.changes``.
    name, title : str, optional

    Returns
    -------
    Instrument

    Raises
    ------
    InstrumentError
        If the content breaks a rule of instruments.

    Examples
    --------
    >>> import svqkit as svq
    >>> servqual = svq.load_instrument("servqual")
    >>> changed_copy(servqual, servqual.description.model_dump(), [], name="mine").name
    'mine'
    """
    before = instrument.description
    raw["changes"] = [*raw["changes"], *log]
    if before.adapted_from is None:
        base = before.title
        raw["adapted_from"] = base.get(before.language) or base[UNDETERMINED]
        raw["name"] = f"{before.name}_adapted"
    raw["name"] = name or raw["name"]
    if title is not None:
        raw["title"] = {before.language: title}
    try:
        description = InstrumentDescription.model_validate(raw)
    except ValidationError as error:
        said = "; ".join(
            str(one["msg"]).removeprefix("Value error, ") for one in error.errors(include_url=False)
        )
        raise InstrumentError(f"the changed instrument breaks a rule: {said}") from None
    return in_language(description, instrument.language)
