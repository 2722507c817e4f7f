"""Right and plausibly wrong answers, computed from a lesson's data when an answer is checked.

One module a lesson (``l04.py`` for L04) holds two mappings: ``ANSWERS``, name → function of the
lesson's :class:`~svqkit.responses.responses.Responses`, and ``DETECTORS``, name → function of the
answer given and those responses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["computed_answer", "detected", "named_functions"]


def named_functions(
    lesson: str,
) -> tuple[Mapping[str, Callable[[Any], Any]], Mapping[str, Callable[[Any, Any], bool]]]:
    """Give a lesson's named answers and detectors.

    Parameters
    ----------
    lesson : str
        Such as ``"L00"``.

    Returns
    -------
    mapping of str to callable
        Answers: functions of the data.
    mapping of str to callable
        Detectors: functions of the answer given and the data, true or false.

    Raises
    ------
    ModuleNotFoundError
        If the lesson has no module of answers.

    Examples
    --------
    >>> "gap_of_q8" in named_functions("L00")[0]
    True
    """
    module = import_module(f"svqkit.teach.answers.{lesson.lower()}")
    return module.ANSWERS, module.DETECTORS


def computed_answer(name: str, lesson: str, data: Any) -> Any:
    """Compute the answer that an exercise names.

    Parameters
    ----------
    name : str
        As an exercise file writes it.
    lesson : str
        Such as ``"L00"``.
    data : Responses
        The data it is computed from.

    Returns
    -------
    object
        A number; a word or a tuple of words that mean the same; a list of words; a Series or list
        of numbers; a DataFrame.

    Raises
    ------
    ValueError
        If no such answer is known.

    Examples
    --------
    >>> import svqkit as svq
    >>> isinstance(computed_answer("gap_of_q8", "L00", svq.load_dataset("bank")), float)
    True
    """
    return _named(named_functions(lesson)[0], name, "answer")(data)


def detected(name: str, lesson: str, given: Any, data: Any) -> bool:
    """Tell whether a named function of the answer given and the data says yes.

    Parameters
    ----------
    name : str
    lesson : str
    given : object
        The answer, as it was read.
    data : Responses

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If no such detector is known.
    """
    return bool(_named(named_functions(lesson)[1], name, "detector")(given, data))


def _named(there: Mapping[str, Callable[..., Any]], name: str, what: str) -> Callable[..., Any]:
    if name not in there:
        raise ValueError(f"no {what} is called {name!r}; there are {', '.join(there) or 'none'}")
    return there[name]
