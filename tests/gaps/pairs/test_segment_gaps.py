"""Segments, cell by cell: equal to the segment analysed alone, small cells masked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.segment_gaps import segment_gaps

COLUMNS = ["n", "expectation", "perception", "gap", "sd", "low", "high"]


@pytest.fixture
def halves() -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(4)
    p, e = (pd.DataFrame(rng.integers(1, 8, (60, 3)), columns=list("abc")) for _ in "pe")
    labels = pd.Series(rng.choice(["north", "south"], 60), name="branch")
    p, e = p.astype(float), e.astype(float)
    p.loc[labels.index[labels == "south"][9:], "b"] = np.nan
    return p.rename_axis(columns="item"), e, labels


def test_a_cell_is_what_the_segment_alone_gives(halves):
    p, e, labels = halves
    table = segment_gaps(p, e, labels, COLUMNS)
    assert table.index.names == ["branch", "item"]
    for name in ("north", "south"):
        alone = describe_pairs(p[labels == name], e[labels == name])[COLUMNS]
        kept = ~table.loc[name, "masked"]
        pd.testing.assert_frame_equal(
            table.loc[name].loc[kept, COLUMNS],
            alone[kept].astype(float),
            check_names=False,
            rtol=1e-13,
        )


def test_a_cell_is_masked_by_its_own_number_of_pairs(halves):
    table = segment_gaps(*halves, COLUMNS)
    assert table["masked"].loc["south"].to_dict() == {"a": False, "b": True, "c": False}
    assert table.loc[("south", "b"), COLUMNS].isna().all()
    assert not table["masked"].loc["north"].any()
