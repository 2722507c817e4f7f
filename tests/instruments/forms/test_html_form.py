"""The form as one page: whole and well formed, everything escaped, the columns of the plan."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.html_form import form_columns, write
from svqkit.instruments.forms.html_view import META, minutes, range_of, steps_of

NAMES = list(svq.list_instruments().index)
LANGUAGES = ["en", "nl", "zh-Hans", "zh-Hant"]
VOID = {"meta", "input", "br", "link", "img", "hr"}
HOSTILE = """</script><script>alert(1)</script> <b>&amp; "q" 'a' {{ 7 * 7 }} \u2028"""


class Page(HTMLParser):
    """A strict reader: every element is closed, no id is given twice; it keeps what it met."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> within {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes, _ in self.elements if name == tag]

    def within(self, tag: str) -> str:
        return "".join(text for inside, text in self.texts if inside == tag)


def assert_well_made(text: str) -> Page:
    page = Page(text)
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes, inside in page.elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for target in (attributes.get(name) or "").split():
                assert target in ids, f"{tag} points to {target}"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "href", "action"} & set(attributes), "nothing is fetched"
        if tag == "input" and attributes["type"] == "radio":
            assert "fieldset" in inside
            assert "label" in inside
        if tag == "legend":
            assert inside[-1] == "fieldset"
    named = {a["for"] for a in page.of("label") if "for" in a}
    boxes = [*page.of("select"), *page.of("textarea")]
    boxes += [a for a in page.of("input") if a["type"] == "text"]
    assert {a["id"] for a in boxes} == named
    return page


def about(page: Page) -> dict[str, Any]:
    """The data that the page's script works with."""
    return json.loads(page.within("script").partition('"use strict"')[0])


def instrument(**changes: Any) -> Any:
    """A small instrument of our own, whose texts hold what markup is made of."""
    described: dict[str, Any] = {
        "name": "hostile",
        "title": HOSTILE,
        "forms": ["perception"],
        "scale": {"low": 1, "high": 5, "anchors": {1: HOSTILE, 3: "<i>so</i>", 5: "yes"}},
        "dimensions": [
            {"name": "one", "title": "One", "definition": HOSTILE, "instruction": HOSTILE},
            {"name": "two", "title": "Two"},
        ],
        "items": [
            {"code": "Q1", "dimension": "one", "label": "a", "perception": HOSTILE + "a"},
            {"code": "EFF2", "dimension": "two", "label": "b", "perception": "b" + HOSTILE},
        ],
        "importance": {"kind": "points", "instruction": HOSTILE},
        "outcomes": [{"column": "=cmd|' /C calc'!A0", "label": HOSTILE, "low": 0, "high": 10}],
        "questions": [
            {"column": "branch", "question": HOSTILE, "choices": {'"><img>': HOSTILE, "b": "b"}},
            {"column": "age", "question": "Age?", "kind": "number", "low": 16, "high": 99},
            {"column": "remark", "question": HOSTILE, "kind": "text"},
        ],
    }
    from svqkit.instruments.description import InstrumentDescription
    from svqkit.instruments.in_language import in_language

    # Braces are the placeholders' own signs in an instrument's texts.
    plain = json.loads(json.dumps(described | changes).replace("{{ 7 * 7 }}", "7 * 7"))
    for scale in (plain["scale"],):
        scale["anchors"] = {int(code): words for code, words in scale["anchors"].items()}
    return in_language(InstrumentDescription.model_validate(plain), "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_instrument_makes_a_whole_page(name: str, language: str) -> None:
    plan = form_plan(svq.load_instrument(name, language), attention=2, shuffle=True, seed=4)
    text = write(plan).decode()
    page = assert_well_made(text)
    assert page.of("html")[0]["lang"] == language
    said = html.unescape(re.sub(r"<[^>]+>", "", text.partition("<form")[2]))
    for field in plan.fields:
        assert field.text in said
    radios = {}
    for one in page.of("input"):
        if one["type"] == "radio":
            radios.setdefault(one["name"], []).append(one["value"])
    for at, field in enumerate(plan.fields):
        if field.kind in ("scale", "check"):
            assert radios[f"f{at}"] == list(field.choices)
    assert about(page)["columns"] == plan.columns + META + ["order"]


def test_columns_and_their_fields() -> None:
    plan = form_plan(instrument(), attention=1, seed=1)
    data = about(Page(write(plan).decode()))
    assert data["columns"] == form_columns(plan)
    assert data["columns"][-5:] == ["respondent", "started", "submitted", "seconds", "language"]
    assert [field["column"] for field in data["fields"]] == plan.columns
    assert "P1" in data["columns"]
    assert "P_EFF2" in data["columns"]
    kinds = {field["column"]: field["kind"] for field in data["fields"]}
    assert kinds["check_1"] == "scale", "the page does not tell a check from an item"
    assert kinds["points_one"] == "points"
    assert kinds["remark"] == "text"


def test_the_right_answer_of_a_check_stays_at_home() -> None:
    plan = form_plan(svq.load_instrument("servqual"), attention=1, seed=1)
    (check,) = [field for field in plan.fields if field.kind == "check"]
    text = write(plan).decode()
    at = plan.columns.index("check_1")
    shown = text.partition(f'id="q-f{at}"')[2].partition("</fieldset>")[0]
    plain = text.partition('id="q-f0"')[2].partition("</fieldset>")[0]
    shape = re.compile(r">[^<]*<|f\d+|data-dimension=\"\w+\"|\s+")
    assert shape.sub("", shown) == shape.sub("", plain), "a check looks like any item"
    assert check.expected not in json.dumps(about(Page(text))["fields"][at])


def test_hostile_texts_stay_texts() -> None:
    text = write(
        form_plan(instrument(), attention=1, seed=1),
        title=HOSTILE,
        intro=f"{HOSTILE}\n\n{HOSTILE}",
        thanks=HOSTILE,
        code=HOSTILE,
        token=HOSTILE,
    ).decode()
    page = assert_well_made(text)
    assert len(page.of("script")) == 2
    assert not page.of("img")
    assert not page.of("b")
    assert not page.of("i")
    assert "\u2028" not in page.within("script")
    assert "{{ 7 * 7 }}" in page.within("title")
    assert about(page)["token"] == about(page)["code"] == HOSTILE


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_through(text: str) -> None:
    plan = form_plan(svq.load_instrument("servperf"))
    page = assert_well_made(write(plan, title=text, intro=text, token=text).decode())
    assert page.within("title") == text
    assert about(page)["token"] == text
    assert " ".join(text.split()) in [said for tag, said in page.texts if tag == "p"]


def test_the_policy_names_what_stands_in_the_page_and_nothing_else() -> None:
    text = write(form_plan(instrument())).decode()
    page = Page(text)
    (policy,) = [a["content"] for a in page.of("meta") if "http-equiv" in a]
    rules = dict(rule.split(" ", 1) for rule in str(policy).split("; "))
    script = text.rpartition("<script>")[2].partition("</script>")[0]
    style = text.partition("<style>")[2].partition("</style>")[0]
    for rule, content in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_scripts_never_write_markup() -> None:
    folder = Path(svq.instruments.forms.__file__).parent / "page"
    for script in folder.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, f"{script.name}: {word}"


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("https://survey.example/answers?x=1", "https://survey.example"),
        ("http://127.0.0.1:8123/a", "http://127.0.0.1:8123"),
        ("/code/answers", "'self'"),
    ],
)
def test_answers_go_only_where_they_are_sent(address: str, rule: str) -> None:
    page = Page(write(form_plan(instrument()), submit_to=address).decode())
    (policy,) = [a["content"] for a in page.of("meta") if "http-equiv" in a]
    assert f"connect-src {rule};" in str(policy)
    assert about(page)["submitTo"] == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example/a", "answers", "https://a; script-src *", "file:///a"],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no address that answers can be sent to"):
        write(form_plan(instrument()), submit_to=address)


def test_options_that_are_wrong_are_named() -> None:
    with pytest.raises(ValueError, match="a form saves csv, json, both"):
        write(form_plan(instrument()), save="pdf")
    taken = [{"column": "language", "question": "Which language?", "kind": "text"}]
    with pytest.raises(ValueError, match="would go to the column 'language'"):
        write(form_plan(instrument(questions=taken)))


def test_a_text_of_another_language_says_so() -> None:
    text = write(form_plan(svq.load_instrument("kiosk", "fr"))).decode()
    page = Page(text)
    spans = [a for a in page.of("span") if a.get("class") == "text"]
    assert spans
    assert {a.get("lang") for a in spans} == {svq.load_instrument("kiosk").description.language}


def test_the_plan_is_cut_into_steps() -> None:
    steps = steps_of(form_plan(svq.load_instrument("servqual"), attention=1, seed=1))
    numbers = [question.number for step in steps for question in step.questions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(steps[0].key) == 7
    assert not any(step.goes_on for step in steps)


def test_forms_side_by_side_share_a_question(three_columns: Any) -> None:
    plan = form_plan(three_columns, attention=1, seed=1)
    step, checks = steps_of(plan)[:2]
    assert step.layout == "columns"
    assert [len(q.fields) for q in step.questions] == [3] * len(three_columns.items)
    assert checks.goes_on, "checks without a heading stand on the same page"
    page = assert_well_made(write(plan, title="Your shop").decode())
    assert plan.title not in page.within("h1"), "the title given stands everywhere"
    assert len(page.of("h1")) == 3 + sum(not s.goes_on for s in steps_of(plan))


@pytest.fixture
def three_columns() -> Any:
    return instrument(forms=["minimum", "desired", "perception"], layout="columns")


def test_words_for_ranges_and_time() -> None:
    plan = form_plan(instrument())
    by_column = {field.column: field for field in plan.fields}
    assert range_of(by_column["age"], form_words("nl")) == "Van 16 tot en met 99"
    assert range_of(by_column["remark"], form_words("nl")) == ""
    assert minutes(plan) == 2


def test_the_same_plan_gives_the_same_page() -> None:
    pages = {write(form_plan(svq.load_instrument("servqual"), seed=3, shuffle=True)) for _ in "ab"}
    assert len(pages) == 1
