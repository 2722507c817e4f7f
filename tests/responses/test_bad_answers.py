"""Answers that are no plain codes: each is read by a stated rule and counted, or refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq

WORDS = {
    1: "Strongly disagree",
    2: "Disagree",
    3: "Somewhat disagree",
    4: "Neither agree nor disagree",
    5: "Somewhat agree",
    6: "Agree",
    7: "Strongly agree",
}


def problem(read: svq.Responses, kind: str) -> pd.Series:
    rows = read.problems[read.problems["kind"] == kind]
    assert len(rows) == 1, read.problems
    return rows.iloc[0]


@pytest.mark.parametrize(
    "dress",
    [
        lambda c: WORDS[c],
        lambda c: f"  {WORDS[c].upper()} ",
        lambda c: WORDS[c].lower() + ".",
        lambda c: f"{c} - {WORDS[c]}",
        lambda c: f"{c} {WORDS[c]}",
        lambda c: f"{c}={WORDS[c]}",
        lambda c: f"{WORDS[c]} ({c})",
        lambda c: WORDS[c].replace(" ", "  "),
    ],
)
def test_text_answers_become_codes_and_are_counted(survey, write, dress) -> None:
    worded = survey.copy()
    items = survey.columns[1:-1]
    worded[items] = survey[items].map(dress)
    read = svq.read_responses(write(worded))
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()
    assert problem(read, "text_answers")["count"] == 30 * 44


def test_synonyms_are_read(survey, write) -> None:
    survey = survey.astype(object)
    survey.loc[:2, "P1"] = ["Totally agree", "neutral", "slightly agree"]
    assert svq.read_responses(write(survey)).perceptions["Q1"].tolist()[:3] == [7, 4, 5]


def test_words_of_a_five_point_form_are_flagged(survey, write) -> None:
    five = dict(
        enumerate(["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"], 1)
    )
    worded = survey.copy()
    items = survey.columns[1:-1]
    worded[items] = survey[items].clip(upper=5).map(five.get)
    found = problem(svq.read_responses(write(worded)), "five_point_words")
    assert found["count"] == 30 * 44
    assert "five points" in found["detail"]


def test_a_number_with_unknown_words_is_taken_where_it_stands_apart(survey, write) -> None:
    survey = survey.astype(object)
    survey.loc[0, "P1"] = "3 - so so"
    read = svq.read_responses(write(survey))
    assert read.perceptions["Q1"].iloc[0] == 3
    assert problem(read, "text_answers")["handling"] == "the number taken"


@pytest.mark.parametrize("cell", ["abc", "3 or 4", "4 maybe", "IIII", "5/7", "=1+1", "1e1", "True"])
def test_what_cannot_be_read_is_named(survey, write, cell: str) -> None:
    survey = survey.astype(object)
    survey.loc[[4, 8], "P3"] = cell
    with pytest.raises(
        svq.DataError, match=r"line 6, column 'P3' holds .*\(2 such cells in all\)"
    ) as e:
        svq.read_responses(write(survey))
    assert (e.value.row, e.value.column, e.value.value) == (6, "P3", cell)
    assert "use the codes 1 to 7" in str(e.value)


def test_a_long_answer_is_not_repeated_whole(survey, write) -> None:
    survey = survey.astype(object)
    survey.loc[4, "P3"] = "private " * 30
    with pytest.raises(svq.DataError) as caught:
        svq.read_responses(write(survey))
    assert "private " * 6 not in str(caught.value)


def test_words_that_contradict_their_number_are_named(survey, write) -> None:
    survey = survey.astype(object)
    survey.loc[4, "P3"] = "5 - Strongly agree"
    with pytest.raises(svq.DataError, match="form made for another scale"):
        svq.read_responses(write(survey))


def test_truth_values_are_no_answers(survey) -> None:
    frame = survey.astype(object)
    frame.loc[4, "P3"] = True
    with pytest.raises(svq.DataError, match="row 4, column 'P3' holds 'True'"):
        svq.read_responses(frame)


@pytest.mark.parametrize(
    "code",
    [
        "99",
        "-9",
        "999",
        "-99",
        "98",
        "99.0",
        "NA",
        "n/a",
        ".",
        "-",
        "Missing",
        "Don't know",
        "#N/A",
    ],
)
def test_codes_for_no_answer_are_counted(survey, write, code: str) -> None:
    survey = survey.astype(object)
    survey.loc[[2, 5], "E4"] = code
    survey.loc[7, "P9"] = code
    read = svq.read_responses(write(survey))
    assert read.expectations["Q4"].isna().sum() == 2
    assert read.perceptions["Q9"].isna().sum() == 1
    found = problem(read, "missing_code")
    assert found["count"] == 3
    assert found["handling"] == "counted as no answer"
    assert {"line 4 E4", "line 7 E4", "line 9 P9"} == set(
        found["detail"].split(": ", 1)[1].split(", ")
    )


def test_codes_out_of_range_are_set_to_missing_and_listed(survey, write) -> None:
    survey.loc[3, "P1"] = 8
    survey.loc[[6, 7], "P2"] = 0
    read = svq.read_responses(write(survey))
    rows = read.problems[read.problems["kind"] == "out_of_range"].set_index("where")
    assert rows["count"].to_dict() == {"P1": 1, "P2": 2}
    assert rows["detail"].to_dict() == {"P1": "line 5: 8", "P2": "line 8: 0, line 9: 0"}
    assert read.perceptions.isna().to_numpy().sum() == 3
    assert read.perceptions.loc[[5], "Q1"].isna().all()


def test_answers_on_another_scale_are_refused_not_lost(survey, write) -> None:
    items = survey.columns[1:-1]
    survey[items] = survey[items] + 3
    with pytest.raises(svq.DataError, match=r"lie outside the scale 1 to 7: they run from 4 to 10"):
        svq.read_responses(write(survey))


def test_a_shorter_scale_is_flagged(survey, write) -> None:
    items = survey.columns[1:-1]
    survey[items] = survey[items].clip(upper=5)
    assert "above 5" in problem(svq.read_responses(write(survey)), "scale_unused")["detail"]


def test_codes_between_the_codes_are_flagged_and_kept(survey, write) -> None:
    survey = survey.astype({"P1": float})
    survey.loc[3, "P1"] = 4.5
    read = svq.read_responses(write(survey))
    assert read.perceptions.loc[5, "Q1"] == 4.5
    found = problem(read, "non_integer")
    assert (found["where"], found["count"], found["detail"]) == ("P1", 1, "line 5: 4.5")


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinity_is_out_of_range(survey, value: float) -> None:
    survey = survey.astype({"P1": float})
    survey.loc[3, "P1"] = value
    read = svq.read_responses(survey)
    assert problem(read, "out_of_range")["where"] == "P1"
    assert np.isnan(read.perceptions.loc[3, "Q1"])


def test_a_column_that_stands_twice(survey, write, tmp_path) -> None:
    twin = pd.concat([survey, survey[["P1"]]], axis=1)
    read = svq.read_responses(write(twin))
    assert problem(read, "duplicate_column")["handling"] == "identical; the first kept"
    assert "P1" not in read.respondents
    twin.iloc[3, -1] = 1 if survey.loc[3, "P1"] != 1 else 2
    with pytest.raises(svq.DataError, match="'P1' stands twice with different answers") as caught:
        svq.read_responses(write(twin))
    assert caught.value.column == "P1"


def test_two_spellings_of_one_item_are_refused(survey, write) -> None:
    survey["Q1_P"] = survey["P1"]
    with pytest.raises(
        svq.DataError, match="'P1' and 'Q1_P' both read as the perception of item Q1"
    ):
        svq.read_responses(write(survey))


def test_other_columns_that_stand_twice_are_told_apart(survey, write) -> None:
    survey["comment"] = "a"
    twin = pd.concat([survey, survey[["comment"]].assign(comment="b")], axis=1)
    read = svq.read_responses(write(twin))
    assert read.respondents["comment"].unique().tolist() == ["a"]
    assert read.respondents["comment (2)"].unique().tolist() == ["b"]
    assert problem(read, "duplicate_column")["where"] == "comment"


def test_a_column_without_a_name(survey, write) -> None:
    survey[""] = "x"
    read = svq.read_responses(write(survey))
    assert problem(read, "unnamed_column")["where"] == "column 47"
    assert "column 47" in read.respondents


def test_an_index_column_without_a_name_or_content_is_ignored(survey, write) -> None:
    survey[""] = None
    assert svq.read_responses(write(survey)).problems.empty


def test_the_same_respondent_twice_is_dropped_once(survey, write) -> None:
    twice = pd.concat([survey, survey.iloc[[3, 5]]])
    read = svq.read_responses(write(twice))
    assert read.n == 30
    assert problem(read, "duplicate_respondent")["count"] == 2
    assert read.dropped["row"].tolist() == [32, 33]
    assert read.dropped["reason"].unique().tolist() == ["repeats an earlier row (id)"]
    assert read.source["rows_read"] == 32


def test_one_identifier_with_other_answers_is_flagged(survey, write) -> None:
    survey.loc[9, "id"] = survey.loc[3, "id"]
    read = svq.read_responses(write(survey))
    assert read.n == 30
    found = problem(read, "duplicate_id")
    assert (found["count"], found["detail"]) == (1, "line 11")


def test_equal_answers_without_an_identifier_are_flagged_only(survey, write) -> None:
    twice = pd.concat([survey, survey.iloc[[3]]]).drop(columns="id")
    read = svq.read_responses(write(twice))
    assert read.n == 31
    assert problem(read, "same_answers")["detail"] == "line 32 as line 5"


def test_straight_lines_are_not_taken_for_the_same_person(survey, write) -> None:
    items = survey.columns[1:-1]
    survey.loc[[3, 9], items] = 4
    assert svq.read_responses(write(survey)).problems.empty


def test_constant_and_empty_items_are_flagged(survey, write) -> None:
    survey["P4"] = 5
    survey["E6"] = None
    read = svq.read_responses(write(survey))
    assert problem(read, "constant_item")["where"] == "P4"
    assert problem(read, "empty_item")["where"] == "E6"
    assert read.expectations["Q6"].isna().all()
    assert read.n == 30


def test_fewer_respondents_than_items_are_noted(survey, write) -> None:
    read = svq.read_responses(write(survey.head(8)))
    assert problem(read, "few_respondents")["detail"] == "8 respondents for 22 items"


def test_only_perceptions_make_a_servperf(survey, write) -> None:
    read = svq.read_responses(write(survey.drop(columns=survey.filter(regex="^E").columns)))
    assert read.expectations is None
    assert read.gaps is None
    assert "SERVPERF" in problem(read, "no_expectations")["handling"]
    assert "gap scores cannot be computed" in str(read)


def test_servperf_itself_misses_nothing(survey, write) -> None:
    alone = survey.drop(columns=survey.filter(regex="^E").columns)
    assert svq.read_responses(write(alone), "servperf").problems.empty


def test_servperf_keeps_expectations_aside(survey, write) -> None:
    read = svq.read_responses(write(survey), "servperf")
    assert read.expectations is None
    assert problem(read, "extra_items")["count"] == 22
    assert "E1" in read.respondents


def test_only_expectations_are_refused(survey, write) -> None:
    alone = survey.drop(columns=survey.filter(regex="^P").columns)
    with pytest.raises(svq.DataError, match="only expectation columns were found"):
        svq.read_responses(write(alone))


def test_codes_without_a_form_are_perceptions_and_said_so(survey, write) -> None:
    bare = survey.filter(regex="^P").rename(columns=lambda c: c.replace("P", "Q"))
    read = svq.read_responses(write(bare))
    assert (read.perceptions.to_numpy() == bare.to_numpy()).all()
    assert problem(read, "no_form_named")["handling"] == "read as perceptions"


def test_swapped_forms_are_suspected_never_swapped(survey, write) -> None:
    top = survey.copy()
    top[top.filter(regex="^E").columns] = np.where(
        np.random.default_rng(2).random((30, 22)) < 0.5, 7, survey.filter(regex="^E")
    )
    assert svq.read_responses(write(top)).problems.empty
    swapped = top.rename(
        columns=lambda c: c.translate(str.maketrans("EP", "PE")) if c[1:].isdigit() else c
    )
    read = svq.read_responses(write(swapped))
    assert "never swapped" in problem(read, "swapped_forms")["handling"]
    assert (read.perceptions.to_numpy() == top.filter(regex="^E").to_numpy()).all()


def test_items_that_the_instrument_does_not_have_are_kept_aside(survey, write) -> None:
    survey["P23"] = 3
    survey["E23"] = 3
    read = svq.read_responses(write(survey))
    assert problem(read, "extra_items")["where"] == "P23, E23"
    assert {"P23", "E23"} <= set(read.respondents.columns)


@pytest.mark.parametrize("gone", ["P22", "E3"])
def test_missing_items_are_named(survey, write, gone: str) -> None:
    with pytest.raises(svq.DataError, match=rf"1 of the 22 .* are missing: {gone}\..*rename=") as e:
        svq.read_responses(write(survey.drop(columns=gone)))
    assert e.value.column == gone


def test_rows_without_any_answer_are_dropped_and_counted(survey, write) -> None:
    survey = survey.astype(object)
    survey.loc[[4, 9], survey.columns[1:-1]] = None
    read = svq.read_responses(write(survey))
    assert read.n == 28
    assert problem(read, "no_answers")["detail"] == "line 6, line 11"
    assert read.dropped["row"].tolist() == [6, 11]
    survey[survey.columns[1:-1]] = None
    with pytest.raises(svq.DataError, match="not one item was answered"):
        svq.read_responses(write(survey))


@pytest.mark.parametrize("cell", [[1, 2], {"a": 1}, ([1],), object, b"4"])
def test_strange_objects_are_named(survey, cell) -> None:
    frame = survey.astype(object)
    frame.at[4, "P3"] = cell
    with pytest.raises(svq.DataError, match="row 4, column 'P3' holds"):
        svq.read_responses(frame)


def test_strange_objects_beside_the_answers_become_text(survey) -> None:
    frame = survey.astype(object)
    frame["tags"] = [["a", "b"]] * 30
    assert svq.read_responses(frame).respondents["tags"].iloc[0] == "['a', 'b']"


def test_a_frame_keeps_the_types_of_its_other_columns(survey) -> None:
    survey["when"] = pd.Timestamp("2024-05-01")
    survey["member"] = True
    survey["size"] = pd.Categorical(["S", "L", "M"] * 10)
    kept = svq.read_responses(survey).respondents
    for column in ("when", "member", "size", "id"):
        assert kept[column].dtype == survey[column].dtype


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame(), "the frame is empty"),
        (pd.DataFrame({"P1": []}), "the frame is empty"),
        (pd.DataFrame({"P1": [1, 2]}, index=[5, 5]), "row label 5 stands twice"),
        (
            pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["P"], [1, 2]])),
            "several header",
        ),
    ],
)
def test_frames_that_cannot_be_read(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(svq.DataError, match=message):
        svq.read_responses(frame)
