"""The catalogue: what it holds, and that it is whole."""

from __future__ import annotations

import re

import pytest

import svqkit as svq
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.industries import list_industries
from svqkit.instruments.reading import CATALOGUE

NAMES = sorted(path.stem for path in CATALOGUE.glob("*.yaml"))
# Items and dimensions: those of the publications, but for the antecedents' items, which are ours.
COUNTS = {
    "servqual": (22, 5),
    "servqual_refined": (22, 5),
    "servqual_three_column": (22, 5),
    "servperf": (22, 5),
    "managers": (22 + 5 + 24, 5 + 1 + 7),
    "employees": (5 + 5 + 33, 1 + 1 + 9),
    "kiosk": (24, 6),
}


def test_the_catalogue_lists_every_instrument() -> None:
    table = svq.list_instruments()
    assert list(table.index) == NAMES
    counted = {name: (table.loc[name, "items"], table.loc[name, "dimensions"]) for name in COUNTS}
    assert counted == COUNTS


def test_servqual_has_the_published_structure() -> None:
    servqual = svq.load_instrument("servqual")
    assert servqual.mapping == {
        "tangibles": ["Q1", "Q2", "Q3", "Q4"],
        "reliability": ["Q5", "Q6", "Q7", "Q8", "Q9"],
        "responsiveness": ["Q10", "Q11", "Q12", "Q13"],
        "assurance": ["Q14", "Q15", "Q16", "Q17"],
        "empathy": ["Q18", "Q19", "Q20", "Q21", "Q22"],
    }
    assert servqual.scale.codes == (1, 2, 3, 4, 5, 6, 7)
    assert servqual.forms == ("expectation", "perception")
    assert servqual.scale.anchors[1] == "Strongly disagree"
    assert servqual.scale.anchors[7] == "Strongly agree"
    assert not any(item.reverse for item in servqual.items)


def test_refined_servqual_asks_for_points_that_sum_to_100_over_the_dimensions() -> None:
    servqual, refined = svq.load_instrument("servqual"), svq.load_instrument("servqual_refined")
    assert refined.items == servqual.items
    assert refined.forms == servqual.forms
    assert refined.importance is not None
    assert refined.importance.kind == "points"
    assert servqual.importance is None
    points = [one for one in form_plan(refined).fields if one.kind == "points"]
    assert [one.column for one in points] == [f"points_{name}" for name in servqual.mapping]
    assert [one.text for one in points] == [one.definition for one in servqual.dimensions]


def test_the_three_column_format_asks_each_feature_three_times_side_by_side() -> None:
    servqual = svq.load_instrument("servqual")
    columns = svq.load_instrument("servqual_three_column", service="bank")
    assert columns.mapping == servqual.mapping
    assert columns.labels == servqual.labels
    assert columns.forms == ("minimum", "desired", "perception")
    for code in columns.codes:
        assert len({columns.wording(code, form) for form in columns.forms}) == 1
    plan = form_plan(columns)
    assert plan.sections[0].layout == "columns"
    assert plan.columns[:6] == ["M1", "D1", "P1", "M2", "D2", "P2"]
    assert "from this bank" in plan.sections[0].instruction


def test_managers_estimate_the_very_sentences_that_customers_answer() -> None:
    servqual, managers = (
        svq.load_instrument("servqual", service="hotel"),
        svq.load_instrument("managers", service="hotel"),
    )
    for number in range(1, 23):
        asked = servqual.wording(f"Q{number}", "expectation")
        assert managers.wording(f"EXP{number}") == asked
    expected = {name: codes for name, codes in managers.mapping.items() if "expected" in name}
    assert expected == {
        f"expected_{name}": [code.replace("Q", "EXP") for code in codes]
        for name, codes in servqual.mapping.items()
    }


@pytest.mark.parametrize(
    ("name", "aspects", "antecedents"),
    [
        (
            "managers",
            ["standards"],
            "marketing_research_orientation upward_communication levels_of_management "
            "management_commitment goal_setting task_standardisation perception_of_feasibility",
        ),
        (
            "employees",
            ["ability_to_meet_standards", "ability_to_keep_promises"],
            "teamwork employee_job_fit technology_job_fit perceived_control supervisory_control "
            "role_conflict role_ambiguity horizontal_communication propensity_to_overpromise",
        ),
    ],
)
def test_the_extended_model_has_its_aspects_and_antecedents(
    name: str, aspects: list[str], antecedents: str
) -> None:
    instrument = svq.load_instrument(name)
    rest = {key: codes for key, codes in instrument.mapping.items() if "expected" not in key}
    assert list(rest) == aspects + antecedents.split()
    for aspect in aspects:
        ends = [code.split("_")[1] for code in rest[aspect]]
        assert ends == ["TAN", "REL", "RES", "ASS", "EMP"]
        assert all(instrument.anchors_of(code) != instrument.scale.anchors for code in rest[aspect])
    for antecedent in antecedents.split():
        assert len(rest[antecedent]) >= 3
        stems = {code.rstrip("0123456789") for code in rest[antecedent]}
        assert len(stems) == 1
    reversed_codes = {item.code for item in instrument.items if item.reverse}
    assert reversed_codes == set(
        {
            "managers": "MRO4 UC4 LM3 MC4 TS3 PF3",
            "employees": "TW4 EJF3 TJF3 PC3 PC4 SC3 RC4 RA3 RA4 RA5 HC4 PO3",
        }[name].split()
    )


def test_what_is_asked_differently_stands_under_its_own_instruction() -> None:
    plan = form_plan(svq.load_instrument("managers"), attention=3, seed=1)
    counts = [len(one.fields) for one in plan.sections]
    assert counts == [22, 5, 24 + 3]
    instructions = [one.instruction for one in plan.sections]
    assert len(set(instructions)) == 3
    assert instructions[0].startswith("Answer as you believe your customers would")
    assert plan.sections[1].heading == "Standards of service"
    assert plan.sections[1].fields[0].choices["1"] == "No formal standard"
    assert plan.sections[2].fields[0].choices["1"] == "Strongly disagree"
    assert len({one.name for one in plan.sections}) == 3


def test_servperf_asks_the_same_items_without_expectations() -> None:
    servqual, servperf = svq.load_instrument("servqual"), svq.load_instrument("servperf")
    assert servperf.forms == ("perception",)
    assert servperf.mapping == servqual.mapping
    assert [i.perception for i in servperf.items] == [i.perception for i in servqual.items]
    assert all(item.expectation is None for item in servperf.items)
    assert "Cronin" in servperf.source


def test_kiosk_has_the_authors_dimensions_and_four_items_outside_them() -> None:
    kiosk = svq.load_instrument("kiosk")
    numbers = {name: [int(c[1:]) for c in codes] for name, codes in kiosk.mapping.items()}
    assert numbers == {
        "tangible": [4, 5, 6, 22],
        "security": [19, 20, 21],
        "economy": [10, 11, 18],
        "convenience": [13, 14, 15, 16, 17],
        "reliability": [1, 2, 3],
        "control": [7, 8],
    }
    assert [i.code for i in kiosk.items if i.dimension is None] == ["Q9", "Q12", "Q23", "Q24"]


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_worded_in_every_form_and_every_word_is_of_its_own(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert instrument.name == name
    for form in instrument.forms:
        texts = {code: instrument.wording(code, form) for code in instrument.codes}
        for codes in instrument.mapping.values():
            assert len({texts[code] for code in codes}) == len(codes)
        for text in texts.values():
            assert re.fullmatch(r"[A-Z][^{}]+", text)
    assert len(set(instrument.labels.values())) == len(instrument.items)
    assert max(map(len, instrument.labels.values())) <= 26


@pytest.mark.parametrize("name", NAMES)
def test_source_licence_scale_and_display(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert instrument.source
    assert "own" in instrument.licence
    ends = (instrument.scale.low, instrument.scale.high)
    for code in instrument.codes:
        assert set(ends) <= set(instrument.anchors_of(code))
    assert instrument.fallbacks == ()
    assert instrument.title in str(instrument)
    assert "<table" in instrument._repr_html_()
    assert list(instrument.dimension_titles) == list(instrument.mapping)


def test_a_missing_language_falls_back_to_english_and_says_so() -> None:
    servqual = svq.load_instrument("servqual", language="fr")
    assert servqual.language == "fr"
    assert servqual.items[0] == svq.load_instrument("servqual").items[0]
    assert "item Q1, perception" in servqual.fallbacks
    assert "not available in fr" in str(servqual)


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"did you mean 'servqual'.*kiosk.*servperf.*servqual"):
        svq.load_instrument("serqual")


def test_wording_refuses_what_is_not_asked() -> None:
    servperf = svq.load_instrument("servperf")
    with pytest.raises(ValueError, match="no form 'expectation'"):
        servperf.wording("Q1", "expectation")
    with pytest.raises(ValueError, match="no item 'Q23'"):
        servperf.wording("Q23")


def test_an_instrument_cannot_be_changed() -> None:
    servqual = svq.load_instrument("servqual")
    with pytest.raises(ValueError, match="frozen"):
        servqual.name = "other"


def test_a_service_fills_the_items_in_the_text_s_own_language() -> None:
    hotel = svq.load_instrument("servqual", service="hotel")
    assert hotel.wording("Q1", "expectation").startswith("An excellent hotel uses")
    own = svq.load_instrument("servqual", service="museum")
    assert own.wording("Q1").startswith("This museum uses")
    assert own.service == "museum"
    with pytest.raises(ValueError, match="forms plain, this, excellent"):
        svq.load_instrument("servqual", service={"word": "museum"})
    with pytest.raises(TypeError, match="a word or a mapping"):
        svq.load_instrument("servqual", service=3)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "nl"])
def test_every_industry_is_said_in_four_languages(language: str) -> None:
    words = list_industries(language)
    assert len(words) == 11
    assert words.notna().all(axis=None)
    assert words["plain"].is_unique
    pairs = zip(words["plain"], words["this"], strict=True)
    assert all(plain in this for plain, this in pairs)
