"""Words of control charts: what each rule looks at, and what is plotted."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["chart_name", "rule_words"]

N_ = str
_RULES = {
    "1 point beyond a limit": N_("1 point beyond a limit"),
    "9 points in a row on one side of the centre": N_("9 in a row on one side"),
    "8 points in a row on one side of the centre": N_("8 in a row on one side"),
    "6 points in a row rising or falling": N_("6 in a row rising or falling"),
    "14 points in a row up and down by turns": N_("14 in a row up and down by turns"),
    "2 of 3 points beyond 2 sigma on one side": N_("2 of 3 beyond 2 sigma"),
    "4 of 5 points beyond 1 sigma on one side": N_("4 of 5 beyond 1 sigma"),
    "15 points in a row within 1 sigma": N_("15 in a row within 1 sigma"),
    "8 points in a row beyond 1 sigma, on both sides": N_("8 in a row beyond 1 sigma"),
    "average beyond a limit": N_("average beyond a limit"),
    "sum beyond h": N_("sum beyond h"),
    "upward sum beyond h": N_("upward sum beyond h"),
    "downward sum beyond h": N_("downward sum beyond h"),
}
_CHARTS = {
    "I-MR": N_("{name}, single values"),
    "Xbar-R": N_("{name}, means of samples"),
    "Xbar-S": N_("{name}, means of samples"),
    "p": N_("share of {name} (%)"),
    "p'": N_("share of {name} (%)"),
    "np": N_("number of {name}"),
    "c": N_("number of {name}"),
    "u": N_("{name} by opportunity"),
    "u'": N_("{name} by opportunity"),
    "EWMA": N_("{name}, moving average"),
    "CUSUM": N_("{name}, cumulative sums (standard errors)"),
}
_SPREADS = {
    "moving range": N_("moving range"),
    "range": N_("range within samples"),
    "standard deviation": N_("standard deviation within samples"),
}


def rule_words(words: str, say: Callable[..., str]) -> str:
    """Say a rule briefly, as it stands beside a point.

    Parameters
    ----------
    words : str
        Of the rule, as in ``ControlChart.signals``.
    say : callable
        From ``translator``.

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> rule_words("2 of 3 points beyond 2 sigma on one side", translator("en"))
    '2 of 3 beyond 2 sigma'
    """
    return say(_RULES[words])


def chart_name(kind: str, name: str, say: Callable[..., str]) -> str:
    """Say what a chart plots.

    Parameters
    ----------
    kind, name : str
        Of the ``ControlChart``.
    say : callable

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> chart_name("p", "missorted", translator("en"))
    'share of missorted (%)'
    """
    if kind in _SPREADS:
        return say(_SPREADS[kind])
    return say(_CHARTS[kind], name=name)
