from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.missing import plot_missing
from svqkit.psychometrics.missingness.missing import missing_data


@pytest.fixture
def found():
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.normal(size=(40, 3)), columns=["Q1", "Q2", "Q3"])
    answers.iloc[:8, 0] = np.nan
    answers.iloc[4:8, 1] = np.nan
    return missing_data(answers)


def test_counts_shares_and_codes_are_said(found):
    ax = plot_missing(found)
    said = [text.get_text() for text in ax.texts]
    assert said == ["32", "4", "4", "20.0 %", "10.0 %", "0.0 %"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Q1", "Q2", "Q3"]
    assert "3 of 3 patterns" in ax.get_xlabel()


def test_filled_cells_are_the_gaps(found):
    ax = plot_missing(found)
    cells = np.array([mesh.get_array().ravel() for mesh in ax.collections])
    expected = found.patterns[["Q1", "Q2", "Q3"]].to_numpy(dtype=float).T
    np.testing.assert_array_equal(cells, expected)


def test_rare_patterns_are_counted_below(found):
    ax = plot_missing(found, most=1)
    assert "the other 2 have 8 respondents together" in ax.get_xlabel()
    with pytest.raises(ValueError, match="at least 1"):
        plot_missing(found, most=0)


def test_complete_answers_have_one_pattern():
    answers = pd.DataFrame(np.random.default_rng(2).normal(size=(20, 2)), columns=["a", "b"])
    ax = plot_missing(missing_data(answers))
    assert [text.get_text() for text in ax.texts] == ["20", "0.0 %", "0.0 %"]


def test_complete_answers_are_said_to_be_so():
    answers = pd.DataFrame(np.random.default_rng(2).normal(size=(30, 3)), columns=list("abc"))
    assert plot_missing(missing_data(answers)).get_xlabel() == "nobody left an item out"
