"""The six typical problems of a service, examined on the data at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.customers.columns import known_columns, numbers_of, zeros_and_ones
from svqkit.improvement.customers.evidence import (
    Evidence,
    awareness_shortfall,
    downtime_share,
    employee_share,
    share_of,
    site_share,
)
from svqkit.improvement.customers.typical_problems import MEASURES, PROBLEMS, UNSEEN
from svqkit.result import Part, Result

__all__ = ["SelfAssessment", "self_assessment"]


@dataclass(frozen=True, eq=False, repr=False)
class SelfAssessment(Result):
    """The six problems, each with evidence, limit, verdict and next step.

    Attributes
    ----------
    problems : DataFrame (index: problem)
        ``verdict`` (seen, not seen, unclear, not examined) and ``next_step``.
    evidence : DataFrame (index: problem, measure)
        ``value low high limit bad source base verdict``; ``bad``: which side of the limit is bad
        (above, below).
    sentence, convention : str

    Examples
    --------
    >>> found = self_assessment()
    >>> found.problems["verdict"].unique().tolist()
    ['not examined']
    """

    problems: pd.DataFrame
    evidence: pd.DataFrame
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Self-assessment: six typical problems"

    def _parts(self) -> list[Part]:
        shown = self.evidence[["value", "low", "high", "bad", "limit", "verdict", "base"]]
        steps = "\n".join(f"{name}: {row['next_step']}." for name, row in self.problems.iterrows())
        sources = self.evidence["source"].droplevel(0)
        sources = sources[sources != ""]
        return [
            ("", self.sentence),
            ("", self.problems[["verdict"]]),
            ("Evidence", shown[self.evidence["value"].notna()]),
            ("Limits", "\n".join(f"{name}: {source}." for name, source in sources.items())),
            ("Next steps", steps),
            ("Convention", self.convention),
        ]


def self_assessment(
    *,
    contacts: pd.DataFrame | None = None,
    perceptions: Any = None,
    feedback: Any = None,
    machines: pd.DataFrame | None = None,
    limits: Mapping[str, float] | None = None,
    rating: str = "rating",
    site: str = "site",
    employee: str = "agent",
    repeat: str = "repeat",
    machine: str = "locker",
    up: str = "days",
    down: str = "down",
    awareness: tuple[str, ...] = ("assurance", "empathy"),
    ci: float = 0.95,
) -> SelfAssessment:
    """Look for the six typical problems of a service in whatever data there are.

    Parameters
    ----------
    contacts : DataFrame, optional
        A row each contact: ``rating`` (missing where none was given), ``site``, ``employee``,
        ``repeat`` (1: the customer came back about the same). Columns that are not there are left out.
    perceptions : Responses or DataFrame, optional
        A survey, or respondents × dimensions.
    feedback : ClosingLoop, optional
        What :func:`svqkit.closing_loop` returns.
    machines : DataFrame, optional
        ``machine``, and time ``up`` and ``down`` in one unit.
    limits : mapping, optional
        Measure to limit: your own standards. Measures: ``"assurance and empathy behind"``, ``"repeat
        contacts"``, ``"variance between employees"``, ``"variance between sites"``, ``"response rate"``,
        ``"days until closed"``, ``"told what changed"``, ``"share of time down"``.
    rating, site, employee, repeat, machine, up, down : str
        Names of columns.
    awareness : tuple of str
        Dimensions that stand for service awareness.
    ci : float in (0, 1)

    Returns
    -------
    SelfAssessment
        ``.problems .evidence .sentence``.

    Raises
    ------
    DataError
        If a table holds none of its columns, or values are impossible.
    ValueError
        If a limit is named that no measure has.

    Notes
    -----
    A problem is seen where the interval lies wholly on the bad side of the limit, not seen where it
    lies wholly on the good side, unclear otherwise. With several measures, one that is seen suffices.
    A measure without a limit is shown but not judged: no published figure holds for every service.

    References
    ----------
    LeBreton & Senter (2008), Organizational Research Methods 11, 815–852. Cohen (1988), Statistical
    power analysis for the behavioral sciences.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = self_assessment(contacts=svq.load_dataset("shop_contacts"),
    ...                         limits={"repeat contacts": 0.15})
    >>> found.problems.index[found.problems["verdict"] == "seen"].tolist()
    ['imperfect processes', 'uneven staff']
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, not {ci!r}")
    unknown = [name for name in limits or {} if name not in MEASURES]
    if unknown:
        raise ValueError(f"no measure {unknown[0]!r}; there are {', '.join(MEASURES)}")
    found: dict[str, Evidence] = {}
    if perceptions is not None:
        found["assurance and empathy behind"] = awareness_shortfall(perceptions, awareness, ci)
    if contacts is not None:
        found |= _of_contacts(contacts, rating, site, employee, repeat, ci)
    if feedback is not None:
        found |= _of_feedback(feedback, ci)
    if machines is not None:
        known_columns(machines, [machine, up, down])
        times = numbers_of(machines, [up, down], vary=False)
        found["share of time down"] = downtime_share(times[up], times[down], machines[machine], ci)
    evidence = _table(found, dict(limits or {}))
    problems = _problems(evidence)
    return SelfAssessment(problems, evidence, _sentence(problems), _convention(ci))


def _of_contacts(
    contacts: pd.DataFrame, rating: str, site: str, employee: str, repeat: str, ci: float
) -> dict[str, Evidence]:
    known_columns(contacts, [])
    if not {rating, repeat} & set(contacts.columns):
        known_columns(contacts, [rating])
    found: dict[str, Evidence] = {}
    if repeat in contacts:
        came = zeros_and_ones(contacts, repeat).dropna()
        found["repeat contacts"] = share_of(came.sum(), len(came), "contacts", ci)
    if rating not in contacts:
        return found
    given = pd.to_numeric(contacts[rating], errors="coerce").astype(float)
    if (given.isna() & contacts[rating].notna()).any() or np.isinf(given).any():
        raise DataError(
            f"column {rating!r} holds text or infinity; ratings are numbers", column=rating
        )
    if given.isna().any():
        found["response rate"] = share_of(given.notna().sum(), len(given), "contacts", ci)
    rated = contacts[given.notna().to_numpy()]
    given = given.dropna()
    where = rated[site] if site in contacts else None
    who = rated[employee] if employee in contacts else None
    if who is not None:
        found["variance between employees"] = employee_share(given, who, where, ci)
    if where is not None:
        found["variance between sites"] = site_share(given, where, who, ci)
    return found


def _of_feedback(feedback: Any, ci: float) -> dict[str, Evidence]:
    """Read the closing loop: days until half are closed, and how many customers were told."""
    for name in ("times", "told"):
        if not isinstance(getattr(feedback, name, None), pd.DataFrame):
            raise TypeError("feedback= takes what closing_loop() returns")
    row = feedback.times.loc["all"]
    found = {}
    if row["median"] == row["median"]:
        found["days until closed"] = Evidence(
            float(row["median"]), float(row["low"]), float(row["high"]), f"{int(row['n'])} cases"
        )
    told = feedback.told[["closed", "told"]].sum()
    if told["closed"] > 0:
        found["told what changed"] = share_of(told["told"], told["closed"], "closed cases", ci)
    return found


def _table(found: dict[str, Evidence], limits: dict[str, float]) -> pd.DataFrame:
    rows = {}
    for name, (problem, high_is_bad, usual, source) in MEASURES.items():
        seen, limit = found.get(name), limits.get(name, usual)
        own = name in limits
        rows[(problem, name)] = {
            "value": seen.value if seen else float("nan"),
            "low": seen.low if seen else float("nan"),
            "high": seen.high if seen else float("nan"),
            "limit": float("nan") if limit is None else float(limit),
            "bad": "above" if high_is_bad else "below",
            "source": "your own standard" if own else source,
            "base": seen.base if seen else "",
            "verdict": _verdict(seen, limit, high_is_bad),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(rows, names=["problem", "measure"])
    return table


def _verdict(seen: Evidence | None, limit: float | None, high_is_bad: bool) -> str:
    if seen is None or limit is None:
        return "not examined"
    if (seen.low > limit) if high_is_bad else (seen.high < limit):
        return "seen"
    if (seen.high < limit) if high_is_bad else (seen.low > limit):
        return "not seen"
    return "unclear"


def _problems(evidence: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for problem, step in PROBLEMS.items():
        own = evidence.loc[problem]
        judged = own["verdict"][own["verdict"] != "not examined"]
        verdict = next(
            (one for one in ("seen", "unclear", "not seen") if (judged == one).any()),
            "not examined",
        )
        bare = own.index[own["value"].notna() & own["limit"].isna()]
        if verdict == "not examined":
            step = (
                f"say what is acceptable: limits={{{bare[0]!r}: …}}"
                if len(bare)
                else f"collect {UNSEEN[own.index[0]]}"
            )
        elif verdict == "unclear":
            step = "collect more before acting: the interval holds the limit"
        elif verdict == "not seen":
            step = "keep measuring"
        rows[problem] = {"verdict": verdict, "next_step": step}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("problem")


def _sentence(problems: pd.DataFrame) -> str:
    said = []
    for verdict in ("seen", "unclear", "not seen", "not examined"):
        named = problems.index[problems["verdict"] == verdict]
        if len(named):
            said.append(f"{verdict.capitalize()}: {', '.join(named)}.")
    return " ".join(said)


def _convention(ci: float) -> str:
    return (
        f"Seen: the {ci:.0%} interval lies wholly on the bad side of the limit. Not seen says that the "
        "measure is on the good side, not that all is well. Employees and sites are compared by shares of "
        "variance; no person and no site is named. Customers, times and matters may differ between "
        "employees and sites: variance is where to look, not who is to blame."
    )
