"""Matrices as papers print them: every shape reads as the same matrix, and faults are named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.psychometrics.data.given_matrix import looks_like_matrix
from svqkit.psychometrics.data.matrix_text import read_matrix

NAMES = ["a", "b", "c"]
SQUARE = pd.DataFrame([[2.0, 0.5, -0.25], [0.5, 3.0, 1], [-0.25, 1, 4]], NAMES, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "a 2\nb .5 3\nc -.25 1 4",
        "a, 2\nb, .5, 3\n\nc, -.25, 1, 4\n",
        "a b c\n2\n.5 3\n-.25 1 4",
        "a\tb\tc\n2\t.5\t-.25\n3\t1\n4",
        ";a;b;c\na;2;.5;-.25\nb;.5;3;1\nc;-.25;1;4",
        '"a","b","c"\n2,.5,−.25\n.5,3,1\n−.25,1,4',
        "# published\na 2\nb .5 3 # second\nc -.25 1 4",
    ],
)
def test_every_shape_is_the_same_matrix(text: str) -> None:
    pd.testing.assert_frame_equal(read_matrix(text), SQUARE)


def test_a_triangle_without_diagonal_is_one_of_correlations() -> None:
    expected = pd.DataFrame([[1, 0.3, 0.2], [0.3, 1, 0.4], [0.2, 0.4, 1]], NAMES, NAMES)
    for text in ("a\nb .3\nc .2 .4", "a b c\n.3\n.2 .4"):
        pd.testing.assert_frame_equal(read_matrix(text), expected)


@given(
    st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=6, max_size=6),
    st.sampled_from([" ", "\t", ",", "; "]),
)
def test_what_is_written_is_read_back(values: list[float], between: str) -> None:
    lower = np.zeros((3, 3))
    lower[np.tril_indices(3)] = values
    text = "\n".join(between.join(map(repr, lower[at, : at + 1].tolist())) for at in range(3))
    found = read_matrix(text, NAMES).to_numpy()
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.tril(found), lower)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a 1\nb x 1", "row 2 of the matrix: 'x' is no number"),
        ("1\n.5 1", "no item names"),
        ("", "no item names"),
        ("a 1\n.5 1", "some rows"),
        ("a 1\na .5 1", "twice"),
        ("a 1\nb .5 1 2", "rows of the matrix have 1, 3 numbers"),
        ("a c\na 1\nb .5 1", "above and beside the matrix differ"),
    ],
)
def test_faults_are_named(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_matrix(text)


def test_answers_do_not_look_like_a_matrix() -> None:
    assert looks_like_matrix(SQUARE)
    assert not looks_like_matrix(SQUARE.reset_index(drop=True))
    assert not looks_like_matrix(SQUARE.assign(a=["x", "y", "z"]))
    assert not looks_like_matrix(SQUARE.iloc[:2])
    assert not looks_like_matrix(SQUARE + np.triu(np.ones((3, 3)), 1))
