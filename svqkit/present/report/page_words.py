"""What every report says around its content, in the report's language."""

from __future__ import annotations

from svqkit.interface import translator

__all__ = ["page_words"]


def page_words(language: str = "en") -> dict[str, str]:
    """Give the words of a report's frame: contents, captions, buttons, remarks.

    Parameters
    ----------
    language : str
        BCP 47; English stands in where there is no translation.

    Returns
    -------
    dict of str
        ``table`` and ``figure`` keep the place ``{n}`` for the number.

    Examples
    --------
    >>> page_words()["table"].format(n=3)
    'Table 3.'
    """
    say = translator(language)
    return {
        "contents": say("Contents"),
        "skip": say("Skip to the content"),
        "table": say("Table {n}."),
        "figure": say("Figure {n}."),
        "missing": say("Not computed."),
        "partly_missing": say("Partly not computed."),
        "convention": say("Convention."),
        "note": say("Note."),
        "marked": say("marked"),
        "copy_table": say("Copy table"),
        "copy_text": say("Copy text"),
        "copied": say("Copied"),
        "refused": say("Select and copy by hand"),
        "page": say("Page {page} of {pages}"),
    }
