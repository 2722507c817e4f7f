"""The list of data sets."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.bundled import bundled


def test_every_data_set_is_listed_and_described() -> None:
    table = svq.list_datasets()
    assert table["respondents"].dropna().to_dict() == {
        "bank": 412,
        "bank_managers": 9,
        "bank_employees": 64,
        "bank_wave2": 390,
        "bank_three_column": 204,
        "kiosk": 194,
        "restaurant_guests": 420,
    }
    assert table.index[table["kind"] == "real"].tolist() == ["kiosk"]
    assert table.index[table["where"] != "bundled"].tolist() == ["kiosk"]
    assert (table["licence"].drop("kiosk") == "CC0-1.0").all()
    assert table["title"].is_unique
    surveys = table["instrument"] != ""
    assert (surveys == table["respondents"].notna()).all()
    assert set(table["instrument"][surveys]) <= set(svq.list_instruments().index)
    for name in table.index:
        folder = bundled("datasets") / name.split("_")[0]
        readme = (folder / "README.md").read_text(encoding="utf-8")
        for word in ("Origin", "Licence", name):
            assert word in readme


def test_every_bundled_data_set_loads_as_it_is_listed() -> None:
    table = svq.list_datasets()
    for name, row in table[table["where"] == "bundled"].iterrows():
        data = svq.load_dataset(name)
        assert (data.n if row["instrument"] else len(data)) == row["rows"]
        if row["instrument"]:
            assert data.instrument.name == row["instrument"]


def test_an_unknown_data_set_says_which_there_are() -> None:
    with pytest.raises(
        ValueError,
        match=r"no data set 'bnk'; did you mean 'bank'\? There are .*bank, bank_managers, .*, kiosk",
    ):
        svq.load_dataset("bnk")
