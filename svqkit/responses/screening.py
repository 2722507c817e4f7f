"""Screening: who may not have read the questions, and which items have no room left.

Flags only: nobody is dropped here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.responses.careless import fences, longest_run, mahalanobis, run_limit, variability
from svqkit.responses.checks import same_answers
from svqkit.responses.responses import Responses
from svqkit.result import Part, Result

__all__ = ["Screening", "screen"]

_CROWDED = 15.0  # per cent; Terwee et al. 2007
_UNLIKELY = 0.001


@dataclass(frozen=True, eq=False, repr=False)
class Screening(Result):
    """What screening found.

    Attributes
    ----------
    respondents : DataFrame (same index as the answers)
        ``missing_pct``, ``longstring``, ``irv``, ``mahalanobis``, ``mahalanobis_p``,
        ``duplicate_of``, ``careless``, ``reasons``.
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
        parts: list[Part] = [("Checks", self.summary.set_index("check"))]
        if len(self.flagged):
            parts.append(
                (
                    "Flagged as careless",
                    self.respondents.loc[self.flagged, ["longstring", "reasons"]],
                )
            )
        crowded = self.scales[self.scales["crowded"]].drop(columns="crowded")
        if len(crowded):
            parts.append(("Scales at the end of their range", crowded))
        return parts


def _forms(responses: Responses) -> dict[str, pd.DataFrame]:
    forms = {"perception": responses.perceptions}
    if responses.expectations is not None:
        forms["expectation"] = responses.expectations
    return forms


def _crowding(values: pd.Series, low: float, high: float) -> tuple[int, float, float]:
    given = values.dropna()
    if given.empty:
        return 0, np.nan, np.nan
    return (
        len(given),
        100 * float((given <= low + 1e-9).mean()),
        100 * float((given >= high - 1e-9).mean()),
    )


def _items(forms: dict[str, pd.DataFrame], low: int, high: int) -> pd.DataFrame:
    rows = []
    for form, frame in forms.items():
        for code in frame.columns:
            n, floor, ceiling = _crowding(frame[code], low, high)
            missing = 100 * float(frame[code].isna().mean())
            rows.append((form, code, n, missing, floor, ceiling))
    columns = ["form", "item", "n", "missing_pct", "floor_pct", "ceiling_pct"]
    return pd.DataFrame(rows, columns=columns).set_index(["form", "item"])


def _scales(forms: dict[str, pd.DataFrame], responses: Responses) -> pd.DataFrame:
    scale, rows = responses.instrument.scale, []
    for form, frame in forms.items():
        for dimension, codes in responses.instrument.mapping.items():
            score = frame[codes].mean(axis=1, skipna=False)
            n, floor, ceiling = _crowding(score, scale.low, scale.high)
            crowded = max(floor, ceiling) > _CROWDED
            rows.append((form, dimension, n, floor, ceiling, bool(crowded)))
    columns = ["form", "dimension", "n", "floor_pct", "ceiling_pct", "crowded"]
    return pd.DataFrame(rows, columns=columns).set_index(["form", "dimension"])


def _respondents(forms: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Compute the signs of carelessness and who shows each."""
    asked = forms["perception"]
    everything = pd.concat(forms, axis=1)
    distance, tail = mahalanobis(asked)
    table = pd.DataFrame(
        {
            "missing_pct": 100 * everything.isna().mean(axis=1),
            "longstring": longest_run(asked),
            "irv": variability(asked),
            "mahalanobis": distance,
            "mahalanobis_p": tail,
            "duplicate_of": same_answers(everything),
        }
    )
    low, high = fences(table["irv"])
    trips = {
        "long run of one answer": table["longstring"] >= run_limit(asked.shape[1]),
        "unusual variability": (table["irv"] < low) | (table["irv"] > high),
        "unusual pattern (Mahalanobis)": table["mahalanobis_p"] < _UNLIKELY,
    }
    together = trips["unusual variability"] & trips["unusual pattern (Mahalanobis)"]
    table["careless"] = trips["long run of one answer"] | together
    reasons = pd.Series("", index=table.index, dtype=object)
    for reason, hit in trips.items():
        glued = reasons[hit].map(lambda said, new=reason: f"{said}; {new}" if said else new)
        reasons[hit] = glued
    table["reasons"] = reasons
    return table, trips


def _problem_count(responses: Responses, kind: str) -> int:
    problems = responses.problems
    return int(problems.loc[problems["kind"] == kind, "count"].sum())


def _summary(
    responses: Responses,
    forms: dict[str, pd.DataFrame],
    table: pd.DataFrame,
    trips: dict[str, pd.Series],
    scales: pd.DataFrame,
) -> pd.DataFrame:
    n, high = responses.n, responses.instrument.scale.high
    cells = sum(frame.size for frame in forms.values())
    missing = int(sum(frame.isna().to_numpy().sum() for frame in forms.values()))
    limit = run_limit(forms["perception"].shape[1])
    judged = int(table["mahalanobis_p"].notna().sum())
    rows: list[tuple[str, int, int, str, str]] = [
        ("missing answers", missing, cells, "answers", "any item of any form"),
        ("answers out of range", _problem_count(responses, "out_of_range"), cells, "answers",
         "set to missing when the file was read"),
        ("repeated answers", int(table["duplicate_of"].notna().sum()), n, "respondents",
         "all answers as an earlier respondent's, at least two different codes"),
        ("long run of one answer", int(trips["long run of one answer"].sum()), n, "respondents",
         f"{limit} or more perceptions in a row with one code (half of the items: Curran 2016)"),
        ("unusual variability", int(trips["unusual variability"].sum()), n, "respondents",
         "standard deviation of a respondent's perceptions beyond Tukey's fences "
         "(Dunn et al. 2018)"),
        ("unusual pattern (Mahalanobis)", int(trips["unusual pattern (Mahalanobis)"].sum()),
         judged, "respondents",
         "Mahalanobis distance of the perceptions, p < .001 (Meade & Craig 2012)" if judged
         else "not computed: too few complete respondents, or items that follow from each other"),
        ("careless", int(table["careless"].sum()), n, "respondents",
         "a long run, or both other signs; flagged, not dropped"),
    ]  # fmt: skip
    for form in forms:
        shares = scales.xs(form, level="form")
        for end in ("floor", "ceiling"):
            hits = int((shares[f"{end}_pct"] > _CROWDED).sum())
            rows.append(
                (f"{form} scales at the {end}", hits, len(shares), "scales",
                 f"more than 15 % of respondents have the "
                 f"{'lowest' if end == 'floor' else 'highest'} score (Terwee et al. 2007)")
            )  # fmt: skip
    if "expectation" in forms:
        expected, perceived = forms["expectation"], forms["perception"]
        pairs = expected.notna() & perceived.notna()
        top = ((expected == high) | expected.isna()).all(axis=1) & expected.notna().any(axis=1)
        above = ((perceived >= expected) | ~pairs).all(axis=1) & pairs.any(axis=1)
        rows.append(("expectations all at the ceiling", int(top.sum()), n, "respondents",
                     "every expectation answered with the highest code"))  # fmt: skip
        rows.append(("perceptions never below expectations", int(above.sum()), n, "respondents",
                     "no negative gap on any item"))  # fmt: skip
    frame = pd.DataFrame(rows, columns=["check", "count", "total", "of", "rule"])
    frame["pct"] = 100 * frame["count"] / frame["total"].where(frame["total"] > 0)
    return frame[["check", "count", "of", "pct", "rule"]]


def screen(responses: Responses) -> Screening:
    """Screen a survey: missing, repeated and careless answers, floor and ceiling.

    Carelessness is judged on the perceptions, because expectations honestly pile up at one end. A
    respondent is flagged who gives one code to half of the items in a row, or whose answers both
    vary unusually (beyond Tukey's fences) and form an unlikely pattern (Mahalanobis distance,
    p < .001). Nobody is dropped.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    Screening
        ``.respondents``, ``.items``, ``.scales``, ``.summary``, ``.flagged``.

    Raises
    ------
    TypeError
        If it is no ``Responses``.

    References
    ----------
    Curran (2016), Journal of Experimental Social Psychology 66, 4–19; Meade & Craig (2012),
    Psychological Methods 17, 437–455; Terwee et al. (2007), Journal of Clinical Epidemiology 60,
    34–42.

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
    forms, scale = _forms(responses), responses.instrument.scale
    table, trips = _respondents(forms)
    scales = _scales(forms, responses)
    return Screening(
        respondents=table,
        items=_items(forms, scale.low, scale.high),
        scales=scales,
        summary=_summary(responses, forms, table, trips, scales),
    )
