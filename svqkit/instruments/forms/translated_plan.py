"""The same plan in another language: same fields, same order, other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_plan import attention_check, form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.in_language import in_language
from svqkit.instruments.industries import list_industries, service_for
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import ServiceForms, service_in

__all__ = ["plan_in", "plans_in"]


def plans_in(plan: FormPlan, languages: Iterable[str] | Mapping[str, Any] = ()) -> list[FormPlan]:
    """Put a plan into the languages of a form, the first one being the form's default.

    Parameters
    ----------
    plan : FormPlan
    languages : iterable of str, or mapping of str to service, optional
        BCP 47 tags, or one text with commas between them (``"en,nl"``, as on the command line); by
        default the plan's own language only. A mapping gives the organisation's
        word in each language, as ``load_instrument(service=...)`` takes it; it is needed where
        the word is the caller's own, since only industries are known in several languages.

    Returns
    -------
    list of FormPlan

    Raises
    ------
    ValueError
        If a language stands twice, or the items are not worded in it, or the organisation's word
        is not known in it.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> [one.language for one in plans_in(form_plan(load_instrument("servqual")))]
    ['en']
    """
    if isinstance(languages, str):
        languages = [tag.strip() for tag in languages.split(",") if tag.strip()]
    wanted = list(languages) or [plan.language]
    for tag in wanted:
        if [one.casefold() for one in wanted].count(tag.casefold()) > 1:
            raise ValueError(f"languages has {tag!r} twice")
    services = languages if isinstance(languages, Mapping) else {}
    return [plan_in(plan, tag, services.get(tag)) for tag in wanted]


def plan_in(plan: FormPlan, language: str, service: Any = None) -> FormPlan:
    """Put a plan into another language.

    Parameters
    ----------
    plan : FormPlan
    language : str
        BCP 47 tag.
    service : str or mapping, optional
        The organisation's word in this language; by default the plan's own, translated.

    Returns
    -------
    FormPlan
        With the same sections, fields and columns in the same order.

    Raises
    ------
    ValueError
        If the items are not worded in this language, or the organisation's word is not known in it.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> plan = form_plan(load_instrument("servqual", service="hotel"), attention=1, seed=1)
    >>> plan_in(plan, "en").columns == plan.columns
    True
    """
    if language.casefold() == plan.language.casefold() and service is None:
        return plan
    instrument = plan.instrument
    found = in_language(instrument.description, language, _service(instrument, language, service))
    untold = [where for where in found.fallbacks if where.startswith("item ")]
    if untold:
        raise ValueError(
            f"{instrument.title} is not worded in {language!r} ({untold[0]} is missing); "
            f"its languages are {', '.join(instrument.languages)}"
        )
    base = form_plan(found)
    fields = {one.column: one for one in base.fields}
    heads = {section.name: section for section in base.sections}
    sections = tuple(_section(one, heads.get(one.name), fields, found) for one in plan.sections)
    return FormPlan(found, base.title, language, sections, plan.shuffle)


def _section(
    section: FormSection,
    head: FormSection | None,
    fields: Mapping[str, FormField],
    instrument: Instrument,
) -> FormSection:
    said = tuple(
        _asked_again(one, instrument) if one.kind == "check" else fields[one.column]
        for one in section.fields
    )
    if head is None:
        return replace(section, fields=said)
    return replace(section, heading=head.heading, instruction=head.instruction, fields=said)


def _asked_again(check: FormField, instrument: Instrument) -> FormField:
    number = int(check.column.removeprefix("check_"))
    words = form_words(instrument.language)
    return attention_check(instrument, number, int(str(check.expected)), words)


def _service(
    instrument: Instrument, language: str, service: Any
) -> Mapping[str, ServiceForms] | None:
    """Find the organisation's word in another language: given, the instrument's own, an industry's."""
    if service is not None:
        return service_for(service, language)
    description = instrument.description
    own = service_in(description.service, instrument.language, description.language)[0]
    if own == instrument.service_forms:
        return None
    for name, forms in list_industries(instrument.language).to_dict("index").items():
        if forms == instrument.service_forms:
            return service_for(name, language)
    raise ValueError(
        f"how to say {instrument.service!r} in {language!r} is not known; give "
        f"languages={{{instrument.language!r}: {instrument.service!r}, {language!r}: …}}"
    )
