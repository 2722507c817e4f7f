"""From an instrument's description in all languages to the instrument in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.instrument import (
    Dimension,
    Importance,
    Instrument,
    Item,
    Outcome,
    Question,
    Scale,
)
from svqkit.instruments.kano_questions import KanoFeature, KanoQuestions
from svqkit.instruments.parts import Form
from svqkit.instruments.service_words import ServiceForms, fill, service_in
from svqkit.instruments.words import resolve

__all__ = ["in_language"]


def in_language(
    description: InstrumentDescription,
    language: str,
    service: Mapping[str, ServiceForms] | None = None,
) -> Instrument:
    """Put an instrument's description into one language.

    Parameters
    ----------
    description : InstrumentDescription
    language : str
        BCP 47 tag. A text that is missing in it stands in the instrument's own language, and its
        place is listed in ``.fallbacks``.
    service : mapping of language tag to ServiceForms, optional
        The organisation's word; by default the description's own. A text that has to stay in the
        instrument's own language has the word of that language.

    Returns
    -------
    Instrument

    Raises
    ------
    InstrumentError
        If an item needs a form of the word that is not given and cannot be derived.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> in_language(load_instrument("servqual").description, "en").fallbacks
    ()
    """
    base = description.language
    words_for = {**description.service, **(service or {})}
    own = service_in(words_for, language, base)[0]
    original = service_in(words_for, base, base)[0]

    def say(words: dict[str, str] | None) -> Any:
        return None if words is None else resolve(words, language, base)[0]

    def told(words: dict[str, str] | None) -> Any:
        """Say it with the organisation's word in the language of the text."""
        if words is None:
            return None
        text, translated = resolve(words, language, base)
        return fill(text, own if translated else original)

    def answers(words: Mapping[Any, dict[str, str]]) -> dict[Any, str]:
        return {code: say(text) for code, text in words.items()}

    def asked(item: Any, form: Form) -> Any:
        if form not in description.forms:
            return None
        given = getattr(item, form)
        return told(given if given is not None else item.perception)

    above = description.form_words
    importance = description.importance
    scale = description.scale
    return Instrument(
        name=description.name,
        title=say(description.title),
        language=language,
        scale=Scale(
            low=scale.low,
            high=scale.high,
            anchors=answers(dict(sorted(scale.anchors.items()))),
            missing_codes=scale.codes_for_no_answer(),
        ),
        dimensions=tuple(
            Dimension(
                name=d.name,
                title=say(d.title),
                definition=told(d.definition) or "",
                instruction=told(d.instruction) or "",
                anchors=answers(dict(sorted(d.anchors.items()))),
            )
            for d in description.dimensions
        ),
        items=tuple(
            Item(
                code=i.code,
                dimension=i.dimension,
                label=say(i.label),
                perception=told(i.perception),
                expectation=asked(i, "expectation"),
                minimum=asked(i, "minimum"),
                desired=asked(i, "desired"),
                reverse=i.reverse,
            )
            for i in description.items
        ),
        source=" ".join(description.sources),
        licence=description.licence.strip(),
        forms=tuple(description.forms),
        layout=description.layout,
        headings={form: told(words.heading) for form, words in above.items()},
        instructions={form: told(w.instruction) for form, w in above.items() if w.instruction},
        service=own["plain"],
        service_forms=own,
        importance=None
        if importance is None
        else Importance(
            kind=importance.kind,
            instruction=told(importance.instruction),
            anchors=answers(dict(sorted(importance.anchors.items()))),
        ),
        outcomes=tuple(
            Outcome(
                column=o.column,
                label=say(o.label),
                question=told(o.question) or "",
                low=o.low,
                high=o.high,
            )
            for o in description.outcomes
        ),
        questions=tuple(
            Question(
                column=q.column,
                question=told(q.question),
                kind=q.kind,
                choices=answers(q.choices),
                low=q.low,
                high=q.high,
                required=q.required,
            )
            for q in description.questions
        ),
        kano=KanoQuestions()
        if description.kano is None
        else KanoQuestions(
            answers={code: tuple(words) for code, words in description.kano.answers.items()},
            features=tuple(
                KanoFeature(
                    code=f.code,
                    label=say(f.label),
                    functional=f.functional,
                    dysfunctional=f.dysfunctional,
                )
                for f in description.kano.features
            ),
        ),
        fallbacks=tuple(
            where for where, words in description.texts() if not resolve(words, language, base)[1]
        ),
        description=description,
    )
