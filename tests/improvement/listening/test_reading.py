"""Reading feedback: columns in three languages, faults counted, nothing personal kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.listening.channels import CHANNELS, channel_of
from svqkit.improvement.listening.days import days_of
from svqkit.improvement.listening.headers import fields_of
from svqkit.improvement.listening.languages import language_of

ON = "2025-12-31"


def kinds(heard) -> dict:
    return heard.problems.set_index("kind")["count"].to_dict()


def test_columns_are_known_in_three_languages() -> None:
    for header in (
        ["ID", "Date", "Channel", "Comment", "Stars", "Owner"],
        ["Nummer", "Datum", "Kanaal", "Opmerking", "Sterren", "Afdeling"],
        ["编号", "日期", "渠道", "评论", "评分", "部门"],
        ["編號", "時間", "來源", "評論", "評分", "負責人"],
    ):
        fields = fields_of(header)
        assert list(fields) == ["id", "received", "channel", "text", "rating", "owner"]
        assert list(fields.values()) == header


def test_a_column_can_be_told_and_a_wrong_one_is_named() -> None:
    table = pd.DataFrame({"What do you want to say?": ["The queue was long"]})
    told = {"text": "What do you want to say?"}
    assert svq.read_feedback(table, columns=told).n == 1
    with pytest.raises(DataError, match=r"no column holds the comments.*columns=\{'text'"):
        svq.read_feedback(table)
    with pytest.raises(DataError, match="did you mean 'What do you want to say"):
        svq.read_feedback(table, columns={"text": "What do you want to say"})
    with pytest.raises(ValueError, match="columns names 'body'"):
        svq.read_feedback(table, columns={"body": "x"})
    with pytest.raises(DataError, match="both read as text"):
        fields_of(["comment", "message"])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_read_as_frames_do(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame(
        {
            "日期": ["2025年3月4日", "2025年3月5日"],
            "渠道": ["电话", "微博"],
            "评论": ["排队太长", "很好吃"],
        }
    )
    path = tmp_path / f"comments.{ending}"
    if ending == "csv":
        table.to_csv(path, index=False, encoding="gb18030")
    else:
        table.to_excel(path, index=False)
    heard = svq.read_feedback(path, on=ON)
    expected = svq.read_feedback(table, on=ON)
    columns = ["received", "channel", "text", "language"]
    assert heard.comments[columns].values.tolist() == expected.comments[columns].values.tolist()
    assert heard.comments["channel"].tolist() == ["hotline", "social media"]
    assert heard.comments["language"].tolist() == ["zh", "zh"]


def test_no_personal_data_are_held_anywhere() -> None:
    table = pd.DataFrame(
        {
            "id": ["jan@example.org", "7"],
            "Name": ["Jan Jansen", "Piet Pietersen"],
            "text": ["Call 020 7946 0123", "fine, thanks"],
            "reply": ["We wrote to jan@example.org", ""],
            "note": ["card 4111111111111111", "x"],
            "channel": ["fax 020 7946 0123", "survey"],
            "rating": ["call 020 7946 0123", "4"],
        }
    )
    heard = svq.read_feedback(table, on=ON)
    held = repr(heard) + heard.comments.reset_index().to_csv() + heard.problems.to_csv()
    held += heard._repr_html_()
    for secret in ("020 7946", "jan@", "Jansen", "4111"):
        assert secret not in held
    assert heard.masked[["e-mail", "phone", "card"]].tolist() == [2, 1, 1]
    assert heard.comments.index.tolist() == ["line 1", "7"]
    assert kinds(heard)["personal_column"] == 1


def test_faults_are_counted_and_handled() -> None:
    table = pd.DataFrame(
        {
            "id": ["a", "a", "b", "c", "d", "d"],
            "date": [
                "2025-03-01",
                "2026-03-01",
                "2025-02-30",
                "2025-03-01",
                "2025-03-02",
                "2025-03-02",
            ],
            "text": ["Long queue", "Rude man", "Cold food", " - ", "Late again", "Late again"],
            "channel": ["survey", "pigeon", "", "phone", "mail", "mail"],
            "rating": ["9", "1", "five", "2", "2", "2"],
            "status": ["open", "done", "sleeping", "", "ask back", "ask back"],
        }
    )
    heard = svq.read_feedback(table, on=ON, scale=(1, 5))
    assert heard.comments.index.tolist() == ["a", "a (2)", "b", "d"]
    assert heard.comments["received"].isna().tolist() == [False, True, True, False]
    assert heard.comments["channel"].tolist() == ["survey", "", "", "e-mail"]
    assert heard.comments["status"].tolist() == ["open", "closed", "", "ask back"]
    assert heard.comments["rating"].isna().tolist() == [True, False, True, False]
    assert kinds(heard) == {
        "empty_text": 1, "row_twice": 1, "unknown_channel": 2, "unreadable_rating": 1,
        "rating_off_scale": 1, "unknown_status": 1, "unreadable_day": 1, "future_day": 1, "id_twice": 1,
    }  # fmt: skip
    assert heard.dropped["reason"].tolist() == ["the same as line 5 in every cell", "no text"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"text": ["", " ", None]}), "all 3 comments are empty"),
        (pd.DataFrame({"text": []}), "no rows"),
        (pd.DataFrame({"text": ["good"], "rating": [87]}), "largest rating is 87"),
    ],
)
def test_what_cannot_be_read_says_why(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.read_feedback(table)


def test_scales_and_sources_are_checked() -> None:
    with pytest.raises(DataError, match="from the lowest to the highest"):
        svq.read_feedback(pd.DataFrame({"text": ["good"]}), scale=(5, 1))
    with pytest.raises(TypeError, match="path or a DataFrame"):
        svq.read_feedback(["good"])
    with pytest.raises(DataError, match="there is no file"):
        svq.read_feedback("nowhere.csv")


def test_days_are_told_apart_by_their_column() -> None:
    days, wrong, guessed = days_of(["03/04/2025", "13/04/2025"])
    assert days.dt.strftime("%m-%d").tolist() == ["04-03", "04-13"]
    assert (wrong, guessed) == ([], False)
    days, _, guessed = days_of(["03/04/2025", "03/14/2025"])
    assert days.dt.strftime("%m-%d").tolist() == ["03-04", "03-14"]
    assert not guessed
    days, _, guessed = days_of(["03/04/2025"])
    assert days.dt.strftime("%m-%d").tolist() == ["04-03"]
    assert guessed
    days, wrong, _ = days_of(
        ["20250314", 45730, "14/03/2025 10:30", 20250314, "31/02/2025", None], True
    )
    assert days.dt.strftime("%Y-%m-%d").tolist()[:4] == ["2025-03-14"] * 4
    assert wrong == [4]


def test_channels_are_known_by_their_spellings() -> None:
    assert [channel_of(w) for w in ("Enquête", "Tripadvisor", "熱線", "WeChat", "E-Mails")] == [
        *CHANNELS
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nobody answers the phone", "en"),
        ("Onbeschoft personeel", "nl"),
        ("Unfriendly staff", "en"),
        ("排隊太久了，很失望", "zh"),
        ("Wifi太慢了，用不了", "zh"),
        ("Das Personal war sehr unfreundlich und ich bin enttäuscht", ""),
        ("Le personnel est très gentil et je suis content", ""),
        ("とても良いサービスでした", ""),
        ("ok", ""),
        ("12345", ""),
    ],
)
def test_languages_are_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_language_column_is_believed() -> None:
    table = pd.DataFrame({"text": ["ok", "prima"], "taal": ["Engels", "nl-NL"]})
    assert svq.read_feedback(table).comments["language"].tolist() == ["en", "nl"]


def test_the_airlines_faults_are_all_found() -> None:
    from svqkit.bundled import bundled

    folder = bundled("datasets") / "airline"
    truth = json.loads((folder / "truth_feedback.json").read_text(encoding="utf-8"))
    heard = svq.read_feedback(folder / "feedback.csv", on=truth["on"])
    found, faults = kinds(heard), truth["faults"]
    assert found["empty_text"] == len(faults["empty_text"])
    assert found["row_twice"] == len(faults["row_twice"])
    assert found["unreadable_day"] == len(faults["unreadable_date"])
    assert found["future_day"] == len(faults["future_date"])
    assert found["unknown_channel"] == len(faults["unknown_channel"])
    assert found["before_received"] == len(faults["closed_before_received"])
    assert (heard.comments["owner"] == "").sum() == len(faults["no_owner"])
    for kind in ("phone", "e-mail", "card", "id"):
        texts = heard.comments.loc[truth["planted"][kind], "text"]
        assert texts.str.contains(f"[{kind}]", regex=False).all()
        assert heard.masked[kind] == len(texts)


def test_stars_are_read_as_people_write_them() -> None:
    table = pd.DataFrame(
        {"text": "fine", "id": range(6), "stars": ["4", "4,5", "3/5", "2 stars", "★★★☆☆", "1星"]}
    )
    assert svq.read_feedback(table).comments["rating"].tolist() == [4, 4.5, 3, 2, 3, 1]


def test_ratings_say_themselves_what_they_are_out_of() -> None:
    table = pd.DataFrame(
        {"text": "fine", "id": range(3), "stars": ["4/10", "3 van 10", "2 out of 10"]}
    )
    heard = svq.read_feedback(table)
    assert heard.scale == (0, 10)
    assert (svq.classify_feedback(heard).comments["polarity"] == "complaint").all()
    mixed = table.assign(stars=["4/5", "8/10", "3"])
    with pytest.raises(DataError, match="out of 5, 10"):
        svq.read_feedback(mixed)


@pytest.mark.parametrize("scale", [(1, np.inf), (1, np.nan), (1, 2, 3), 5, "15", (5, 5)])
def test_a_scale_is_two_numbers_in_order(scale: Any) -> None:
    with pytest.raises(DataError, match="scale"):
        svq.read_feedback(pd.DataFrame({"text": ["good"]}), scale=scale)


def test_columns_are_told_once_and_as_a_mapping() -> None:
    table = pd.DataFrame({0: ["good"], 1: ["desk"]})
    assert svq.read_feedback(table, columns={"text": 0}).n == 1
    with pytest.raises(TypeError, match="maps a field to a header"):
        svq.read_feedback(table, columns=["text"])
    with pytest.raises(DataError, match="for two fields"):
        svq.read_feedback(table, columns={"text": "0", "step": "0"})
    with pytest.raises(DataError, match="heads a column and the index"):
        svq.read_feedback(table.assign(id="a").rename_axis("id"), columns={"text": "0"})


def test_repeated_ids_never_meet_a_number_that_is_taken() -> None:
    table = pd.DataFrame({"text": list("wxyz"), "id": ["a", "a", "a (2)", "a"]})
    ids = svq.read_feedback(table.replace("w", "late")).comments.index
    assert ids[0] == "a"
    assert ids[2] == "a (2)"
    assert ids.is_unique


def test_owners_named_by_addresses_stay_apart_without_them() -> None:
    owners = ["ann@example.org", "bob@example.org", "ann@example.org", "Desk", ""]
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "id": range(5), "owner": owners}))
    assert heard.comments["owner"].tolist() == ["owner 1", "owner 2", "owner 1", "Desk", ""]
    assert heard.masked["e-mail"] == 2


def test_numbers_of_a_column_with_gaps_are_ids_as_written() -> None:
    heard = svq.read_feedback(pd.DataFrame({"text": ["Late", "Cold"], "id": [7.0, np.nan]}))
    assert heard.comments.index.tolist() == ["7", "line 2"]


def test_a_face_is_a_comment() -> None:
    heard = svq.classify_feedback(
        svq.read_feedback(pd.DataFrame({"text": ["👍", "😡", "…"], "id": [1, 2, 3]}))
    )
    assert heard.comments["polarity"].tolist() == ["praise", "complaint"]
    assert heard.comments["class"].tolist() == ["", ""]


def test_a_tables_own_column_is_not_lost_to_one_that_is_added() -> None:
    heard = svq.read_feedback(pd.DataFrame({"text": ["The crew was rude"], "class": ["economy"]}))
    table = svq.classify_feedback(heard).comments
    assert table[["class (own)", "class"]].values.tolist() == [["economy", "attitude"]]
    assert kinds(heard)["own_column"] == 1
    with pytest.raises(DataError, match="'note' heads more than one column"):
        svq.read_feedback(pd.DataFrame([["a", "b", "c"]], columns=["text", "note", "note"]))
    with pytest.raises(DataError, match="'soon' is no day"):
        svq.read_feedback(pd.DataFrame({"text": ["Late"]}), on="soon")


@pytest.mark.parametrize(
    "use",
    [
        svq.classify_feedback,
        svq.screen_feedback,
        svq.closing_loop,
        svq.feedback_map,
        svq.feedback_trend,
        svq.best_practice,
        lambda table: svq.route_feedback(table, [({}, "A")]),
    ],
)
def test_a_table_that_was_not_read_is_refused(use) -> None:
    with pytest.raises(TypeError, match=r"read the table with read_feedback\(table\) first"):
        use(pd.DataFrame({"text": ["Late"]}))
