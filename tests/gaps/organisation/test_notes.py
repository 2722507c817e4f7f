from __future__ import annotations

import svqkit as svq


def test_nine_managers_are_told_what_they_cannot_show(model):
    text = " ".join(model.notes)
    assert "9 managers answered" in text
    assert "With 9 managers a correlation of .50 has an interval from −.25 to .87" in text
    assert "about .80 or more would be found with 80 % power" in text
    assert "Reliabilities from 9 managers are rough" in text
    assert "48 employees answered" not in text


def test_the_width_in_the_note_is_that_of_the_table(model):
    own = model.gaps.loc[[1, 2]].drop("total", level="dimension")
    half = (own["high"] - own["low"]) / 2
    said = next(note for note in model.notes if note.startswith("9 managers"))
    assert f"reach {half.min():.1f} to {half.max():.1f} points" in said


def test_customers_alone_need_no_note(surveys):
    assert svq.gap_model(surveys.customers).notes == ()


def test_an_overestimate_is_explained_only_where_there_is_one(surveys, model):
    managers = svq.simulate("managers", 12, seed=1)
    managers.perceptions.loc[:, :] = 6.9
    managers.perceptions.iloc[0] = 7.0
    high = svq.gap_model(surveys.customers, managers).notes
    assert any("expect more than they do" in note for note in high)
    clearly_over = (model.gaps.loc[1, "low"] > 0).any()
    assert any("expect more than they do" in note for note in model.notes) == clearly_over


def test_so_few_that_colleagues_recognise_them_are_to_be_shared_with_care(model, surveys):
    said = [note for note in model.notes if "recognise" in note]
    assert said == [
        "Colleagues may recognise the answers of so few (managers: 9): share these numbers with care."
    ]
    many = svq.gap_model(surveys.customers, svq.simulate("managers", 10, seed=1))
    assert not any("recognise" in note for note in many.notes)


def test_a_total_in_which_signs_cancel_is_pointed_out():
    names = ("bank", "bank_managers")
    bank = svq.gap_model(*(svq.load_dataset(name) for name in names))
    assert bank.gaps.at[(1, "tangibles"), "low"] > 0
    assert bank.gaps.at[(1, "reliability"), "high"] < 0
    assert any("cancel out" in note for note in bank.notes)
