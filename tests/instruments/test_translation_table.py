"""Translation tables: what they hold, how they travel, and what is refused on the way back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.instruments.adaptation_log import adaptation_sentence
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.translation_files import read_table, write_table
from svqkit.instruments.translation_texts import translatable

ESQUAL = svq.load_instrument("esqual")
BANKSERV = svq.load_instrument("bankserv")
SUFFIXES = [".csv", ".xlsx", ".docx"]


def completed(path: Path, instrument: Instrument, into: str, **changes: str) -> Path:
    """A table filled in: every text is the source in square brackets, with remarks beside it."""
    table = svq.translation_table(instrument, into=into)
    table["translation"] = "[" + table["source"] + "]"
    table["back_translation"] = "=HYPERLINK(1)"
    table["equivalence"] = "4"
    for column, value in changes.items():
        table[column] = value
    heads = {"source": f"source ({instrument.language})", "translation": f"translation ({into})"}
    rows = table.rename(columns=heads).to_dict("records")
    write_table(path, rows, title="t", language=into)
    return path


def test_the_table_holds_every_text() -> None:
    table = svq.translation_table(ESQUAL, into="fr")
    assert list(table.columns) == [
        "item",
        "form",
        "source",
        "translation",
        "back_translation",
        "comment",
        "equivalence",
    ]
    assert not table.duplicated(["item", "form"]).any()
    assert (table["source"].str.len() > 0).all()
    assert (table[["translation", "comment"]] == "").all(axis=None)
    texts = [where for where, _ in ESQUAL.description.texts() if where != "service"]
    assert (table["item"] != "service").sum() == len(texts)
    assert table.loc[table["item"] == "service", "form"].tolist() == ["plain", "this", "excellent"]
    first = table[(table["item"] == "Q1") & (table["form"] == "perception")].iloc[0]
    assert "{this_service}" in first["source"]


def test_what_is_translated_already_stands_there() -> None:
    table = svq.translation_table(ESQUAL, into="NL")
    assert (table["translation"] != "").all()
    dutch = svq.load_instrument("esqual", "nl")
    labels = table[table["form"] == "label"].set_index("item")["translation"]
    assert labels[list(dutch.codes)].to_dict() == dutch.labels
    back = svq.translation_table(dutch, into="en")
    assert back["source"].tolist() == table["translation"].tolist()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_there_and_back(tmp_path: Path, suffix: str) -> None:
    path = completed(tmp_path / f"table{suffix}", BANKSERV, "fr")
    french = svq.read_translations(BANKSERV, path)
    assert french.language == "fr"
    assert french.fallbacks == ()
    assert french.labels["Q1"] == f"[{BANKSERV.labels['Q1']}]"
    assert french.scale.anchors[1] == "[Strongly disagree]"
    assert french.service_forms["this"] == "[this bank branch]"
    assert french.outcomes[0].question.startswith("[All in all")
    assert {"en", "fr"} <= set(french.languages)
    assert french.name == "bankserv"
    assert set(french.changes["what"]) == {"translate"}
    assert french.changes["reason"].iloc[0] == "equivalence: 4; back: =HYPERLINK(1)"
    count = len(french.changes)
    said = f"BANKSERV-type was adapted: {count} texts translated into fr."
    assert adaptation_sentence(french) == said
    assert (
        svq.read_instrument(svq.export_instrument(french, tmp_path / "mine.yaml"), language="fr")
        == french
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_table_is_written_for_people(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"table{suffix}"
    table = svq.translation_table(ESQUAL, into="zh-Hant", path=path)
    rows = read_table(path)
    assert len(rows) == len(table)
    assert list(rows[0]) == ["row", "item", "form", "source (en)", "translation (zh-Hant)", *BLANK]
    assert [row["translation (zh-Hant)"] for row in rows] == table["translation"].tolist()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with pytest.raises(ValueError, match="no translation into zh-Hant is new"):
        svq.read_translations(ESQUAL, path)


BLANK = ["back_translation", "comment", "equivalence"]


def test_formulas_stay_texts(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [{"item": "=1+1", "form": "@x", "comment": "-2"}]
    for suffix in SUFFIXES:
        path = tmp_path / f"table{suffix}"
        write_table(path, rows, title="t", language="nl")
        assert read_table(path) == [{"row": "2", **rows[0]}]
    sheet = load_workbook(tmp_path / "table.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert "'=1+1,'@x,'-2" in (tmp_path / "table.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ";"), ("utf-16", "\t"), ("utf-8-sig", ","), ("utf-8", ",")],
)
def test_a_csv_as_other_programs_save_it(tmp_path: Path, encoding: str, separator: str) -> None:
    table = svq.translation_table(BANKSERV, into="fr")
    table["translation"] = ["Été, déjà; à côté"] * len(table)
    path = tmp_path / "table.csv"
    text = table.rename(columns={"translation": "translation (fr)"}).to_csv(
        sep=separator, index=False
    )
    path.write_bytes(text.encode(encoding))
    assert svq.read_translations(BANKSERV, path).labels["Q3"] == "Été, déjà; à côté"


def test_letters_that_could_be_misread_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("item;form;translation (fr)\nQ1;label;Été".encode("cp1252"))
    with pytest.raises(DataError, match=r"not in UTF-8.*save it as 'CSV UTF-8'"):
        svq.read_translations(BANKSERV, tmp_path / "t.csv")


def test_a_translation_may_be_partial_and_goes_on(tmp_path: Path) -> None:
    table = svq.translation_table(BANKSERV, into="fr")
    some = table[table["item"] == "Q1"].assign(translation="Oui")
    path = tmp_path / "some.csv"
    some.to_csv(path, index=False)
    first = svq.read_translations(BANKSERV, path, into="fr")
    assert first.labels["Q1"] == "Oui"
    assert "item Q2, perception" in first.fallbacks
    again = svq.translation_table(svq.adapt(first, name="b"), into="en")
    assert again.loc[again["item"] == "Q1", "source"].tolist() == ["Oui", "Oui"]


def test_a_lost_placeholder_is_warned_of(tmp_path: Path) -> None:
    path = completed(tmp_path / "t.csv", ESQUAL, "fr", translation="Oui")
    changes = svq.read_translations(ESQUAL, path).changes.set_index("where")
    assert "{this_service} is gone" in changes.loc["Q1, perception (fr)", "reason"]
    assert "gone" not in changes.loc["Q1, label (fr)", "reason"]


def test_the_word_that_an_instrument_was_loaded_with_stays(tmp_path: Path) -> None:
    hotel = svq.load_instrument("esqual", service="hotel")
    path = completed(tmp_path / "t.csv", hotel, "fr")
    french = svq.read_translations(hotel, path)
    assert french.service == "[hotel]"
    assert french.description.service["en"].plain == "hotel"


def test_the_languages_are_checked() -> None:
    for into, message in (("en", "own language"), ("EN", "own language"), ("!", "no language tag")):
        with pytest.raises(ValueError, match=message):
            svq.translation_table(ESQUAL, into=into)
    with pytest.raises(ValueError, match=r"\.xlsx, \.csv, \.docx"):
        svq.translation_table(ESQUAL, into="fr", path="table.pdf")


def edited(tmp_path: Path, before: str, after: str) -> Path:
    path = completed(tmp_path / "t.csv", ESQUAL, "fr")
    text = path.read_text(encoding="utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "Q6,label,",
            "Q66,label,",
            r"row \d+: the instrument has no text Q66, label; did you mean",
        ),
        ("Q6,label,Simple", "Q6,label,Easy", "Q6, label is 'Easy to use', but the instrument says"),
        ("[Simple to use]", "{shop}", r"\{shop\} is not filled in; keep \{service\}"),
        ("translation (fr)", "vertaling", "no column 'translation'"),
        ("item,form", "what,form", "no column 'item'"),
        ("translation (fr)", "translation", "does not say the language; give into="),
        ("[online shop]", "", "needs its plain form too"),
    ],
)
def test_a_table_that_does_not_fit_says_where(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        svq.read_translations(ESQUAL, edited(tmp_path, before, after))


def test_another_language_than_the_header_s_is_refused(tmp_path: Path) -> None:
    path = completed(tmp_path / "t.csv", ESQUAL, "fr")
    with pytest.raises(DataError, match="holds a translation into fr, not de"):
        svq.read_translations(ESQUAL, path, into="de")


def test_quotes_and_blanks_that_a_program_changed_are_forgiven(tmp_path: Path) -> None:
    path = edited(tmp_path, "Quick to reach", "Quick  to reach ")
    assert svq.read_translations(ESQUAL, path).labels["Q7"] == "[Quick to reach]"


def test_files_without_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"")
    with pytest.raises(DataError, match=r"holds no table|no column"):
        svq.read_translations(ESQUAL, tmp_path / "t.csv")
    import docx

    docx.Document().save(str(tmp_path / "t.docx"))
    with pytest.raises(DataError, match="holds no table"):
        read_table(tmp_path / "t.docx")
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.xlsx")


@pytest.mark.parametrize("name", svq.list_instruments().index)
def test_every_instrument_of_the_catalogue_can_be_laid_out(name: str) -> None:
    raw = svq.load_instrument(name).description.model_dump()
    found = [(part, what) for part, what, _, _ in translatable(raw)]
    assert len(set(found)) == len(found)
    texts = [where for where, _ in svq.load_instrument(name).description.texts()]
    asked = svq.load_instrument(name).forms
    unasked = sum(
        getattr(item, form) is not None
        for item in svq.load_instrument(name).description.items
        for form in ("expectation", "minimum", "desired")
        if form not in asked
    )
    assert len(found) == len(texts) - 1 - unasked  # the word of the organisation has its own rows
    assert isinstance(svq.translation_table(svq.load_instrument(name), into="fr"), pd.DataFrame)
