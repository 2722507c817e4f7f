"""Every analysis that the surveys allow, and the reason for every one that they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from svqkit.gaps.diagnosis.attempts import attempted
from svqkit.gaps.diagnosis.surveys import Surveys

__all__ = ["Analyses", "Options", "analyse"]

Say = Callable[..., str]
_PAIR = 2
_RESAMPLES = 500
"""Resamples for what forms of scoring predict: a difference of R² has no other interval."""


@dataclass(frozen=True)
class Options:
    """What was asked for beside the surveys.

    Examples
    --------
    >>> asked = Options(by="branch")
    >>> asked.by, asked.outcome, asked.ci
    ('branch', None, 0.95)
    """

    by: str | None = None
    unit: str | None = None
    outcome: str | None = None
    weights: Any = None
    ci: float = 0.95
    bootstrap: int = 0
    seed: int = 1


@dataclass
class Analyses:
    """Results by name; None where ``not_examined`` gives the reason.

    Examples
    --------
    >>> Analyses(not_examined={"zone": "no three-column survey"}).zone is None
    True
    """

    gaps: Any = None
    weighted: Any = None
    importance: Any = None
    groups: Any = None
    branches: Any = None
    trend: Any = None
    zone: Any = None
    forms: Any = None
    surface: Any = None
    kano: Any = None
    penalty_reward: Any = None
    model: Any = None
    prescriptions: Any = None
    not_examined: dict[str, str] = field(default_factory=dict)


def analyse(surveys: Surveys, options: Options, say: Say, *, progress: bool = True) -> Analyses:
    """Run everything, in the order of the report.

    Parameters
    ----------
    surveys : Surveys
    options : Options
    say : callable
        From ``svqkit.interface.translator``; reasons for absent surveys are said with it.
    progress : bool
        Show which analysis runs, where all of them take more than a second.

    Returns
    -------
    Analyses

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.gaps.diagnosis.surveys import gather_surveys
    >>> from svqkit.interface import translator
    >>> bank = gather_surveys(svq.load_dataset("bank"))
    >>> done = analyse(bank, Options(), translator("en"), progress=False)
    >>> done.gaps.total["gap"] < 0, "groups" in done.not_examined
    (np.True_, True)
    """
    from tqdm.auto import tqdm

    done = Analyses()
    plan = list(_plan(surveys, options, say, done))
    steps = tqdm(plan, desc=say("Diagnosing"), delay=1, leave=False, disable=not progress)
    for name, lacking, run in steps:
        if lacking:
            done.not_examined[name] = lacking
        else:
            setattr(done, name, attempted(done.not_examined, name, run))
    return done


Step = tuple[str, str, Callable[[], Any]]
"""An analysis, what it lacks (empty where nothing), and how it is run."""


def _plan(surveys: Surveys, options: Options, say: Say, done: Analyses) -> Iterator[Step]:
    yield from _of_customers(surveys, options, say)
    yield from _of_groups(surveys, options, say)
    yield from _of_outcome(surveys, options, say)
    yield from _of_organisation(surveys, options, say, done)


def _of_customers(surveys: Surveys, options: Options, say: Say) -> Iterator[Step]:
    from svqkit.gaps.kano.kano import kano
    from svqkit.gaps.scores import gap_scores
    from svqkit.gaps.tolerance.zone import zone_of_tolerance
    from svqkit.gaps.weighting.weights import weighted_gaps

    customers, ci = surveys.customers, options.ci
    drawn: dict[str, Any] = {"bootstrap": options.bootstrap, "seed": options.seed}
    chosen: dict[str, Any] = {} if options.weights is None else {"weights": options.weights}
    yield "gaps", "", lambda: gap_scores(customers, by=options.by, ci=ci, **drawn)
    yield "weighted", "", lambda: weighted_gaps(customers, ci=ci, **chosen)
    three = surveys.three_column
    if three is None and customers.minimum is not None:
        three = customers
    no_zone = "" if three is not None else say("Minimum and desired levels were not asked.")
    yield "zone", no_zone, lambda: zone_of_tolerance(three, ci=ci, **drawn)
    yield "kano", "", lambda: kano(customers, ci=ci, **drawn)


def _of_groups(surveys: Surveys, options: Options, say: Say) -> Iterator[Step]:
    from svqkit.gaps.groups.comparison import compare_groups
    from svqkit.gaps.groups.multilevel import multilevel_gaps
    from svqkit.gaps.groups.trend import gap_trend

    customers, ci = surveys.customers, options.ci
    by, waves = options.by or "", surveys.waves or {}
    lacking = "" if by else say("No column was named whose groups are to be compared.")
    yield "groups", lacking, lambda: compare_groups(customers, by, ci=ci)
    few = _too_few(customers, by, say) if by else lacking
    yield "branches", few, lambda: multilevel_gaps(customers, by, ci=ci, seed=options.seed)
    no_waves = "" if waves else say("No other wave of the survey was given.")
    yield "trend", no_waves, lambda: gap_trend(waves, ci=ci)


def _too_few(customers: Any, by: str, say: Say) -> str:
    """Say why two groups are no sample of groups; empty where there are more."""
    if customers.respondents[by].nunique() > _PAIR:
        return ""
    return say("Two groups are compared directly; how much groups vary needs more of them.")


def _of_outcome(surveys: Surveys, options: Options, say: Say) -> Iterator[Step]:
    from svqkit.gaps.difference_scores.forms import compare_forms
    from svqkit.gaps.difference_scores.surface import response_surface
    from svqkit.gaps.kano.penalty_reward import penalty_reward
    from svqkit.gaps.weighting.derived import derived_importance

    customers, outcome, ci = surveys.customers, options.outcome, options.ci
    lacking = "" if outcome else say("No outcome was asked, such as overall satisfaction.")
    drawn: dict[str, Any] = {"bootstrap": options.bootstrap, "seed": options.seed}
    outcomes = list(dict.fromkeys([outcome, *customers.outcomes])) if outcome else []
    resamples = options.bootstrap or _RESAMPLES
    yield (
        "importance",
        lacking,
        lambda: derived_importance(customers, outcome=outcome, ci=ci, **drawn),
    )
    yield (
        "penalty_reward",
        lacking,
        lambda: penalty_reward(customers, outcome, ci=ci, **drawn),
    )
    yield (
        "forms",
        lacking,
        lambda: compare_forms(
            customers,
            outcomes=outcomes,
            bootstrap=resamples,
            ci=ci,
            seed=options.seed,
            progress=False,
        ),
    )
    yield (
        "surface",
        lacking,
        lambda: response_surface(customers, outcome, ci=ci, **drawn),
    )


def _of_organisation(
    surveys: Surveys, options: Options, say: Say, done: Analyses
) -> Iterator[Step]:
    from svqkit.gaps.organisation.gap_model import gap_model
    from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS
    from svqkit.gaps.organisation.prescriptions import prescriptions

    customers = surveys.customers
    nobody = surveys.managers is None and surveys.employees is None
    no_inside = say("Neither managers nor employees were asked.") if nobody else ""

    def advice() -> Any:
        weights = None if done.weighted is None else done.weighted.weights
        if weights is not None and set(weights.index) != set(DIMENSIONS):
            weights = None
        language = customers.instrument.language
        return prescriptions(model=done.model, weights=weights, language=language)

    yield (
        "model",
        no_inside,
        lambda: gap_model(
            customers,
            surveys.managers,
            surveys.employees,
            unit=options.unit,
            ci=options.ci,
            bootstrap=options.bootstrap,
            seed=options.seed,
        ),
    )
    yield "prescriptions", no_inside, advice
