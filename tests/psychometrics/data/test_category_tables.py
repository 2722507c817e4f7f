from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.errors import DataError
from svqkit.psychometrics.data import category_tables as module
from svqkit.psychometrics.data.category_tables import category_tables, merge_tables
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import moments

ANSWER = st.one_of(st.sampled_from([-1.0, 0.0, 1.5, 3.0, 9.0]), st.just(np.nan))
TABLES = arrays(float, (12, 3), elements=ANSWER)


def frame_of(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=[f"Q{i + 1}" for i in range(values.shape[1])])


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(["listwise", "pairwise"]))
def test_tables_are_pandas_crosstabs(values: np.ndarray, missing: str) -> None:
    frame = frame_of(values)
    tables = category_tables(frame, missing=missing)
    used = frame.dropna() if missing == "listwise" else frame
    for one in frame:
        for other in frame:
            wanted = pd.crosstab(used[one], used[other])
            found = tables.pair(one, other)
            known = found.loc[found.sum(axis=1) > 0, found.sum() > 0]
            assert known.to_numpy().tolist() == wanted.to_numpy().tolist()
            assert known.index.tolist() == wanted.index.tolist()
    assert tables.item_totals.tolist() == [used[c].notna().sum() for c in frame]


@settings(max_examples=60, deadline=None)
@given(TABLES, st.integers(0, 12))
def test_merging_tables_is_exact(values: np.ndarray, cut: int) -> None:
    frame = frame_of(values)
    for build in (
        lambda part: category_tables(part),
        lambda part: category_tables(part, missing="pairwise"),
    ):
        joined = merge_tables(build(frame.iloc[:cut]), build(frame.iloc[cut:]))
        together = build(frame)
        assert [x.tolist() for x in joined.levels] == [x.tolist() for x in together.levels]
        np.testing.assert_array_equal(joined.counts, together.counts)
    whole = moments(frame, tables=True).tables
    other = frame.iloc[cut:][["Q3", "Q1", "Q2"]]
    both = merge(moments(frame.iloc[:cut], tables=True), moments(other, tables=True)).tables
    assert whole is not None
    assert both is not None
    np.testing.assert_array_equal(both.counts, whole.counts)


def test_blocks_of_rows_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(2).integers(1, 5, (50, 3)).astype(float)
    whole = category_tables(frame_of(values)).counts
    monkeypatch.setattr(module, "BLOCK_ROWS", 7)
    np.testing.assert_array_equal(category_tables(frame_of(values)).counts, whole)


def test_moments_hold_tables_when_asked() -> None:
    frame = frame_of(np.random.default_rng(3).integers(1, 8, (40, 4)).astype(float))
    assert moments(frame).tables is None
    held = moments(iter([frame.iloc[:13], frame.iloc[13:]]), tables=True)
    assert held.tables is not None
    np.testing.assert_array_equal(held.tables.counts, category_tables(frame).counts)
    some = held.select(["Q3", "Q1"]).tables
    assert some is not None
    np.testing.assert_array_equal(some.counts, category_tables(frame[["Q3", "Q1"]]).counts)
    assert moments(held, tables=True) is held
    assert merge(held, moments(frame)).tables is None
    with pytest.raises(DataError, match="have no tables; build them anew"):
        moments(moments(frame), tables=True)


def test_too_many_categories_are_named() -> None:
    many = pd.DataFrame({"Q1": [1.0, 2.0] * 11, "Q2": np.arange(22)})
    with pytest.raises(DataError, match=r"'Q2' has 22 different answers; .* up to 20"):
        category_tables(many)
    with pytest.raises(DataError, match=r"'Q2' has 12 different answers; .* up to 11"):
        moments(many.iloc[:12], tables=True)
    halves = [moments(many.iloc[a : a + 8], tables=True) for a in (0, 8)]
    with pytest.raises(DataError, match=r"'Q2' has 16 different answers; .* up to 11"):
        merge(*halves)


def test_unknown_handling_lists_the_known() -> None:
    with pytest.raises(ValueError, match="listwise, pairwise"):
        category_tables(pd.DataFrame({"Q1": [1]}), missing="fiml")


def test_a_matrix_alone_has_no_tables() -> None:
    given_matrix = pd.DataFrame(np.eye(2), ["a", "b"], ["a", "b"])
    assert Moments.from_correlation(given_matrix, 30).tables is None
