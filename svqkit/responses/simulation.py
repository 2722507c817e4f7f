"""Simulated surveys whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.instruments.catalogue_index import load_instrument
from svqkit.instruments.instrument import Instrument
from svqkit.responses.planted_faults import (
    careless_shares,
    lose_answers,
    missing_wish,
    plant_careless,
)
from svqkit.responses.population import Population, population_for, thresholds
from svqkit.responses.problems import ProblemList
from svqkit.responses.responses import Responses
from svqkit.responses.simulation_truth import explained_variance, item_pattern, truth_of

__all__ = ["simulate"]


def _factor_root(population: Population) -> np.ndarray:
    """Cholesky root of the correlations of perception factors, then expectation factors."""
    perceived = population.correlations.to_numpy()
    expected = population.expectation_correlations.to_numpy()
    link = population.link * (0.4 * (perceived + expected) / 2 + 0.6 * np.eye(len(perceived)))
    try:
        root: np.ndarray = np.linalg.cholesky(np.block([[perceived, link], [link.T, expected]]))
    except np.linalg.LinAlgError:
        raise ValueError(
            "the factor correlations are impossible together (not positive definite); "
            "lower the link or the correlations"
        ) from None
    return root


def _cut(latent: np.ndarray, cuts: np.ndarray, low: int) -> np.ndarray:
    codes: np.ndarray = low + (latent[..., None] > cuts).sum(axis=-1).astype(float)
    return codes


def _draw_groups(
    groups: Mapping[str, Mapping[str, float]] | None, n: int, rng: np.random.Generator
) -> pd.DataFrame:
    columns: dict[str, list[str]] = {}
    for column, shares in (groups or {}).items():
        total = sum(shares.values())
        if total <= 0 or min(shares.values()) < 0:
            raise ValueError(f"the shares of {column!r} must be positive")
        bounds = np.cumsum([share / total for share in shares.values()])
        labels = list(shares)
        picks = np.minimum(np.searchsorted(bounds, rng.random(n), side="right"), len(labels) - 1)
        columns[column] = [labels[int(pick)] for pick in picks]
    return pd.DataFrame(columns, index=pd.RangeIndex(1, n + 1, name="respondent"))


def _shift_by_group(
    factors: np.ndarray, respondents: pd.DataFrame, population: Population, names: list[str]
) -> np.ndarray:
    shifted = factors.copy()
    for group, effects in population.group_effects.items():
        members = (respondents == group).any(axis=1).to_numpy()
        for dimension, effect in effects.items():
            shifted[members, names.index(dimension)] += effect
    return shifted


def _draw_outcomes(
    population: Population, factors: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Draw criteria: standardised regression on the factors, a shared and an own remainder."""
    drawn: dict[str, np.ndarray] = {}
    shared = rng.standard_normal(len(factors))
    for column, (coefficients, low, high) in population.outcomes.items():
        weights, explained = explained_variance(population, coefficients, column)
        own = rng.standard_normal(len(factors))
        rest = np.sqrt(population.halo) * shared + np.sqrt(1 - population.halo) * own
        latent = factors @ weights + np.sqrt(1 - explained) * rest
        drawn[column] = _cut(latent, thresholds(population.shape, high - low + 1), low)
    return drawn


def _draw_points(population: Population, n: int, rng: np.random.Generator) -> pd.DataFrame | None:
    """Share 100 points among the dimensions in steps of 5, as people do."""
    if not population.weights:
        return None
    weights = np.array(list(population.weights.values()), dtype=float)
    shares = rng.gamma(18 * weights / weights.sum(), size=(n, len(weights)))
    wanted = 20 * shares / shares.sum(axis=1, keepdims=True)
    steps = np.floor(wanted)
    order = np.argsort(np.argsort(-(wanted - steps), axis=1, kind="stable"), axis=1)
    steps += order < (20 - steps.sum(axis=1, keepdims=True))
    index = pd.RangeIndex(1, n + 1, name="respondent")
    return pd.DataFrame(5 * steps, index=index, columns=list(population.weights))


def _shift_items(
    latent: np.ndarray, respondents: pd.DataFrame, population: Population, codes: Sequence[str]
) -> None:
    """Shift single items of a group, in place: intercepts that are not invariant."""
    for group, effects in population.item_effects.items():
        members = (respondents == group).any(axis=1).to_numpy()
        for code, effect in effects.items():
            latent[members, codes.index(code)] += effect


def _latent(
    chosen: Instrument,
    known: Population,
    both: np.ndarray,
    factors: np.ndarray,
    rng: np.random.Generator,
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield each form with its latent answers and thresholds."""
    n, size = factors.shape
    habit = rng.standard_normal((n, 1)) if known.method else np.zeros((n, 1))
    # what one would accept and what one would like spring from the same mind
    levels = {"minimum", "desired"} & set(chosen.forms)
    mind = rng.standard_normal((n, len(chosen.items))) if levels else np.zeros((n, 1))
    for form in chosen.forms:
        loadings, unique, shift, cuts = item_pattern(chosen, known, form)
        behind = factors if form == "perception" else both[:, size:]
        own = rng.standard_normal((n, len(chosen.items)))
        if form in levels:
            own = np.sqrt(0.5) * (own + mind)
        yield form, behind @ loadings.T + own * unique + shift + known.method * habit, cuts


def _pace(
    respondents: pd.DataFrame, kinds: dict[int, str], items: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw the seconds each took: about 6 an item, about 1.2 without reading."""
    n = len(respondents)
    pace = np.exp(np.log(6.0) + 0.35 * rng.standard_normal(n))
    idle = list(kinds)
    pace[idle] = np.exp(np.log(1.2) + 0.25 * rng.standard_normal(len(idle)))
    return np.round(pace * items, 1)


def _checks(
    n: int, count: int, kinds: dict[int, str], codes: Sequence[int], rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """Answer attention checks: readers hit all but one in fifty, others by chance."""
    asked = {f"check_{at}": int(rng.choice(codes[1:-1])) for at in range(1, count + 1)}
    answers = {}
    for column, wanted in asked.items():
        read = np.ones(n, bool)
        read[list(kinds)] = False
        read &= rng.random(n) > 0.02
        answers[column] = np.where(read, wanted, rng.choice(codes, n)).astype(float)
    return answers, asked


def simulate(
    instrument: str | Instrument = "servqual",
    n: int = 400,
    *,
    population: Population | Mapping[str, Any] | None = None,
    careless: float | Mapping[str, float] = 0.0,
    missing: float | Mapping[str, Any] = 0.0,
    groups: Mapping[str, Mapping[str, float]] | None = None,
    attention: int = 0,
    times: bool = False,
    seed: int | None = None,
) -> Responses:
    """Draw a survey from a population whose truth is stated.

    Parameters
    ----------
    instrument : str or Instrument
    n : int
        Number of respondents, at least 2.
    population : Population or mapping of its attributes, optional
        What to change in ``default_population(instrument)``: loadings, factor correlations,
        cross-loadings, group effects, criteria and so on.
    careless : float or mapping of kind to share
        Share of respondents, 0 to below 1, who answer without reading: half of them with one code
        throughout, half at random. Or a share for each of ``"straight line"``, ``"random"``,
        ``"alternating"``, ``"midpoint"``, ``"extreme"``.
    missing : float or mapping
        Share of answers, 0 to below 1, lost completely at random. Or ``{"share": 0.1,
        "mechanism": "MAR", "on": "satisfaction"}``; mechanisms are ``"MCAR"``, ``"MAR"`` (hangs on
        a column), ``"MNAR"`` (on the answer itself) and ``"break-off"``.
    groups : mapping of column to mapping of group to share, optional
        Such as ``{"branch": {"North": 0.6, "South": 0.4}}``.
    attention : int
        Attention checks, as columns ``check_1`` … of ``.respondents``; ``.truth["checks"]`` has
        the code each one asks for.
    times : bool
        Add the column ``seconds``: how long each respondent took.
    seed : int, optional

    Returns
    -------
    Responses
        With ``.truth``: loadings, factor correlations, cross-loadings, population means and gaps
        of attentive respondents, reliabilities of the latent answers, criteria's coefficients and
        R², and the careless respondents by index label.

    Raises
    ------
    ValueError
        If a share or a population's figure is impossible.

    Notes
    -----
    Answers are cut from standard normal latent variables at thresholds (a graded common-factor
    model; Olsson 1979, Psychometrika 44, 443–460, gives its correlations).

    Examples
    --------
    >>> drawn = simulate(n=50, careless=0.1, seed=1)
    >>> drawn.perceptions.shape, len(drawn.truth["careless"])
    ((50, 22), 5)
    """
    chosen = load_instrument(instrument) if isinstance(instrument, str) else instrument
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 2:
        raise ValueError(f"n must be a whole number of at least 2, not {n!r}")
    known = population_for(chosen, population)
    wish, idle = missing_wish(missing), careless_shares(careless)
    rng = np.random.default_rng(seed)
    names = [dimension.name for dimension in chosen.dimensions]
    low, high = chosen.scale.low, chosen.scale.high
    respondents = _draw_groups(groups, n, rng)
    both = rng.standard_normal((n, 2 * len(names))) @ _factor_root(known).T
    factors = _shift_by_group(both[:, : len(names)], respondents, known, names)
    answers: dict[str, np.ndarray] = {}
    for form, latent, cuts in _latent(chosen, known, both, factors, rng):
        if form == "perception":
            _shift_items(latent, respondents, known, chosen.codes)
        answers[form] = _cut(latent, cuts, low)
    outcomes = _draw_outcomes(known, factors, rng)
    points = _draw_points(known, n, rng)
    against = [item.reverse for item in chosen.items]
    kinds = plant_careless(answers, idle, (low, high), rng)
    for values in answers.values():  # who does not read does not heed how items are turned
        rows = np.ix_(list(kinds), against)
        values[rows] = low + high - values[rows]
    for column, codes in outcomes.items():
        respondents[column] = codes
    lose_answers(answers, wish, respondents, rng)
    asked: dict[str, int] = {}
    if times:
        items = len(chosen.forms) * len(chosen.items)
        respondents["seconds"] = _pace(respondents, kinds, items, rng)
    if attention:
        given, asked = _checks(n, attention, kinds, chosen.scale.codes, rng)
        respondents = respondents.assign(**given)
    index = respondents.index
    frames = {
        f: pd.DataFrame(v, index=index, columns=list(chosen.codes)) for f, v in answers.items()
    }
    truth = truth_of(chosen, known, groups, {index[i]: kind for i, kind in sorted(kinds.items())})
    nothing = ProblemList()
    return Responses(
        perceptions=frames["perception"],
        expectations=frames.get("expectation"),
        minimum=frames.get("minimum"),
        desired=frames.get("desired"),
        importance=points,
        importance_kind=None if points is None else "points",
        respondents=respondents,
        outcomes=tuple(outcomes),
        instrument=chosen,
        problems=nothing.table(),
        dropped=nothing.dropped(),
        source={"name": "simulation", "seed": seed, "rows_read": n, "rows_kept": n},
        truth=truth | {"checks": asked, "missing": {"share": wish[0], "mechanism": wish[1]}},
    )
