"""Numbers as people read them: the only place where the report rounds.

Statistics that cannot leave -1 to 1 are shown without a leading zero (.81), as the American
Psychological Association's manual does; all others keep it (0.81). Tables use a plain hyphen
as minus sign so that a cell pasted into a spreadsheet stays a number.
"""

from __future__ import annotations

import math

__all__ = [
    "NOTHING",
    "bounded",
    "count",
    "interval",
    "number",
    "p_phrase",
    "p_value",
    "percent",
    "raw",
    "real",
]

NOTHING = "–"
"""Shown where there is no number."""


def real(value: object) -> float | None:
    """Take a value as a finite number, or None where it is missing or no number.

    Parameters
    ----------
    value : object

    Returns
    -------
    float or None

    Examples
    --------
    >>> real(2), real(float("nan")), real("two"), real(None)
    (2.0, None, None, None)
    """
    if value is None or isinstance(value, (bool, str)):
        return None
    try:
        taken = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return taken if math.isfinite(taken) else None


def number(value: object, digits: int = 2) -> str:
    """Show an unbounded number with a leading zero.

    Parameters
    ----------
    value : object
    digits : int
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> number(-0.804), number(-0.001), number(1234.5, 1), number(float("nan"))
    ('-0.80', '0.00', '1,234.5', '–')
    """
    taken = real(value)
    if taken is None:
        return NOTHING
    shown = f"{taken:,.{digits}f}"
    return shown[1:] if shown.startswith("-") and not shown.strip("-0.,") else shown


def bounded(value: object, digits: int = 2) -> str:
    """Show a statistic that cannot leave -1 to 1, without its leading zero.

    Parameters
    ----------
    value : object
    digits : int
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> bounded(0.8149), bounded(-0.3), bounded(1.0), bounded(0.0)
    ('.81', '-.30', '1.00', '.00')
    """
    shown = number(value, digits)
    if shown.startswith("0."):
        return shown[1:]
    return f"-{shown[2:]}" if shown.startswith("-0.") else shown


def count(value: object) -> str:
    """Show a whole number with thousands set off.

    Parameters
    ----------
    value : object

    Returns
    -------
    str

    Examples
    --------
    >>> count(1000000), count(None)
    ('1,000,000', '–')
    """
    return number(value, 0)


def percent(value: object, digits: int = 1) -> str:
    """Show a percentage that is already in per cent.

    Parameters
    ----------
    value : object
        0 to 100.
    digits : int
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(12.345), percent(None)
    ('12.3%', '–')
    """
    shown = number(value, digits)
    return shown if shown == NOTHING else f"{shown}%"


def p_value(value: object) -> str:
    """Show a probability with three decimals, never as zero.

    Parameters
    ----------
    value : object
        0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> p_value(0.0321), p_value(0.00004), p_value(0.99996)
    ('.032', '< .001', '> .999')
    """
    taken = real(value)
    if taken is None:
        return NOTHING
    if taken < 0.0005:
        return "< .001"
    return "> .999" if taken >= 0.9995 else bounded(taken, 3)


def p_phrase(value: object) -> str:
    """Say a probability in a sentence.

    Parameters
    ----------
    value : object
        0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> p_phrase(0.0321), p_phrase(0.00004)
    ('p = .032', 'p < .001')
    """
    shown = p_value(value)
    return f"p {shown}" if shown[:1] in "<>" else f"p = {shown}"


def interval(low: object, high: object, digits: int = 2, *, free: bool = False) -> str:
    """Show the two ends of an interval.

    Parameters
    ----------
    low, high : object
    digits : int
        Decimals.
    free : bool
        Whether the statistic may leave -1 to 1 (then leading zeros are kept).

    Returns
    -------
    str

    Examples
    --------
    >>> interval(0.78, 0.84), interval(-1.2, 0.5, free=True), interval(None, None)
    ('[.78, .84]', '[-1.20, 0.50]', '–')
    """
    if real(low) is None and real(high) is None:
        return NOTHING
    show = number if free else bounded
    return f"[{show(low, digits)}, {show(high, digits)}]"


def raw(value: object) -> str:
    """Write a value in full precision, as a spreadsheet should receive it.

    Parameters
    ----------
    value : object

    Returns
    -------
    str

    Examples
    --------
    >>> raw(0.1 + 0.2), raw(7), raw(float("nan")), raw("text")
    ('0.30000000000000004', '7', '', 'text')
    """
    if isinstance(value, str):
        return value
    taken = real(value)
    if taken is None:
        return ""
    return str(int(taken)) if taken.is_integer() and abs(taken) < 1e15 else repr(taken)
