"""Lesson 04: what is planted can be found, answers agree with the kit, and mistakes are told."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.present.widgets.alpha_design import spearman_brown
from svqkit.psychometrics.reliability.alpha import feldt_interval
from svqkit.responses.responses import Responses
from svqkit.teach import check, hint, learner_data, solution
from svqkit.teach.answers.l04 import ANSWERS, DETECTORS
from svqkit.teach.exercise import find_exercise, find_lesson, find_question
from svqkit.teach.learners import survey_of
from svqkit.teach.progress_record import Progress
from svqkit.teach.quiz_questions import questions_of

SEEDS = range(6)
each_seed = pytest.mark.parametrize("seed", SEEDS)


def kept_of(data: Responses) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    kept = svq.exclude(data, svq.screen(data))
    return kept.perceptions, {d: list(items) for d, items in kept.instrument.mapping.items()}


@each_seed
def test_a_learner_finds_what_is_planted(seed: int) -> None:
    data = survey_of("L04", seed)
    planted = data.truth["planted"]
    assert ANSWERS["turned_item"](data) == planted["reversed_item"]
    assert ANSWERS["weakest"](data) == planted["weak_item"]
    assert ANSWERS["leaning_item"](data) == planted["cross_loading"]["item"]


@each_seed
def test_the_answers_are_what_the_kit_says(seed: int) -> None:
    """The answers are written in plain pandas; the kit's numbers have R's psych as their oracle."""
    data = survey_of("L04", seed)
    perceptions, dims = kept_of(data)
    turned, weak = ANSWERS["turned_item"](data), ANSWERS["weakest"](data)
    found = svq.reliability(perceptions, dims, reverse=[turned]).coefficients
    table = svq.item_analysis(perceptions, dims)
    theirs = {
        "alpha_by_hand": found.loc["reliability", "alpha"],
        "alpha_recoded": found.loc["responsiveness", "alpha"],
        "without_weakest": table.loc[weak, "alpha_if_dropped"],
        "item_rest": table.loc[weak, "r_drop"],
    }
    for name, value in theirs.items():
        assert ANSWERS[name](data) == pytest.approx(value, rel=1e-10)
    five = perceptions[dims["empathy"]].dropna()
    rest = five.drop(columns=weak).sum(axis=1)
    assert ANSWERS["item_rest"](data) == pytest.approx(np.corrcoef(five[weak], rest)[0, 1])


@each_seed
def test_two_items_are_the_mean_over_pairs_but_for_the_spread_of_items(seed: int) -> None:
    """Spearman and Brown's two items: what two of five give on average, standardised."""
    perceptions, dims = kept_of(survey_of("L04", seed))
    items = perceptions[dims["reliability"]].dropna()
    pairs = [items[list(two)].cov() for two in itertools.combinations(items, 2)]
    shared = np.mean([2 * cov.iloc[0, 1] for cov in pairs])
    whole = np.mean([cov.to_numpy().sum() for cov in pairs])
    assert ANSWERS["two_items"](survey_of("L04", seed)) == pytest.approx(2 * shared / whole)


def test_the_difference_is_the_kit_s_and_its_mistakes_lie_where_theory_says() -> None:
    bank = svq.load_dataset("bank")
    items = list(bank.instrument.mapping["tangibles"])
    p, e = bank.perceptions[items], bank.expectations[items]
    both = p.notna().all(axis=1) & e.notna().all(axis=1)
    alphas = [svq.reliability(x[both]).coefficients.loc["total", "alpha"] for x in (p, e)]
    sums = p[both].sum(axis=1), e[both].sum(axis=1)
    r = sums[0].corr(sums[1])
    theirs = svq.difference_reliability(*alphas, sums[0].std(), sums[1].std(), r)
    right = ANSWERS["gap_reliability"](bank)
    assert right == pytest.approx(theirs, rel=1e-12)
    gaps = svq.reliability((p - e)[both]).coefficients.loc["total", "alpha"]
    assert ANSWERS["gap_observed"](bank) == pytest.approx(gaps, rel=1e-12)
    assert right < ANSWERS["gap_mean_alpha"](bank) < ANSWERS["gap_of_sum"](bank)
    assert ANSWERS["gap_equal_spread"](bank) == pytest.approx((sum(alphas) / 2 - r) / (1 - r))


@pytest.mark.parametrize("seed", [0, 3])
def test_every_right_form_is_right(seed: int) -> None:
    data = learner_data("L04", seed)
    for name in ("L04.1", "L04.3", "L04.5", "L04.6"):
        value = ANSWERS[find_exercise(name).answer](data)
        comma = f"{value:.3f}".replace(".", ",")
        for form in (value, round(value, 3), np.float64(value), pd.Series([value]), comma):
            assert check(name, form).right, (name, form)
    for name in ("L04.2", "L04.4", "L04.7"):
        code = ANSWERS[find_exercise(name).answer](data)
        for form in (code, code.lower(), f" {code} ", pd.Index([code]), pd.Series([code])):
            assert check(name, form).right, (name, form)
    for form in ("alpha_by_hand", "two_items"):
        assert np.isfinite(ANSWERS[form](data))
    rounded = round(ANSWERS["alpha_by_hand"](data), 3)
    assert check("L04.8", 0.4 * rounded / (1 - 0.6 * rounded)).right


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_recoded_frame_and_a_second_recoding_are_told_apart(seed: int) -> None:
    """As a learner would go wrong: by the frame, not by the name of the mistake."""
    data = learner_data("L04", seed)
    perceptions, dims = kept_of(data)
    turned, items = ANSWERS["turned_item"](data), perceptions[dims["responsiveness"]].dropna()

    def alpha(answers: pd.DataFrame) -> float:
        return svq.reliability(answers).coefficients.loc["total", "alpha"]

    once = items.assign(**{turned: 8 - items[turned]})
    twice = once.assign(**{turned: 8 - once[turned]})
    all_turned = 8 - items
    said = {
        "right": once,
        "not_reversed": twice,
        "dropped_for_recoded": items.drop(columns=turned),
    }
    for kind, frame in said.items():
        feedback = check("L04.3", alpha(frame))
        assert (feedback.misconception or feedback.kind) == kind
    assert check("L04.3", alpha(all_turned)).misconception == "not_reversed"
    six = items.assign(**{turned: 6 - items[turned]})
    assert check("L04.3", alpha(six)).right  # the constant does not touch a covariance


def test_the_item_of_the_lowest_mean_is_told_from_the_weakest() -> None:
    told = 0
    for seed in SEEDS:
        data = learner_data("L04", seed)
        perceptions, dims = kept_of(data)
        lowest = perceptions[dims["empathy"]].mean().idxmin()
        said = check("L04.4", lowest)
        if lowest == ANSWERS["weakest"](data):
            assert said.right
        else:
            assert said.misconception == "lowest_mean"
            told += 1
    assert told > 1


def test_every_detector_and_answer_is_used() -> None:
    lesson = find_lesson("L04")
    mistakes = [one for asked in lesson.exercises for one in asked.misconceptions]
    answers = {one.answer for one in mistakes} | {one.answer for one in lesson.exercises}
    answers |= {name for asked in lesson.exercises for name in asked.one_of}
    assert set(ANSWERS) == answers - {None}
    assert set(DETECTORS) == {one.detector for one in mistakes} - {None}


@pytest.mark.parametrize("asked", find_lesson("L04").exercises, ids=lambda asked: asked.id)
def test_hints_go_from_gentle_to_plain_and_the_solution_says_why(asked) -> None:
    learner_data("L04", 0)
    levels = [hint(asked.id).text for _ in asked.hints]
    assert len(levels) == 3
    assert "last hint" in levels[-1]
    assert len(solution(asked.id).text) > 60


def test_the_quiz_asks_six_and_two_from_lesson_00() -> None:
    asked = [question.id for question in questions_of("L04", Progress())]
    assert sum(name.startswith("L04.") for name in asked) == 6
    assert sum(name.startswith("L00.") for name in asked) == 2


def test_the_quiz_s_numbers_are_the_kit_s() -> None:
    """Of questions 5 and 6: mean correlations behind equal alphas, and two intervals."""
    assert spearman_brown(0.50, np.array(4)) == pytest.approx(0.80)
    assert spearman_brown(0.20, np.array(16)) == pytest.approx(0.80)
    text = find_question("L04.q6").question
    mine, theirs = feldt_interval(0.82, 40, 5, 0.95), feldt_interval(0.86, 900, 5, 0.95)
    for low, high in (mine, theirs):
        assert f"interval .{round(100 * low)} to .{round(100 * high)}" in text
    assert mine[0] < theirs[0] < theirs[1] < mine[1]


def test_the_last_hint_on_the_leaning_item_is_code_of_the_lesson():
    code = re.search(r"`(.+)`", find_exercise("L04.7").hints[-1])
    lesson = bundled("notebooks") / "sources" / "04_reliability.md"
    assert code is not None
    assert code[1] in lesson.read_text(encoding="utf-8")
