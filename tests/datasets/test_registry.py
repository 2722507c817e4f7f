"""The list of data sets."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.bundled import bundled


def test_every_data_set_is_listed_and_described() -> None:
    table = svq.list_datasets()
    assert list(table.index) == ["bank", "kiosk"]
    assert table["respondents"].tolist() == [412, 194]
    assert table["kind"].tolist() == ["simulated", "real"]
    assert table["where"].tolist() == ["bundled", "downloaded on first use"]
    for name in table.index:
        readme = (bundled("datasets") / name / "README.md").read_text(encoding="utf-8")
        for word in ("Origin", "Licence"):
            assert word in readme
        assert table.loc[name, "instrument"] in svq.list_instruments().index


def test_an_unknown_data_set_says_which_there_are() -> None:
    with pytest.raises(
        ValueError, match=r"no data set 'bnk'; did you mean 'bank'\? There are bank, k"
    ):
        svq.load_dataset("bnk")
