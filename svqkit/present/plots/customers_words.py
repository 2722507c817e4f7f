"""What the six typical problems, their measures, verdicts and forecasts are called in pictures."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["customer_words"]

N_ = str
_NAMES = {
    "weak service awareness": N_("weak service awareness"),
    "imperfect processes": N_("imperfect processes"),
    "uneven staff": N_("uneven staff"),
    "standards not uniform": N_("standards not uniform"),
    "poor feedback mechanism": N_("poor feedback mechanism"),
    "lacking technology": N_("lacking technology"),
    "assurance and empathy behind": N_("assurance and empathy behind (SD)"),
    "repeat contacts": N_("repeat contacts"),
    "variance between employees": N_("variance between employees"),
    "variance between sites": N_("variance between sites"),
    "response rate": N_("response rate"),
    "days until closed": N_("days until closed"),
    "told what changed": N_("told what changed"),
    "share of time down": N_("share of time down"),
    "seen": N_("seen"),
    "not seen": N_("not seen"),
    "unclear": N_("unclear"),
    "not examined": N_("not examined"),
    "naive": N_("naive forecast"),
    "seasonal naive": N_("seasonal naive forecast"),
    "ETS": N_("exponential smoothing"),
    "ARIMA": N_("ARIMA model"),
    "regression": N_("regression on trend and season"),
}


def customer_words(name: str, say: Callable[..., str]) -> str:
    """Say a name of the customers' street in the reader's language.

    Parameters
    ----------
    name : str
        Of a problem, measure, verdict or forecasting model.
    say : callable
        From ``translator(language)``.

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> customer_words("ETS", translator())
    'exponential smoothing'
    """
    return say(_NAMES[name])
