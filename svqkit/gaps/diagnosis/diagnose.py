"""Diagnose service quality: every analysis of gaps that the surveys allow, and what they come to."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.diagnosis.analyses import Options, analyse
from svqkit.gaps.diagnosis.diagnosis import Diagnosis
from svqkit.gaps.diagnosis.phrases import Words
from svqkit.gaps.diagnosis.statements import findings_table
from svqkit.gaps.diagnosis.surveys import Surveys, gather_surveys
from svqkit.interface import translator

__all__ = ["diagnose"]

_PACKAGES = ("svqkit", "numpy", "pandas", "scipy", "pingouin")


def diagnose(
    customers: Any,
    *,
    managers: Any = None,
    employees: Any = None,
    waves: Mapping[str, Any] | None = None,
    three_column: Any = None,
    by: str | None = None,
    unit: str | None = None,
    outcome: str | None = None,
    weights: Any = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
    language: str | None = None,
    progress: bool = True,
) -> Diagnosis:
    """Find out where expectations are missed, for whom, why, and what to consider first.

    Parameters
    ----------
    customers : Responses
        Perceptions and expectations; what they do not allow is listed in ``.not_examined``.
    managers, employees : Responses, optional
        To the instruments ``managers`` and ``employees``: the gaps inside the organisation.
    waves : mapping of name to Responses, optional
        Surveys in the order of time; the customers' own stands first unless it is among them.
    three_column : Responses, optional
        A survey with minimum and desired levels, where the customers' own has none.
    by : str, optional
        A column of ``customers.respondents`` whose groups are compared; ``unit`` if left out.
    unit : str, optional
        A column of all surveys, such as ``"branch"``, for the gap model; ``by`` if left out and
        managers or employees have that column.
    outcome : str, optional
        A column of ``customers.respondents``; the first of ``customers.outcomes`` if left out.
    weights : optional
        As for ``weighted_gaps``.
    ci : float in (0, 1)
        Level of every interval.
    bootstrap : int
        Resamples for intervals that do not lean on a normal distribution; 0 leaves them out.
    seed : int, optional
        Makes everything random repeat exactly; one is chosen, and written down, if left out.
    language : str, optional
        BCP 47: the language of words and report; that of the customers' instrument if left out.
    progress : bool
        Show what is being done, where it takes more than a second.

    Returns
    -------
    Diagnosis
        ``.summary()``, ``.findings``, ``.not_examined`` and every result behind them.

    Raises
    ------
    TypeError
        If a survey is not ``Responses``.
    DataError
        If a named column does not exist, or the customers' answers allow no analysis at all.
    ValueError
        If an option is out of range.

    Notes
    -----
    Nothing is computed twice: the summary and the report show the numbers of ``gap_scores``,
    ``weighted_gaps``, ``compare_groups``, ``gap_model`` and the others. Whether the questionnaire
    measures what it claims is asked by ``validate``, which should come first.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.diagnose(
    ...     svq.load_dataset("bank"),
    ...     managers=svq.load_dataset("bank_managers"),
    ...     employees=svq.load_dataset("bank_employees"),
    ...     by="branch", seed=1, progress=False)
    >>> found.findings["certainty"].value_counts().index[0]
    'clear'
    """
    surveys = gather_surveys(
        customers,
        managers=managers,
        employees=employees,
        waves=waves,
        three_column=three_column,
        language=language,
    )
    chosen = seed if seed is not None else int(np.random.SeedSequence().generate_state(1)[0])
    options = _options(
        surveys,
        Options(by, unit, outcome, weights, float(ci), int(bootstrap), int(chosen)),
    )
    say = translator(surveys.customers.instrument.language)
    done = analyse(surveys, options, say, progress=progress)
    if done.gaps is None and done.zone is None and done.model is None:
        raise DataError(f"nothing can be diagnosed here: {done.not_examined['gaps']}")
    others = [one.instrument for one in surveys.others.values()]
    words = Words(surveys.customers.instrument, say, others)
    return Diagnosis(
        findings=findings_table(done, words, options.ci),
        not_examined=pd.Series(done.not_examined, dtype=object, name="reason").rename_axis(
            "analysis"
        ),
        settings=_settings(surveys, options),
        analyses=done,
        surveys=surveys,
        ci_level=options.ci,
    )


def _options(surveys: Surveys, asked: Options) -> Options:
    """Check the named columns and fill in what follows from what was asked."""
    from dataclasses import replace

    if not 0 < asked.ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {asked.ci!r}")
    people = surveys.customers.respondents
    by = asked.by if asked.by is not None else asked.unit
    unit = asked.unit
    if unit is None and by is not None:
        inner = [surveys.managers, surveys.employees]
        if any(one is not None and by in one.respondents.columns for one in inner):
            unit = by
    outcome = asked.outcome or next(iter(surveys.customers.outcomes), None)
    for what, name in (("by", asked.by), ("outcome", asked.outcome)):
        if name is not None and name not in people.columns:
            there = ", ".join(repr(str(column)) for column in people.columns[:12]) or "none"
            raise DataError(
                f"{what} {name!r} is not among the customers' columns: {there}", column=name
            )
    asked_of = [surveys.customers, surveys.managers, surveys.employees]
    known = {column for one in asked_of if one is not None for column in one.respondents.columns}
    if asked.unit is not None and asked.unit not in known:
        raise DataError(f"unit {asked.unit!r} is a column of no survey", column=asked.unit)
    by = by if by in people.columns else None
    return replace(asked, by=by, unit=unit, outcome=outcome)


def _settings(surveys: Surveys, options: Options) -> dict[str, object]:
    given = {name: value for name, value in vars(options).items() if value is not None}
    given = {k: v for k, v in given.items() if k != "seed" and v != getattr(Options, k)}
    named = [f"{name}=..." for name in surveys.others]
    named += ["waves={...}"] if surveys.waves else []
    named += [f"{name}={value!r}" for name, value in given.items() if name != "weights"]
    named += ["weights=..."] if options.weights is not None else []
    own = surveys.customers.source.get("sha256")
    waves = {
        name: one
        for name, one in (surveys.waves or {}).items()
        if one is not surveys.customers and not (own and one.source.get("sha256") == own)
    }
    sources = {"customers": surveys.customers, **surveys.others, **waves}
    return {
        "call": f"diagnose(customers, {', '.join([*named, f'seed={options.seed}'])})",
        "ci": options.ci,
        "bootstrap": options.bootstrap,
        "seed": options.seed,
        "date": date.today().isoformat(),
        "data": {name: str(one.source.get("name", "")) for name, one in sources.items()},
        "data_sha256": {name: str(one.source.get("sha256", "")) for name, one in sources.items()},
        "instrument": surveys.customers.instrument.name,
        "language": surveys.customers.instrument.language,
        "version": version("svqkit"),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
    }
