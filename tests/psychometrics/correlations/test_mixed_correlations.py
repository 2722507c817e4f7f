from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.mixed_correlations import mixed_correlations
from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.exploratory.efa import efa

MIXED = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric" / "mixed.csv"


@pytest.fixture(scope="module")
def mixed() -> pd.DataFrame:
    x = pd.read_csv(MIXED)
    weights = np.where(np.arange(1, len(x) + 1) % 2 == 1, 0.3, -1.0)  # as the oracle's script
    return x.assign(second=x["outcome"] * 0.5 + x["Q7"] * weights)


def test_every_kind_of_pair_agrees_with_lavaan(
    oracle: Any, mixed: pd.DataFrame, agree: Any
) -> None:
    expected = oracle("correlation/mixed")
    names = expected["names"]
    found = mixed_correlations(mixed[names], expected["ordered"])
    assert list(found.columns) == list(found.index) == names
    agree("correlations: mixed", found, expected["matrix"], oracle="lavaan 0.6-14", atol=1e-6)


def test_the_order_of_items_does_not_matter(mixed: pd.DataFrame) -> None:
    items = mixed[["Q1", "outcome", "Q5", "second"]]
    found = mixed_correlations(items, ["Q1", "Q5"])
    again = mixed_correlations(items[items.columns[::-1]], ["Q5", "Q1"])
    np.testing.assert_allclose(again.loc[found.index, found.columns], found, atol=1e-9)
    np.testing.assert_allclose(found, found.T)


def test_all_of_one_kind_are_what_they_always_are(mixed: pd.DataFrame) -> None:
    items = mixed[["Q1", "Q2", "Q5"]]
    wanted = polychoric(items).correlation
    pd.testing.assert_frame_equal(mixed_correlations(items, list(items)), wanted)
    np.testing.assert_allclose(mixed_correlations(items, []), items.corr())


def test_the_matrix_can_be_factored(mixed: pd.DataFrame) -> None:
    ordered = ["Q3", "Q4", "Q5", "Q6", "Q7", "Q8"]
    found = efa(mixed_correlations(mixed[[*ordered, "outcome"]], ordered), 1)
    assert (found.loadings["F1"] > 0.3).all()


def test_what_cannot_be_used_is_said(mixed: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="'Q99' is not among"):
        mixed_correlations(mixed, ["Q99"])
    with pytest.raises(DataError, match="'outcome' has 250 different answers"):
        mixed_correlations(mixed, ["outcome"])
    with pytest.raises(DataError, match="only 1 respondents are complete"):
        mixed_correlations(mixed.iloc[:1], ["Q1"])
    flat = mixed_correlations(mixed.assign(Q1=1)[["Q1", "Q2", "outcome"]], ["Q1", "Q2"])
    assert flat.loc["Q1"].isna().all()
