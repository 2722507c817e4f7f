"""What stands for the organisation in an item: a bank, this bank, an excellent bank."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from svqkit.errors import InstrumentError
from svqkit.instruments.words import TAG, UNDETERMINED, fallbacks

__all__ = [
    "PLACEHOLDERS",
    "ServiceForms",
    "ServiceWords",
    "fill",
    "forms_of",
    "given_service",
    "service_in",
]

PLACEHOLDERS = {"service": "plain", "this_service": "this", "excellent_service": "excellent"}
"""What an item may hold in braces, and which form of the word it takes."""

_PATTERNS = {
    "en": ("this {0}", "an excellent {0}"),
    "zh-hans": ("该{0}", "优秀的{0}"),
    "zh-hant": ("該{0}", "優秀的{0}"),
}


class ServiceForms(BaseModel):
    """One language's forms of the word, as they stand within a sentence.

    Examples
    --------
    >>> ServiceForms(plain="hotel", this="dit hotel", excellent="een uitstekend hotel").this
    'dit hotel'
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    plain: str
    this: str | None = None
    excellent: str | None = None


def _as_service(value: object) -> object:
    """Let a word stand for its forms, and a word without language for a map of one."""
    if isinstance(value, str):
        value = {UNDETERMINED: value}
    if not isinstance(value, dict) or not value:
        raise ValueError("service needs a word, or one for each language")
    wrong = [tag for tag in value if not (isinstance(tag, str) and TAG.fullmatch(tag))]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no language tag such as en, nl or zh-Hans")
    return {tag: {"plain": word} if isinstance(word, str) else word for tag, word in value.items()}


ServiceWords = Annotated[dict[str, ServiceForms], BeforeValidator(_as_service)]
"""The word in one or more languages, by BCP 47 tag."""


def forms_of(forms: ServiceForms, language: str) -> dict[str, str]:
    """Give all forms of the word, deriving from the plain one what the language derives.

    Parameters
    ----------
    forms : ServiceForms
    language : str
        BCP 47 tag.

    Returns
    -------
    dict of str
        ``plain``, and ``this`` and ``excellent`` where they are given or can be derived: in
        English and Chinese. Dutch needs the noun's gender (deze bank, dit hotel).

    Examples
    --------
    >>> forms_of(ServiceForms(plain="museum"), "en")
    {'plain': 'museum', 'this': 'this museum', 'excellent': 'an excellent museum'}
    """
    found = {"plain": forms.plain}
    patterns = next((_PATTERNS[tag] for tag in fallbacks(language) if tag in _PATTERNS), None)
    for at, key in enumerate(("this", "excellent")):
        own = getattr(forms, key)
        if own is not None:
            found[key] = own
        elif patterns is not None:
            found[key] = patterns[at].format(forms.plain)
    return found


def service_in(
    words: dict[str, ServiceForms], language: str, base: str
) -> tuple[dict[str, str], bool]:
    """Find the word's forms in a language, or else in the instrument's base language.

    Parameters
    ----------
    words : dict of language tag to ServiceForms
    language, base : str

    Returns
    -------
    dict of str
        As :func:`forms_of`.
    bool
        Whether they are in the language wanted.

    Examples
    --------
    >>> service_in({"en": ServiceForms(plain="bank")}, "nl", "en")[1]
    False
    """
    by_tag = {tag.casefold(): forms for tag, forms in words.items()}
    for tag in fallbacks(language):
        if tag in by_tag:
            return forms_of(by_tag[tag], language), True
    if UNDETERMINED in by_tag:
        return forms_of(by_tag[UNDETERMINED], base), language.casefold() == base.casefold()
    return forms_of(by_tag[base.casefold()], base), False


def fill(text: str, forms: dict[str, str]) -> str:
    """Put the word into a text; a sentence that begins with it begins with a capital.

    Parameters
    ----------
    text : str
        With ``{service}``, ``{this_service}`` or ``{excellent_service}``.
    forms : dict of str
        As :func:`forms_of`.

    Returns
    -------
    str

    Raises
    ------
    InstrumentError
        If the text asks for a form that nobody gave and the language does not derive.

    Examples
    --------
    >>> fill("{this_service} is clean.", {"plain": "bank", "this": "this bank"})
    'This bank is clean.'
    """

    def word(found: re.Match[str]) -> str:
        key = PLACEHOLDERS.get(found.group(1), "")
        if key not in forms:
            raise InstrumentError(
                f"the item {text!r} needs the form {key!r} of {forms['plain']!r}, which this "
                "language does not derive; give service={'plain': …, 'this': …, 'excellent': …}"
            )
        return forms[key]

    filled = re.sub(r"\{(\w+)\}", word, text)
    return filled[:1].upper() + filled[1:] if text.startswith("{") else filled


def given_service(service: Any) -> ServiceForms:
    """Take the word that a caller gives: a plain one, or a mapping of its forms.

    Parameters
    ----------
    service : str or mapping
        ``{"plain": …, "this": …, "excellent": …}``, the last two optional.

    Returns
    -------
    ServiceForms

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If the mapping has another key, or no plain form.

    Examples
    --------
    >>> given_service("museum").plain
    'museum'
    """
    if isinstance(service, str) and service.strip():
        return ServiceForms(plain=service.strip())
    if isinstance(service, ServiceForms):
        return service
    if not hasattr(service, "items"):
        raise TypeError(f"service is a word or a mapping of its forms, not {service!r}")
    given = {str(key): value for key, value in service.items()}
    known = list(ServiceForms.model_fields)
    wrong = [key for key in given if key not in known]
    if wrong or "plain" not in given or not all(isinstance(v, str) for v in given.values()):
        at = f"{wrong[0]!r} is none" if wrong else "each needs a text, and plain must be there"
        raise ValueError(f"service has the forms {', '.join(known)}; {at}")
    return ServiceForms(**given)
