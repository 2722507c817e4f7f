from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.sample import plot_sample, plot_screening


@pytest.fixture
def responses():
    answers = pd.DataFrame({"Q1": [1.0, 2, np.nan, 4], "Q2": [1.0, 2, 3, 4]})
    return SimpleNamespace(
        perceptions=answers,
        expectations=answers.mask(answers == 4),
        n=4,
        source={"rows_read": 9},
        dropped=pd.DataFrame(
            {"row": range(5), "reason": ["no answers"] * 3 + ["same as row 2"] * 2}
        ),
    )


def test_bars_lead_from_the_file_to_complete_answers(responses):
    ax = plot_sample(responses)
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert spans == [(0, 9), (6, 9), (4, 6), (0, 4), (0, 3), (0, 2)]
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert labels == [
        "Rows in the file",
        "Left out: no answers",
        "Left out: same as row 2",
        "Usable respondents",
        "Answered every perception",
        "Answered every item of both forms",
    ]
    said = [text.get_text() for text in ax.texts]
    assert said == ["9", "−3", "−2", "4", "3 (75.0 %)", "2 (50.0 %)"]


def test_what_was_left_out_is_hatched(responses):
    hatched = [bool(bar.get_hatch()) for bar in plot_sample(responses).patches]
    assert hatched == [False, True, True, False, False, False]


def test_nothing_left_out_and_no_expectations(responses):
    responses.expectations = None
    responses.dropped = responses.dropped.iloc[:0]
    responses.source = {"rows_read": 4}
    assert len(plot_sample(responses).patches) == 3


@pytest.fixture
def screening():
    return SimpleNamespace(
        summary=pd.DataFrame(
            {
                "check": ["missing answers", "long run", "careless"],
                "count": [300, 11, 0],
                "of": ["answers", "respondents", "respondents"],
                "pct": [1.9, 2.75, 0.0],
                "rule": ["any item", "11 or more alike", "a long run"],
            }
        ),
        respondents=pd.DataFrame(
            {"longstring": [2, 22, 3], "irv": [1.2, 0.0, 0.9], "careless": [False, True, False]}
        ),
    )


def test_checks_of_respondents_share_one_axis(screening):
    ax = plot_screening(screening)
    assert [bar.get_width() for bar in ax.patches] == [11, 0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["long run", "careless"]
    said = {text.get_text() for text in ax.texts}
    assert said == {"11 (2.8 %)", "0 (0.0 %)", "11 or more alike", "a long run"}


def test_flagged_respondents_are_marked(screening):
    ax = plot_screening(screening, kind="respondents")
    by_label = {line.get_label(): line for line in ax.lines}
    flagged = by_label["flagged as careless (1)"]
    assert flagged.get_ydata().tolist() == [0.0]
    assert abs(flagged.get_xdata()[0] - 22) < 0.5
    assert len(by_label["not flagged (2)"].get_xdata()) == 2


def test_unknown_kinds_are_refused(screening):
    with pytest.raises(ValueError, match="checks, respondents"):
        plot_screening(screening, kind="pie")
