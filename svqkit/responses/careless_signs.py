"""Every sign of answering without reading, respondent by respondent, and the rule that joins them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.careless import fences, longest_run, mahalanobis, run_limit, variability
from svqkit.responses.inconsistency import even_odd, item_pairs_like, pair_consistency
from svqkit.responses.keying import turned
from svqkit.responses.responses import Responses

__all__ = ["DECISIVE", "SIGNS", "Rule", "signs_of"]

UNLIKELY = 0.001
LOW_EVEN_ODD = 0.30
LOW_SYNONYMS = 0.22
HIGH_ANTONYMS = -0.03
SECONDS_AN_ITEM = 2.0

SIGNS = (
    "long run of one answer",
    "attention check failed",
    "too fast",
    "unusual variability",
    "unusual pattern (Mahalanobis)",
    "inconsistent answers",
)
"""Names of the signs, in the order they are shown."""
DECISIVE = SIGNS[:3]
"""Signs that suffice alone by default."""


@dataclass(frozen=True)
class Rule:
    """Who counts as careless: any decisive sign, or ``at_least`` of the others together.

    Examples
    --------
    >>> Rule().at_least
    2
    """

    decisive: tuple[str, ...] = DECISIVE
    at_least: int = 2

    def __post_init__(self) -> None:
        """Refuse signs that do not exist."""
        strange = [sign for sign in self.decisive if sign not in SIGNS]
        if strange:
            raise ValueError(f"there is no sign {strange[0]!r}; choose from {', '.join(SIGNS)}")
        if self.at_least < 1:
            raise ValueError(f"at_least={self.at_least}: a rule needs one sign or more")

    def judge(self, signs: pd.DataFrame) -> pd.Series:
        """Say who is careless (respondents), from a table of signs (respondents × signs)."""
        shown = signs.to_numpy(dtype=bool)
        alone = np.array([sign in self.decisive for sign in signs.columns], dtype=bool)
        together = shown[:, ~alone].sum(axis=1) >= self.at_least
        return pd.Series(shown[:, alone].any(axis=1) | together, index=signs.index)

    def said(self, examined: Sequence[str] = SIGNS) -> str:
        """State the rule in words, of the signs that could be examined."""
        alone = ", or ".join(sign for sign in self.decisive if sign in examined)
        return (
            f"{alone + ', or ' if alone else ''}at least {self.at_least} of the other signs; "
            "flagged, not dropped"
        )


def _failed_checks(
    respondents: pd.DataFrame, checks: Mapping[str, Any] | None
) -> tuple[pd.Series, str]:
    if not checks:
        return pd.Series(np.nan, index=respondents.index), "no attention checks were named"
    absent = [column for column in checks if column not in respondents]
    if absent:
        raise DataError(
            f"the attention check {absent[0]!r} is not among the respondents' columns",
            column=absent[0],
        )
    failed = pd.DataFrame(
        {
            column: pd.to_numeric(respondents[column], errors="coerce") != float(expected)
            for column, expected in checks.items()
        }
    )
    return failed.sum(axis=1).astype(float), f"any of {len(checks)} attention checks failed"


def _pace(respondents: pd.DataFrame, seconds: str | None, asked: int) -> tuple[pd.Series, str]:
    if seconds is None or seconds not in respondents:
        if seconds not in (None, "seconds"):
            raise DataError(
                f"seconds={seconds!r} is not among the respondents' columns", column=str(seconds)
            )
        return pd.Series(np.nan, index=respondents.index), "no response times were recorded"
    time = pd.to_numeric(respondents[seconds], errors="coerce")
    return time / asked, f"less than {SECONDS_AN_ITEM:g} seconds an item (Huang et al. 2012)"


def signs_of(
    responses: Responses,
    forms: Mapping[str, pd.DataFrame],
    *,
    checks: Mapping[str, Any] | None = None,
    seconds: str | None = "seconds",
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Compute every index, who shows which sign, and the rule of each sign.

    Parameters
    ----------
    responses : Responses
    forms : mapping of form to DataFrame (respondents × items)
        With ``perception``, on which runs, variability and patterns are judged: expectations
        honestly pile up at one end.
    checks : mapping of column to expected code, optional
    seconds : str, optional
        Column with the seconds that a respondent took.

    Returns
    -------
    DataFrame (respondents × indices)
        ``longstring irv mahalanobis mahalanobis_p even_odd synonyms antonyms seconds_per_item
        checks_failed``; NaN where an index cannot be computed.
    DataFrame of bool (respondents × signs)
    dict of str
        Each sign's rule, or why it was not examined.

    Raises
    ------
    DataError
        If a named column is not there.

    References
    ----------
    Huang, Curran, Keeney, Poposki & DeShon (2012), Journal of Business and Psychology 27, 99–114
    (2 seconds); Johnson (2005), Journal of Research in Personality 39, 103–129 (.30, .22, −.03).

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found, signs, rules = signs_of(bank, {"perception": bank.perceptions})
    >>> rules["too fast"]
    'no response times were recorded'
    """
    asked = forms["perception"]
    answered = turned(asked, responses.instrument)
    distance, tail = mahalanobis(asked)
    synonyms, antonyms = item_pairs_like(asked)
    items = sum(frame.shape[1] for frame in forms.values())
    failed, said_of_checks = _failed_checks(responses.respondents, checks)
    pace, said_of_pace = _pace(responses.respondents, seconds, items)
    found = pd.DataFrame(
        {
            "longstring": longest_run(answered),
            "irv": variability(answered),
            "mahalanobis": distance,
            "mahalanobis_p": tail,
            "even_odd": even_odd(forms, responses.instrument.mapping),
            "synonyms": pair_consistency(asked, synonyms),
            "antonyms": pair_consistency(asked, antonyms),
            "seconds_per_item": pace,
            "checks_failed": failed,
        },
        index=asked.index,
    )
    low, high = fences(found["irv"])
    limit = run_limit(asked.shape[1])
    unlike = _inconsistent(found)
    signs = pd.DataFrame(
        {
            "long run of one answer": found["longstring"] >= limit,
            "attention check failed": found["checks_failed"] > 0,
            "too fast": found["seconds_per_item"] < SECONDS_AN_ITEM,
            "unusual variability": (found["irv"] < low) | (found["irv"] > high),
            "unusual pattern (Mahalanobis)": found["mahalanobis_p"] < UNLIKELY,
            "inconsistent answers": unlike,
        }
    )
    rules = {
        "long run of one answer": f"{limit} or more perceptions in a row with one code (half of "
        "the items: Curran 2016)",
        "attention check failed": said_of_checks,
        "too fast": said_of_pace,
        "unusual variability": "standard deviation of a respondent's perceptions beyond Tukey's "
        "fences (Dunn et al. 2018)",
        "unusual pattern (Mahalanobis)": "Mahalanobis distance of the perceptions, p < .001 "
        "(Meade & Craig 2012)"
        if tail.notna().any()
        else "not computed: too few complete respondents, or items that follow from each other",
        "inconsistent answers": "odd and even items correlate below .30 within a respondent, and "
        "synonyms and antonyms do not object (Johnson 2005)",
    }
    return found, signs, rules


def _inconsistent(found: pd.DataFrame) -> pd.Series:
    """Demand that every index of consistency that could be computed speaks of carelessness."""
    even_odd, synonyms, antonyms = (
        found[name].to_numpy() for name in ("even_odd", "synonyms", "antonyms")
    )
    unknown = np.isnan([even_odd, synonyms, antonyms])
    against = np.array([even_odd < LOW_EVEN_ODD, synonyms < LOW_SYNONYMS, antonyms > HIGH_ANTONYMS])
    return pd.Series(~unknown.all(axis=0) & (against | unknown).all(axis=0), index=found.index)
