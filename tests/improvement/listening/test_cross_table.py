"""The map of classes and steps: R's residuals, and tables that are none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


def feedback_of(counts: np.ndarray):
    rows = [
        (f"row {i}", f"column {j}")
        for i, line in enumerate(counts)
        for j, count in enumerate(line)
        for _ in range(int(count))
    ]
    table = pd.DataFrame(rows, columns=["kind", "place"]).assign(text="Late")
    return svq.read_feedback(table.assign(id=range(len(table))))


def test_residuals_are_rs(oracle, agree) -> None:
    theirs = oracle("listening/oracle")["cross"]
    counts = np.array(theirs["counts"])
    found = svq.feedback_map(feedback_of(counts), "kind", "place")
    names = ([f"row {i}" for i in range(4)], [f"column {j}" for j in range(4)])
    ours = found.residuals.loc[names[0], names[1]]
    agree(
        "feedback: adjusted residual",
        ours,
        theirs["residuals"],
        oracle="R 4.2.2 chisq.test",
        rtol=1e-10,
    )
    agree(
        "feedback: chi-square of a map",
        found.chi2,
        theirs["chi2"],
        oracle="R 4.2.2 chisq.test",
        rtol=1e-10,
    )
    assert found.df == theirs["df"]
    assert found.p == pytest.approx(theirs["p"], rel=1e-8)
    assert found.cramers_v == pytest.approx(np.sqrt(theirs["chi2"] / counts.sum() / 3))


def test_rows_and_columns_stand_by_frequency_and_shares_add_up() -> None:
    found = svq.feedback_map(feedback_of(np.array([[3, 1], [9, 20], [5, 5]])), "kind", "place")
    assert found.counts.index.tolist() == ["row 1", "row 2", "row 0"]
    assert found.counts.columns.tolist() == ["column 1", "column 0"]
    assert np.allclose(found.shares.sum(), 1)


def test_independent_rows_and_columns_have_no_clear_cell() -> None:
    found = svq.feedback_map(feedback_of(np.outer([10, 20], [3, 4])), "kind", "place")
    assert np.allclose(found.residuals, 0)
    assert not found.clear.to_numpy().any()
    assert "No cell" in found.sentence


def test_what_is_no_map_is_refused() -> None:
    feedback = feedback_of(np.array([[3, 1]]))
    with pytest.raises(DataError, match="kind has 1 and place 2"):
        svq.feedback_map(feedback, "kind", "place")
    with pytest.raises(DataError, match="no column 'class'"):
        svq.feedback_map(feedback)
    with pytest.raises(DataError, match="both 'kind'"):
        svq.feedback_map(feedback, "kind", "kind")
