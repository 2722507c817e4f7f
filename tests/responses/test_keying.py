"""Reversed items: read, counted, recoded; and read again from what a simulation writes."""

from __future__ import annotations

import pandas as pd

import svqkit as svq
from svqkit.cli_simulate import write_survey


def test_reading_recodes_what_the_instrument_marks(tmp_path) -> None:
    drawn = svq.simulate("employees", 60, seed=3)
    write_survey(drawn, tmp_path / "staff.csv")
    read = svq.read_responses(tmp_path / "staff.csv", "employees")
    pd.testing.assert_frame_equal(
        read.perceptions.reset_index(drop=True), drawn.perceptions.reset_index(drop=True)
    )
    against = [item.code for item in drawn.instrument.items if item.reverse]
    row = read.problems.set_index("kind").loc["reversed"]
    assert row["count"] == 60 * len(against)
    assert row["handling"].startswith("recoded")
    assert all(code in row["where"] for code in against)
    raw = pd.read_csv(tmp_path / "staff.csv")
    code = against[0]
    assert (raw[f"P_{code}"] + read.perceptions[code].to_numpy() == 8).all()


def test_instruments_without_reversed_items_are_read_as_they_are(tmp_path) -> None:
    drawn = svq.simulate("servqual", 40, seed=4)
    write_survey(drawn, tmp_path / "plain.csv")
    read = svq.read_responses(tmp_path / "plain.csv")
    assert "reversed" not in set(read.problems["kind"])
    assert (read.expectations.to_numpy() == drawn.expectations.to_numpy()).all()


def test_the_three_column_form_comes_back_whole(tmp_path) -> None:
    drawn = svq.simulate("servqual_three_column", 40, seed=5)
    write_survey(drawn, tmp_path / "zone.csv")
    read = svq.read_responses(tmp_path / "zone.csv", "servqual_three_column")
    for form in ("perceptions", "minimum", "desired"):
        assert (getattr(read, form).to_numpy() == getattr(drawn, form).to_numpy()).all()
