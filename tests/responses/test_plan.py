"""The plan of a reading: what it shows, what it asks, and that reading follows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.instruments.form_fields import column_of


def worded(survey: pd.DataFrame, language: str = "en", service: str = "bank") -> pd.DataFrame:
    """The survey with the instrument's questions as headers."""
    one = svq.load_instrument("servqual", language, service=service)
    forms = {"E": "expectation", "P": "perception"}
    return survey.rename(
        columns={f"{x}{i}": one.wording(f"Q{i}", forms[x]) for x in "EP" for i in range(1, 23)}
    )


def same(read, survey: pd.DataFrame) -> None:
    assert (read.perceptions.to_numpy() == survey.filter(regex=r"^P\d").to_numpy()).all()
    assert (read.expectations.to_numpy() == survey.filter(regex=r"^E\d").to_numpy()).all()


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "nl"])
@pytest.mark.parametrize("service", ["hotel", "university"])
def test_questions_as_headers_in_four_languages(survey, language: str, service: str) -> None:
    plan = svq.plan_reading(worded(survey, language, service), "servqual")
    assert plan.unclear.empty
    assert plan.language == language
    same(svq.read_responses(plan), survey)


def test_a_word_of_ones_own_for_the_organisation(survey) -> None:
    headers = worded(survey)
    headers.columns = [c.replace("bank", "puppet theatre") for c in headers.columns]
    plan = svq.plan_reading(headers, "servqual")
    assert set(plan.columns["certainty"]) == {100.0}
    same(svq.read_responses(plan), survey)


def test_spelling_case_and_numbers_make_no_difference(survey) -> None:
    headers = worded(survey)
    headers.columns = [f"{n}.  {c.upper().rstrip('.')} *" for n, c in enumerate(headers, start=1)]
    same(svq.read_responses(headers), survey)


def test_small_changes_are_read_and_large_ones_asked_about(survey) -> None:
    headers = worded(survey).rename(columns=lambda c: c.replace("customers", "clients"))
    text = svq.load_instrument("servqual", service="bank").wording("Q7")
    small = headers.rename(columns={text: text.replace("second attempt", "second try")})
    plan = svq.plan_reading(small, "servqual")
    row = plan.columns.set_index("becomes").loc["P7"]
    assert 90 <= row["certainty"] < 100
    assert row["why"].startswith("like its words")
    read = svq.read_responses(small)
    same(read, survey)
    assert read.problems.set_index("kind").loc["matched_by_likeness", "count"] > 0
    large = headers.rename(columns={text: "This bank seldom has to do its work a second time"})
    with pytest.raises(svq.DataError, match=r"not clear enough|are missing: P7"):
        svq.read_responses(large)
    settled = svq.plan_reading(large, "servqual").settle(
        {"This bank seldom has to do its work a second time": "P7"}
    )
    assert settled.unclear.empty
    same(svq.read_responses(settled), survey)


@pytest.mark.parametrize(
    ("language", "positive", "negative"),
    [
        ("en", "uses tools", "does not use tools"),
        ("en", "hotel uses tools", "hotel never uses tools"),
        ("nl", " met ", " niet met "),
        ("zh-Hans", "使用", "不使用"),
    ],
)
def test_the_opposite_of_a_question_is_never_taken_for_it(
    survey, language: str, positive: str, negative: str
) -> None:
    headers = worded(survey, language, "hotel")
    one = svq.load_instrument("servqual", language, service="hotel")
    asked = next(one.wording(c) for c in one.codes if positive in one.wording(c))
    turned = asked.replace(positive, negative, 1)
    plan = svq.plan_reading(headers.rename(columns={asked: turned}), "servqual")
    assert plan.unclear["what"].tolist() == [turned]
    with pytest.raises(svq.DataError, match="not clear enough"):
        svq.read_responses(headers.rename(columns={asked: turned}))


def test_expectations_alone_are_not_taken_for_perceptions(survey) -> None:
    """Longer questions of both forms are more than nine tenths alike."""
    one = svq.load_instrument("servqual", service="bank")
    expected = survey.filter(regex=r"^E\d").rename(
        columns=lambda c: one.wording(f"Q{c[1:]}", "expectation")
    )
    plan = svq.plan_reading(expected, "servperf")
    taken = [column for column in plan.matched if column.sure and column.target is not None]
    assert taken == []
    with pytest.raises(svq.DataError):
        svq.read_responses(expected, "servperf")


@pytest.mark.parametrize("rate", [0.03, 0.08, 0.15])
@pytest.mark.parametrize("language", ["en", "nl", "zh-Hans"])
def test_spoilt_questions_are_never_taken_for_others(language: str, rate: float) -> None:
    """Letters are lost, doubled and changed at random: what is taken without asking is right."""
    one = svq.load_instrument("servqual", language, service="hotel")
    rng = np.random.default_rng(round(100 * rate))
    keys = [(form, code) for form in one.forms for code in one.codes]
    headers = []
    for form, code in keys:
        letters = list(one.wording(code, form))
        for at in np.flatnonzero(rng.random(len(letters)) < rate):
            letters[at] = ["", letters[at] * 2, "x"][rng.integers(3)]
        headers.append("".join(letters))
    plan = svq.plan_reading(pd.DataFrame([[4] * 44] * 2, columns=headers), "servqual")
    for column, (form, code) in zip(plan.matched, keys, strict=True):
        if column.target is not None and column.sure:
            assert (column.target.form, column.target.code) == (form, code)
    taken = np.mean([column.sure and column.target is not None for column in plan.matched])
    assert taken >= {0.03: 0.75, 0.08: 0.5, 0.15: 0.1}[rate]


def test_unclear_columns_are_listed_and_can_be_settled_or_accepted(survey) -> None:
    headers = [f"V{n}" for n in range(1, 45)]
    frame = survey.drop(columns=["id", "branch"]).set_axis(headers, axis=1)
    with pytest.raises(svq.DataError) as refused:
        svq.read_responses(frame)
    assert "V1 → E1? (50 %)" in str(refused.value)
    assert "plan.settle({'V44': 'P22'})" in str(refused.value)
    plan = svq.plan_reading(frame, "servqual")
    assert plan.unclear["proposal"].tolist()[:2] == ["E1", "E2"]
    assert plan.unclear["settle"].iloc[0] == "{'V1': 'E1'}"
    assert "by place" in str(plan)
    same(svq.read_responses(plan), survey)
    assert plan.accept().unclear.empty
    same(svq.read_responses(plan.accept()), survey)
    turned = plan.settle({f"V{n}": f"P{n}" for n in range(1, 23)})
    turned = turned.settle({f"V{n + 22}": f"E{n}" for n in range(1, 23)})
    read = svq.read_responses(turned)
    assert (read.perceptions.to_numpy() == survey.filter(regex=r"^E\d").to_numpy()).all()


def test_a_column_can_be_left_out_and_named_by_its_place(survey) -> None:
    plan = svq.plan_reading(survey, "servqual").settle({"branch": None, 1: "number"})
    read = svq.read_responses(plan)
    assert list(read.respondents.columns) == ["number"]
    note = read.problems.set_index("kind").loc["left_out_column"]
    assert note[["where", "count"]].tolist() == ["branch", 1]
    with pytest.raises(svq.DataError, match="names column 'brnch', which is not there"):
        plan.settle({"brnch": "P1"})
    with pytest.raises(svq.DataError, match="names column '99'"):
        plan.settle({99: "P1"})


def test_a_file_without_a_header_is_read_by_place(survey, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    survey.drop(columns=["id", "branch"]).to_csv(path, index=False, header=False)
    plan = svq.plan_reading(path, "servqual")
    assert plan.source["header_rows"] == 0
    assert len(plan.unclear) == 44
    read = svq.read_responses(plan)
    same(read, survey)
    assert read.perceptions.index[0] == 1
    with pytest.raises(svq.DataError, match="44 columns or choices"):
        svq.read_responses(path)


def test_columns_that_are_only_counted_have_a_header(survey, tmp_path: Path) -> None:
    path = tmp_path / "counted.csv"
    answers = survey.filter(regex=r"^P\d")
    answers.set_axis([str(i) for i in range(1, 23)], axis=1).to_csv(path, index=False)
    plan = svq.plan_reading(path, "servperf")
    assert plan.source["header_rows"] == 1
    assert plan.unclear["proposal"].tolist() == [f"P{i}" for i in range(1, 23)]
    read = svq.read_responses(plan)
    assert (read.perceptions.to_numpy() == answers.to_numpy()).all()


@pytest.mark.parametrize("copy", ["{}", "{}.1"])
@pytest.mark.parametrize("words", [True, False])
def test_blocks_with_the_same_headers_are_told_apart_by_order(
    survey, tmp_path: Path, copy: str, words: bool
) -> None:
    one = svq.load_instrument("servqual", service="bank")
    texts = [one.wording(f"Q{i}") if words else f"Q{i}" for i in range(1, 23)]
    frame = survey[[f"{x}{i}" for x in "EP" for i in range(1, 23)]]
    path = tmp_path / "twice.csv"
    frame.set_axis([*texts, *map(copy.format, texts)], axis=1).to_csv(path, index=False)
    plan = svq.plan_reading(path, "servqual")
    assert plan.unclear.empty
    assert plan.columns["why"].tolist()[0] == "by order: copy 1 of 2"
    read = svq.read_responses(path)
    same(read, survey)
    assert read.problems.set_index("kind").loc["matched_by_order", "count"] == 44


def test_the_instrument_is_found_and_runners_up_are_shown(survey) -> None:
    plan = svq.plan_reading(survey)
    assert plan.instrument.name == "servqual"
    assert plan.candidates["score"].iloc[0] == 1.0
    assert plan.candidates["score"].is_monotonic_decreasing
    assert len(plan.candidates) == len(svq.list_instruments())
    assert svq.plan_reading(survey.filter(regex="^P|id")).instrument.name == "servperf"


def test_columns_that_fit_two_instruments_are_a_question() -> None:
    """LibQUAL+ asks 22 items for minimum, desired and perceived level, as SERVQUAL's columns do."""
    three = svq.load_instrument("servqual_three_column")
    columns = [column_of(code, form) for code in three.codes for form in three.forms]
    answers = np.random.default_rng(5).integers(1, 8, (30, 66))
    frame = pd.DataFrame(answers, columns=columns)
    plan = svq.plan_reading(frame)
    assert plan.instrument.name == "servqual_three_column"
    assert plan.tied == ["libqual"]
    assert plan.unclear["what"].tolist() == ["which instrument"]
    with pytest.raises(svq.DataError, match="which instrument → servqual_three_column"):
        svq.read_responses(frame, "auto")
    assert svq.read_responses(plan).n == 30
    assert svq.read_responses(frame, "servqual_three_column").n == 30


def test_levels_of_the_three_column_format(tmp_path: Path) -> None:
    one = svq.load_instrument("servqual_three_column")
    rng = np.random.default_rng(3)
    columns = [column_of(code, form) for code in one.codes for form in one.forms]
    answers = pd.DataFrame(rng.integers(1, 8, (40, 66)), columns=columns)
    answers.to_csv(tmp_path / "three.csv", index=False)
    read = svq.read_responses(tmp_path / "three.csv", "servqual_three_column")
    for frame, letter in ((read.minimum, "M"), (read.desired, "D"), (read.perceptions, "P")):
        expected = answers[[f"{letter}{i}" for i in range(1, 23)]]
        np.testing.assert_array_equal(frame, expected)
        assert list(frame.columns) == list(one.codes)
    assert list(read.forms) == ["perception", "minimum", "desired"]
    assert read.expectations is None
    assert "desired" in str(read)
    spelled = answers.rename(columns=lambda c: c.replace("M", "min ").replace("D", "Desired "))
    again = svq.read_responses(spelled, "servqual_three_column")
    np.testing.assert_array_equal(again.minimum, read.minimum)
    lacking = answers.drop(columns=[f"D{i}" for i in range(1, 23)])
    short = svq.read_responses(lacking, "servqual_three_column")
    assert short.desired is None
    assert "no_desired" in set(short.problems["kind"])


def test_m1_and_d1_mean_nothing_to_an_instrument_that_does_not_ask_for_them(survey) -> None:
    survey["D1"], survey["M1"] = 3, "x"
    read = svq.read_responses(survey)
    assert {"D1", "M1"} <= set(read.respondents)
    assert read.problems.empty


def test_meta_columns_and_attention_checks(survey) -> None:
    survey["check_1"], survey["seconds"], survey["order"] = 5, 301, "Q1 Q2"
    read = svq.read_responses(survey, checks={"check_1": 5})
    assert list(read.meta) == ["check_1", "seconds", "order"]
    assert read.checks == {"check_1": 5}
    with pytest.raises(svq.DataError, match=r"checks names column 'check_2'.*here are check_1"):
        svq.read_responses(survey, checks={"check_2": 5})


def test_a_plan_is_read_as_it_stands(survey) -> None:
    plan = svq.plan_reading(survey, "servqual")
    with pytest.raises(ValueError, match="a plan is read as it stands"):
        svq.read_responses(plan, rename={"id": "x"})
    same(svq.read_responses(plan), survey)


def test_the_plan_is_safe_and_short_to_look_at(survey) -> None:
    survey["<script>alert(1)</script>"] = "<img src=x onerror=alert(2)>"
    for number in range(30):
        survey[f"extra {number}"] = number
    plan = svq.plan_reading(survey, "servqual")
    html = plan._repr_html_()
    assert "<script>" not in html
    assert "<img" not in html
    assert "31 columns kept" in str(plan) or "32 columns kept" in str(plan)
    assert len(plan.columns) == survey.shape[1]


def test_missing_values_of_any_kind_can_be_planned(survey) -> None:
    frame = survey.astype(object)
    frame.loc[:3, "P3"] = [pd.NA, None, np.nan, pd.NaT]
    frame["visits"] = pd.array([pd.NA, *[2] * 29], dtype="Int64")
    plan = svq.plan_reading(frame, "servqual")
    shown = plan.columns.set_index("header")["example"]
    assert shown["visits"] == "2"
    assert shown["P3"] == str(survey.loc[4, "P3"])
    assert "visits" in str(plan)


def test_long_tables_are_unrolled(survey, tmp_path: Path) -> None:
    long = survey.melt(["id", "branch"], var_name="item", value_name="answer")
    shuffled = long.sample(frac=1, random_state=1)
    shuffled.to_csv(tmp_path / "long.csv", index=False)
    read = svq.read_responses(tmp_path / "long.csv")
    order = read.respondents["id"].tolist()
    wide = survey.set_index("id").loc[order].reset_index()
    same(read, wide)
    assert read.respondents["branch"].tolist() == wide["branch"].tolist()
    assert (
        "long: 1320 rows of 30 respondents"
        in svq.plan_reading(tmp_path / "long.csv", "servqual").layout
    )


@pytest.mark.parametrize("words", [("E", "P"), ("expected", "perceived"), ("期望", "感知"), ("verwacht", "ervaren")])  # fmt: skip
def test_long_tables_with_a_column_for_the_form(survey, words: tuple[str, str]) -> None:
    long = survey.melt(["id", "branch"], var_name="name", value_name="score")
    long["form"] = long["name"].str[0].map(dict(zip("EP", words, strict=True)))
    long["question"] = "Q" + long["name"].str[1:]
    long["when"] = range(len(long))
    read = svq.read_responses(long.drop(columns="name"))
    same(read, survey)
    assert read.problems.set_index("kind").loc["varying_column", "where"] == "when"


def test_a_long_table_that_contradicts_itself_is_refused(survey) -> None:
    long = survey.melt(["id", "branch"], var_name="item", value_name="answer")
    again = long.iloc[[7]].assign(answer=8 - long.loc[7, "answer"] % 7, index=1)
    with pytest.raises(svq.DataError, match="row 2000: this respondent has another answer"):
        svq.read_responses(pd.concat([long, again.drop(columns="index").set_axis([2000])]))


def test_words_of_a_dimension_of_its_own(survey, tmp_path: Path) -> None:
    path = svq.export_instrument(svq.load_instrument("servperf"), tmp_path / "own.yaml")
    text = path.read_text(encoding="utf-8")
    at = text.index("- name: tangibles")
    anchors = "\n  anchors:\n    1: Very ugly\n    7: Very beautiful"
    path.write_text(text[: at + 17] + anchors + text[at + 17 :], encoding="utf-8")
    frame = survey.filter(regex=r"^P\d").astype(object)
    frame.loc[0, "P1"], frame.loc[1, "P22"] = "very beautiful", "Strongly disagree"
    read = svq.read_responses(frame, str(path))
    assert read.perceptions.loc[0, "Q1"] == 7
    assert read.perceptions.loc[1, "Q22"] == 1
    frame.loc[2, "P22"] = "very ugly"
    with pytest.raises(svq.DataError, match="'P22' holds 'very ugly'"):
        svq.read_responses(frame, str(path))


def test_questions_about_the_respondent_come_back_under_their_codes(survey, tmp_path: Path) -> None:
    path = svq.export_instrument(svq.load_instrument("servperf"), tmp_path / "own.yaml")
    question = """
questions:
  - column: visits
    question: {en: How often do you come here?, nl: Hoe vaak komt u hier?}
    choices:
      first: {en: This is my first visit, nl: Dit is mijn eerste bezoek}
      often: {en: Often, nl: Vaak}
"""
    path.write_text(path.read_text(encoding="utf-8") + question, encoding="utf-8")
    frame = survey.filter(regex=r"^P\d")
    asked = ["Hoe vaak komt u hier?", "How often do you come here?"]
    for header, words in zip(
        asked, [("Vaak", "dit is mijn eerste bezoek"), ("Often", "first")], strict=True
    ):
        read = svq.read_responses(frame.assign(**{header: list(words) * 15}), str(path))
        assert read.respondents["visits"].tolist() == ["often", "first"] * 15
        assert "choice_words" in set(read.problems["kind"])
    odd = svq.read_responses(frame.assign(visits=["Often", "never"] * 15), str(path))
    assert odd.respondents["visits"].tolist() == ["Often", "never"] * 15


@pytest.mark.kiosk
def test_the_raw_korean_export_to_its_verdict_in_two_calls(kiosk_folder: Path) -> None:
    path = kiosk_folder / "export_cp949.csv"
    plan = svq.plan_reading(path, "kiosk")
    assert plan.unclear.empty
    assert plan.source["encoding"] == "cp949"
    book = pd.read_csv(kiosk_folder / "codebook.csv")
    told = plan.columns.set_index(plan.columns["position"] - 1)["becomes"]
    items = book[book["column"].str.fullmatch(r"[EP]\d+")]
    assert told[items["position"]].tolist() == items["column"].tolist()
    weights = book[book["column"].str.fullmatch(r"IMP\d+")]
    assert told[weights["position"]].tolist() == weights["column"].str.replace("IMP", "I").tolist()

    read = svq.read_responses(path, "kiosk")
    clean = pd.read_csv(kiosk_folder / "clean.csv")
    left_out = [20, 21, 25, 38, 61, 77, 85, 91, 101, 125, 137, 187, 208]
    assert read.n == len(clean) + len(left_out)
    kept = read.perceptions.index.difference([row + 2 for row in left_out])
    for letter, frame in (
        ("P", read.perceptions),
        ("E", read.expectations),
        ("IMP", read.importance),
    ):
        expected = clean[[f"{letter}{i}" for i in range(1, 25)]]
        np.testing.assert_array_equal(frame.loc[kept], expected.to_numpy(dtype=float))
    assert read.importance_kind == "ratings"
    assert svq.validate(read).verdict

    told = dict(zip(book["question"], book["column"], strict=True))
    named = svq.read_responses(path, "kiosk", rename=told)
    assert named.outcomes == ("SAT1", "SAT2", "SAT3", "SAT4")
    assert named.perceptions.equals(read.perceptions)
    assert named.importance.equals(read.importance)
    assert list(named.respondents["SAT1"].loc[kept]) == clean["SAT1"].tolist()


def test_the_plan_names_the_item_that_a_column_becomes(survey) -> None:
    """However a header is spelled, the reader sees which item it was taken for."""
    spelled = survey.rename(columns={"P1": "p_01", "P2": "Perception 2", "E3": "exp 3"})
    spelled["P23"] = 3
    shown = svq.plan_reading(spelled, "servqual")
    lines = {
        line.split()[1]: line for line in str(shown).splitlines() if line[:2].strip().isdigit()
    }
    assert " P1 " in lines["p_01"]
    assert " P2 " in str(shown)[str(shown).index("Perception 2") :].splitlines()[0]
    assert " E3 " in str(shown)[str(shown).index("exp 3") :].splitlines()[0]
    assert "no such item" in lines["P23"]
