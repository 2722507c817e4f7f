"""Adapting an instrument: what changes, what the log says, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import InstrumentError
from svqkit.instruments.adaptation_log import adaptation_sentence, adaptation_table
from svqkit.instruments.instrument import Instrument

SERVQUAL = svq.load_instrument("servqual")
ESQUAL = svq.load_instrument("esqual")
NEW = {
    "dimension": "empathy",
    "label": "Fair prices",
    "perception": "{this_service} asks a fair price.",
    "expectation": "{excellent_service} asks a fair price.",
}


def log(instrument: Instrument) -> list[list[str]]:
    return instrument.changes[["what", "where"]].to_numpy().tolist()


def test_dropped_items_are_gone_and_logged_with_their_words() -> None:
    mine = svq.adapt(SERVQUAL, drop=["Q9", "Q3"], reasons={"Q3": "no uniforms here"})
    assert len(mine.items) == 20
    assert log(mine) == [["drop", "Q9"], ["drop", "Q3"]]
    assert mine.changes["reason"].tolist() == ["", "no uniforms here"]
    assert "records" in mine.changes["before"].iloc[0]
    assert mine.description.adapted_from == "SERVQUAL"
    assert (mine.name, mine.title) == ("servqual_adapted", "SERVQUAL")
    assert len(SERVQUAL.items) == 22
    assert SERVQUAL.changes.empty


def test_a_dimension_without_items_goes_too() -> None:
    mine = svq.adapt(SERVQUAL, drop=["Q1", "Q2", "Q3", "Q4"], reasons="an online service")
    assert "tangibles" not in mine.mapping
    assert log(mine)[-1] == ["drop", "dimension tangibles"]
    assert mine.changes["reason"].iloc[-1] == "an online service; all of its items were dropped"
    assert "without the dimension Tangibles" in adaptation_sentence(mine)
    assert "tangibles" not in set(mine.published["scale"])


def test_an_item_is_added_at_the_end_of_its_dimension() -> None:
    mine = svq.adapt(SERVQUAL, service="bank", add={"Q23": NEW | {"dimension": "tangibles"}})
    assert mine.codes[:6] == ("Q1", "Q2", "Q3", "Q4", "Q23", "Q5")
    assert mine.wording("Q23") == "This bank asks a fair price."
    assert mine.wording("Q23", "expectation") == "An excellent bank asks a fair price."
    assert log(mine) == [["service", "service"], ["add", "Q23"]]


def test_a_new_dimension_comes_with_its_first_item() -> None:
    price = {"name": "price", "title": "Price", "definition": "Whether prices are fair."}
    mine = svq.adapt(SERVQUAL, add={"Q23": NEW | {"dimension": price}})
    assert mine.mapping["price"] == ["Q23"]
    assert mine.codes[-1] == "Q23"
    assert log(mine) == [["add", "dimension price"], ["add", "Q23"]]
    assert "with a new dimension Price" in adaptation_sentence(mine)


def test_rewording_in_two_forms_and_the_label() -> None:
    words = {
        "perception": "{this_service} has an app.",
        "expectation": "{excellent_service} has an app.",
        "label": "App",
    }
    mine = svq.adapt(SERVQUAL, reword={"Q1": words})
    assert mine.wording("Q1").endswith(" has an app.")
    assert mine.labels["Q1"] == "App"
    assert log(mine) == [["reword", f"Q1, {form}"] for form in words]
    assert not mine.changes["reason"].str.contains("warning").any()
    assert "1 item reworded (Q1)" in adaptation_sentence(mine)


def test_a_rewording_warns_of_what_it_loses() -> None:
    mine = svq.adapt(SERVQUAL, reword={"Q1": "The app works."}, reasons={"Q1": "no counters"})
    (reason,) = mine.changes["reason"]
    assert reason.startswith("no counters; warning: ")
    assert "gone, so the text no longer names the organisation" in reason
    assert "its expectation keeps the former wording" in reason


def test_translations_of_a_former_wording_are_taken_out_and_fall_back_visibly() -> None:
    mine = svq.adapt(ESQUAL, reword={"Q5": "Pages of {this_service} come up at once."})
    assert "translations into nl, zh-Hans, zh-Hant were taken out" in mine.changes["reason"].iloc[0]
    assert set(mine.description.items[4].perception) == {"en"}
    both = svq.adapt(
        ESQUAL,
        reword={"Q5": {"en": "It is fast, {this_service}.", "nl": "Het is snel, {this_service}."}},
    )
    assert set(both.description.items[4].perception) == {"en", "nl"}
    assert log(both) == [["reword", "Q5, perception"], ["reword", "Q5, perception (nl)"]]


def test_a_translation_alone_can_be_reworded() -> None:
    dutch = svq.load_instrument("esqual", "nl-BE")
    mine = svq.adapt(dutch, reword={"Q5": "De site van {this_service} is vlug."})
    assert mine.wording("Q5") == "De site van deze webwinkel is vlug."
    assert log(mine) == [["reword", "Q5, perception (nl)"]]
    words = mine.description.items[4].perception
    assert words["en"] == ESQUAL.description.items[4].perception["en"]
    assert set(words) == {"en", "nl", "zh-Hans", "zh-Hant"}


def test_the_log_goes_on() -> None:
    first = svq.adapt(SERVQUAL, drop="Q3", name="mine", title="My SERVQUAL")
    second = svq.adapt(first, drop="Q4")
    assert log(second) == [["drop", "Q3"], ["drop", "Q4"]]
    assert second.description.adapted_from == "SERVQUAL"
    assert (second.name, second.title) == ("mine", "My SERVQUAL")
    assert adaptation_sentence(second) == "SERVQUAL was adapted: 2 items dropped (Q3, Q4)."
    with pytest.raises(ValueError, match="no item 'Q3'"):
        svq.adapt(second, drop="Q3")


def test_the_word_that_an_instrument_was_loaded_with_stays() -> None:
    hotel = svq.load_instrument("esqual", "nl", service="hotel")
    mine = svq.adapt(hotel, drop="Q2")
    assert mine.service_forms["this"] == "dit hotel"
    assert log(mine)[0] == ["service", "service"]
    assert set(mine.description.service) >= {"en", "nl", "zh-Hans", "zh-Hant"}
    museum = svq.adapt(svq.load_instrument("esqual", service="museum"), drop="Q2")
    assert museum.service == "museum"
    assert "the word in nl, zh-Hans, zh-Hant is as before" in museum.changes["reason"].iloc[0]


def test_an_adapted_instrument_survives_its_file(tmp_path: Path) -> None:
    mine = svq.adapt(
        ESQUAL,
        service="bank",
        drop=["Q1", "Q20", "Q21", "Q22"],
        add={"Q30": {"dimension": "efficiency", "label": "App", "perception": "It has an app."}},
        reword={"Q5": {"nl": "De site van {this_service} is vlug."}},
        reasons={"Q1": "two words: \"quick\" and 'easy'\nand a line", "service": "banks"},
    )
    path = svq.export_instrument(mine, tmp_path / "mine.yaml")
    again = svq.read_instrument(path)
    assert again == mine
    assert again.changes.equals(mine.changes)
    assert adaptation_sentence(again) == adaptation_sentence(mine)


def test_the_table_sums_up_translations() -> None:
    mine = svq.adapt(ESQUAL, drop="Q1")
    rows = [
        {"what": "translate", "where": f"Q{at}, perception (fr)", "after": "x"} for at in (2, 3)
    ]
    from svqkit.instruments.adaptation import changed_copy

    more = changed_copy(mine, mine.description.model_dump(), rows)
    table = adaptation_table(more)
    assert table["change"].tolist() == ["Dropped", "Translated"]
    assert table["where"].tolist() == ["Q1", "2 texts into fr"]
    assert "2 texts translated into fr" in adaptation_sentence(more)


def test_the_table_words_texts_as_respondents_read_them() -> None:
    dutch = svq.load_instrument("esqual", "nl", service="hotel")
    mine = svq.adapt(dutch, drop="Q1", reword={"Q10": {"en": "{this_service} is quick."}})
    table = adaptation_table(mine).set_index("where")
    assert table.loc["all items", ["before", "after"]].tolist() == ["webwinkel", "hotel"]
    assert table.loc["Q1", "before"].startswith("Op de site van dit hotel ")
    assert table.loc["Q10, perception", "after"] == "This hotel is quick."


def test_an_instrument_as_published_has_no_sentence() -> None:
    assert adaptation_sentence(SERVQUAL) == ""
    assert adaptation_table(SERVQUAL).empty


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "nothing to change"),
        ({"drop": ["Q33"]}, r"SERVQUAL has no item 'Q33'; did you mean 'Q3'\?"),
        ({"reword": {"q1": "x"}}, "did you mean 'Q1'"),
        ({"drop": ["Q1"], "reword": {"Q1": "x"}}, "both dropped and reworded"),
        ({"reword": {"Q1": {"minimum": "x"}}}, "not asked in the form 'minimum'"),
        ({"reword": {"Q1": {"perception": " "}}}, "a text is needed"),
        ({"reword": {"Q1": 3}}, "a text is needed"),
        ({"reword": {"Q1": {"perceptoin": "x"}}}, "a text is needed|not asked in the form"),
        ({"add": {"Q1": NEW}}, "Q1 has its column already"),
        ({"add": {"Q01": NEW}}, "Q1 has its column already"),
        ({"add": {"Q23": {"label": "x", "perception": "y"}}}, "Q23 needs expectation"),
        ({"add": {"Q23": NEW | {"dimension": "emphaty"}}}, "did you mean 'empathy'"),
        ({"add": {"Q23": NEW | {"dimension": {"name": "price"}}}}, "needs a name and a title"),
        ({"add": {"Q23": NEW | {"wording": "x"}}}, "there is no key 'wording'"),
        ({"add": {"Q23": NEW | {"label": {"nl": "Prijs"}}}}, "language en needs a text too"),
        ({"add": {"Q23": "a text"}}, "give {'dimension'"),
        ({"drop": ["Q1"], "reasons": {"Q2": "why"}}, "'Q2', but nothing is changed there"),
        ({"drop": ["Q1"], "reasons": {"Q23": "why"}}, "did you mean"),
    ],
)
def test_what_is_refused_says_what_to_do(changes: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        svq.adapt(SERVQUAL, **changes)


def test_a_changed_instrument_keeps_the_rules_of_instruments() -> None:
    with pytest.raises(InstrumentError, match=r"what is filled in is \{service\}"):
        svq.adapt(SERVQUAL, reword={"Q1": "{shop} is clean."})
    with pytest.raises(InstrumentError, match="breaks a rule"):
        svq.adapt(SERVQUAL, drop=SERVQUAL.codes)
    with pytest.raises(InstrumentError, match="pattern"):
        svq.adapt(SERVQUAL, drop="Q1", name="My Scale")


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(SERVQUAL.codes), min_size=1, max_size=21))
def test_dropping_at_once_or_one_by_one_leaves_the_same_instrument(codes: set[str]) -> None:
    order = sorted(codes)
    at_once, by_one = svq.adapt(SERVQUAL, drop=order), SERVQUAL
    for code in order:
        by_one = svq.adapt(by_one, drop=code)
    assert at_once.items == by_one.items
    assert at_once.mapping == by_one.mapping
    drops = [where for what, where in log(at_once) if not where.startswith("dimension")]
    assert drops == order


@pytest.mark.parametrize("name", svq.list_instruments().index)
def test_every_instrument_of_the_catalogue_can_be_adapted(name: str, tmp_path: Path) -> None:
    instrument = svq.load_instrument(name)
    first, last = instrument.codes[0], instrument.codes[-1]
    mine = svq.adapt(instrument, drop=first, reword={last: "Something of our own."})
    assert mine.wording(last) == "Something of our own."
    assert first not in mine.codes
    assert svq.read_instrument(svq.export_instrument(mine, tmp_path / "mine.yaml")) == mine
    assert adaptation_sentence(mine).startswith(f"{instrument.title} was adapted: 1 item dropped")


def test_a_file_without_languages_can_be_adapted(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "name: own\ntitle: Our own\nlanguage: nl\nforms: [perception]\n"
        "service: gym\nscale: {low: 1, high: 5, anchors: {1: nee, 5: ja}}\n"
        "dimensions: [{name: all, title: Alles}]\n"
        "items:\n"
        "  - {code: A1, dimension: all, label: Schoon, perception: '{service} is schoon.'}\n"
        "  - {code: A2, dimension: all, label: Open, perception: Hij is open.}\n",
        encoding="utf-8",
    )
    own = svq.read_instrument(path)
    pool = {"plain": "zwembad", "this": "dit zwembad", "excellent": "een uitstekend zwembad"}
    mine = svq.adapt(own, service=pool, reword={"A2": "{service} is altijd open."})
    assert [mine.wording(code) for code in mine.codes] == [
        "Zwembad is schoon.",
        "Zwembad is altijd open.",
    ]
    assert mine.description.adapted_from == "Our own"
    assert mine.changes["before"].tolist() == ["gym", "Hij is open."]
    again = svq.read_instrument(svq.export_instrument(mine, tmp_path / "again.yaml"))
    assert again == mine
