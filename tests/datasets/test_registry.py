"""The list of data sets."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.bundled import bundled


def test_every_data_set_is_listed_and_described() -> None:
    table = svq.list_datasets()
    assert table["respondents"].to_dict() == {
        "bank": 412,
        "bank_managers": 9,
        "bank_employees": 64,
        "bank_wave2": 390,
        "bank_three_column": 204,
        "kiosk": 194,
    }
    assert table["kind"].tolist() == ["simulated"] * 5 + ["real"]
    assert table["where"].tolist() == ["bundled"] * 5 + ["downloaded on first use"]
    assert table["licence"].tolist() == ["CC0-1.0"] * 5 + ["MIT"]
    assert table["title"].is_unique
    for name in table.index:
        folder = bundled("datasets") / name.split("_")[0]
        readme = (folder / "README.md").read_text(encoding="utf-8")
        for word in ("Origin", "Licence", name):
            assert word in readme
        assert table.loc[name, "instrument"] in svq.list_instruments().index


def test_every_bundled_data_set_loads_as_it_is_listed() -> None:
    table = svq.list_datasets()
    for name, row in table[table["where"] == "bundled"].iterrows():
        survey = svq.load_dataset(name)
        assert survey.n == row["respondents"]
        assert survey.instrument.name == row["instrument"]


def test_an_unknown_data_set_says_which_there_are() -> None:
    with pytest.raises(
        ValueError,
        match=r"no data set 'bnk'; did you mean 'bank'\? There are bank, bank_managers, .*, kiosk",
    ):
        svq.load_dataset("bnk")
