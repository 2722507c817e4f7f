"""Screening: who may not have read the questions, and which items have no room left.

Flags only: nobody is dropped here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.responses.careless_signs import DECISIVE, Rule, signs_of
from svqkit.responses.checks import same_answers
from svqkit.responses.keying import turned
from svqkit.responses.response_style import response_styles
from svqkit.responses.responses import Responses
from svqkit.responses.screening_tables import count_checks, screened_items, screened_scales
from svqkit.result import Part, Result

__all__ = ["Screening", "screen"]


@dataclass(frozen=True, eq=False, repr=False)
class Screening(Result):
    """What screening found.

    Attributes
    ----------
    respondents : DataFrame (same index as the answers)
        ``missing_pct``, the indices ``longstring``, ``irv``, ``mahalanobis``, ``mahalanobis_p``,
        ``even_odd``, ``synonyms``, ``antonyms``, ``seconds_per_item``, ``checks_failed`` (NaN
        where one cannot be computed), the styles ``acquiescence``, ``extreme``, ``midpoint``,
        ``duplicate_of``, ``reasons`` (the signs shown) and ``careless`` (by the rule).
    signs : DataFrame of bool (respondents × signs)
    items : DataFrame, index ``form``, ``item``
        ``n``, ``missing_pct``, ``floor_pct``, ``ceiling_pct`` (of those who answered).
    scales : DataFrame, index ``form``, ``dimension``
        ``n``, ``floor_pct``, ``ceiling_pct`` of the dimension scores, ``crowded``.
    summary : DataFrame
        ``check``, ``count``, ``of``, ``pct``, ``rule``.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.screen(svq.load_dataset("bank"))
    >>> bool(found.respondents.loc[found.flagged, "careless"].all())
    True
    """

    respondents: pd.DataFrame
    signs: pd.DataFrame
    items: pd.DataFrame
    scales: pd.DataFrame
    summary: pd.DataFrame

    @property
    def flagged(self) -> pd.Index:
        """Index labels of the respondents flagged as careless."""
        return self.respondents.index[self.respondents["careless"]]

    def _title(self) -> str:
        return f"Screening of {len(self.respondents)} respondents"

    def _parts(self) -> list[Part]:
        checks = self.summary.set_index("check")
        rules = "\n".join(f"{check}: {rule}." for check, rule in checks["rule"].items())
        parts: list[Part] = [("Checks", checks.drop(columns="rule")), ("Rules", rules)]
        if len(self.flagged):
            shown = self.respondents.loc[self.flagged, ["reasons"]]
            parts.append(("Flagged as careless", shown))
        crowded = self.scales[self.scales["crowded"]].drop(columns="crowded")
        if len(crowded):
            parts.append(("Scales at the end of their range", crowded))
        return parts


def _forms(responses: Responses) -> dict[str, pd.DataFrame]:
    forms = {"perception": responses.perceptions}
    if responses.expectations is not None:
        forms["expectation"] = responses.expectations
    return forms


def _respondents(
    responses: Responses, forms: dict[str, pd.DataFrame], found: pd.DataFrame, signs: pd.DataFrame
) -> pd.DataFrame:
    """Put every index of a respondent in one row, with the signs in words."""
    everything = np.hstack([frame.to_numpy(dtype=float) for frame in forms.values()])
    scale = responses.instrument.scale
    answered = turned(forms["perception"], responses.instrument)
    styles = response_styles(answered, scale.low, scale.high)
    names, hits = signs.columns.tolist(), signs.to_numpy(dtype=bool)
    reasons = np.full(len(signs), "", dtype=object)
    for row in np.flatnonzero(hits.any(axis=1)):
        reasons[row] = "; ".join(names[at] for at in np.flatnonzero(hits[row]))
    return pd.DataFrame(
        {
            "missing_pct": 100 * np.isnan(everything).mean(axis=1),
            **dict(found.items()),
            **dict(styles.items()),
            "duplicate_of": same_answers(pd.DataFrame(everything, index=found.index)),
            "reasons": pd.Series(reasons, index=found.index, dtype=object),
        },
        index=found.index,
    )


def screen(
    responses: Responses,
    *,
    checks: Mapping[str, Any] | None = None,
    seconds: str | None = "seconds",
    decisive: Sequence[str] = DECISIVE,
    at_least: int = 2,
) -> Screening:
    """Screen a survey: missing, repeated and careless answers, floor and ceiling.

    Carelessness is judged on the perceptions, because expectations honestly pile up at one end. A
    respondent is flagged by any decisive sign (one code for half of the items in a row, a failed
    attention check, less than two seconds an item) or by at least two of the others: unusual
    variability (beyond Tukey's fences), an unlikely pattern (Mahalanobis distance, p < .001),
    answers that do not agree with each other. Nobody is dropped: see ``exclude``.

    Parameters
    ----------
    responses : Responses
    checks : mapping of column to code, optional
        Attention checks among ``.respondents`` and the code each one asked for, such as
        ``{"check_1": 5}``; by default those that ``read_responses`` was told of.
    seconds : str, optional
        Column of ``.respondents`` with the seconds that the questionnaire took; taken if there.
    decisive : sequence of str
        Signs that suffice alone.
    at_least : int
        How many of the other signs suffice together.

    Returns
    -------
    Screening
        ``.respondents``, ``.signs``, ``.items``, ``.scales``, ``.summary``, ``.flagged``.

    Raises
    ------
    TypeError
        If it is no ``Responses``.
    DataError
        If a column named in ``checks`` or ``seconds`` is not there.
    ValueError
        If the rule names an unknown sign, or asks for none.

    References
    ----------
    Curran (2016), Journal of Experimental Social Psychology 66, 4–19; Meade & Craig (2012),
    Psychological Methods 17, 437–455; Terwee et al. (2007), Journal of Clinical Epidemiology 60,
    34–42; Huang et al. (2012), Journal of Business and Psychology 27, 99–114; Johnson (2005),
    Journal of Research in Personality 39, 103–129.

    Examples
    --------
    >>> from svqkit.responses.simulation import simulate
    >>> found = screen(simulate(n=200, careless=0.05, seed=4))
    >>> int(found.summary.set_index("check").loc["careless", "count"])
    11
    """
    if not isinstance(responses, Responses):
        raise TypeError(
            f"screen takes Responses (from read_responses), not {type(responses).__name__}"
        )
    rule = Rule(tuple(decisive), at_least)
    forms, scale = _forms(responses), responses.instrument.scale
    asked = responses.checks if checks is None else checks
    indices, signs, rules = signs_of(responses, forms, checks=asked, seconds=seconds)
    table = _respondents(responses, forms, indices, signs).assign(careless=rule.judge(signs))
    scales = screened_scales(forms, responses)
    return Screening(
        respondents=table,
        signs=signs,
        items=screened_items(forms, scale.low, scale.high),
        scales=scales,
        summary=count_checks(responses, forms, table, signs, rules, rule, scales),
    )
