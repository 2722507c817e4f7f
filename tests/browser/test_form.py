"""The form as respondents meet it: on a phone, by keyboard, in the dark, cut off and resumed."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect

import svqkit as svq
from svqkit.instruments.form_fields import FormField, FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.html_form import form_columns, write

pytestmark = pytest.mark.browser

WIDE, PHONE = 1280, 390
TOUCH = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
LIBRARY = """
name: library
title: {en: "Your library <& you>"}
forms: [minimum, desired, perception]
layout: columns
service: {en: library}
scale: {low: 1, high: 9, anchors: {1: {en: low}, 9: {en: high}}}
dimensions:
  - {name: affect, title: {en: Affect}, definition: {en: How the staff treat you.}}
  - {name: place, title: {en: Place}, definition: {en: What the building is like.}}
items:
  - {code: Q1, dimension: affect, label: {en: a}, perception: {en: "Staff of {this_service} help <at once> & gladly."}}
  - {code: Q2, dimension: affect, label: {en: b}, perception: {en: Staff are polite.}}
  - {code: Q3, dimension: affect, label: {en: c}, perception: {en: Staff know their work.}}
  - {code: Q4, dimension: place, label: {en: d}, perception: {en: There is room to work in quiet.}}
  - {code: EFF1, dimension: place, label: {en: e}, perception: {en: The rooms are light.}}
importance: {kind: points, instruction: {en: Share 100 points over what matters to you.}}
outcomes:
  - {column: loyalty, label: {en: Loyalty}, question: {en: How likely are you to recommend us?}, low: 0, high: 10}
questions:
  - {column: branch, question: {en: Which branch?}, choices: {north: {en: North}, south: {en: South}}, required: true}
  - {column: age, question: {en: How old are you?}, kind: number, low: 16, high: 99}
  - {column: remark, question: {en: Anything else?}, kind: text}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("library") / "library.yaml"
    path.write_text(LIBRARY, encoding="utf-8")
    return svq.read_instrument(path)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., tuple[FormPlan, str]]:
    """Write a form; gives its plan and its address."""

    def made(instrument: Any, *, attention: int = 0, shuffle: bool = False, **options: Any) -> Any:
        plan = form_plan(instrument, attention=attention, shuffle=shuffle, seed=1)
        path = tmp_path / "form.html"
        path.write_bytes(write(plan, **options))
        return plan, path.as_uri()

    return made


def box(page: Any, plan: FormPlan, field: FormField) -> Any:
    return page.locator(f"#q-f{plan.columns.index(field.column)}")


def value_for(at: int, field: FormField) -> Any:
    """An answer that tells the questions apart."""
    if field.kind in ("scale", "check"):
        codes = list(field.choices)
        return int(codes[(at * 3 + 1) % len(codes)])
    if field.kind == "choice":
        return list(field.choices)[-1]
    return {"points": 50, "number": 42, "text": "=1+1, and \"more\";\n好 'ja'"}[field.kind]


def give(page: Any, plan: FormPlan, field: FormField, value: Any) -> None:
    """Answer as a thumb does: tap the label, or type."""
    here = box(page, plan, field)
    if field.kind in ("scale", "check", "choice"):
        here.locator("label").nth(list(field.choices).index(str(value))).click()
    else:
        here.locator("input, textarea").fill(str(value))


def shown(page: Any, plan: FormPlan) -> list[tuple[int, FormField]]:
    seen = page.evaluate(
        "[...document.querySelectorAll('[data-field]')].filter(one => one.checkVisibility())"
        ".map(one => Number(one.dataset.field.slice(1)))"
    )
    return [(at, plan.fields[at]) for at in sorted(seen)]


def fill_all(page: Any, plan: FormPlan) -> dict[str, Any]:
    """Go through the whole form; gives what was clicked, by column."""
    given = {}
    page.click("#begin")
    while not page.locator("#end").is_visible():
        for at, field in shown(page, plan):
            given[field.column] = value_for(at, field)
            give(page, plan, field, given[field.column])
        page.click("#next")
        assert page.locator("#problems").is_hidden(), page.locator("#problems").inner_text()
    return given


def save_file(page: Any, folder: Path, label: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def assert_answers_came_back(read: Any, plan: FormPlan, given: dict[str, Any]) -> None:
    """What ``read_responses`` gives is what was clicked."""
    forms = {
        "perception": read.perceptions,
        "expectation": read.expectations,
        "minimum": read.minimum,
        "desired": read.desired,
    }
    (row,) = read.perceptions.index
    for field in plan.fields:
        if field.form in forms:
            assert forms[field.form].loc[row, field.item] == given[field.column], field.column
        elif field.kind == "points":
            assert read.importance.loc[row, field.dimension] == given[field.column]
        elif field.kind == "text":
            assert read.respondents.loc[row, field.column] == "'" + given[field.column]
        else:
            assert read.respondents.loc[row, field.column] == given[field.column], field.column


@pytest.mark.parametrize("language", ["nl", "zh-Hans"])
def test_a_respondent_on_a_phone(
    open_page: Callable[..., Any], saved: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    """Begin, leave one out, be told, reload in the middle, go on, save; the file is read."""
    instrument = svq.load_instrument("servqual", language, service="hotel")
    plan, address = saved(instrument, attention=1, shuffle=True)
    words = form_words(language)
    watched = open_page(address, PHONE, **TOUCH)
    page = watched.page
    assert page.locator("html").get_attribute("lang") == language
    watched.shoot(f"form-{language}-start")
    page.click("#begin")
    given: dict[str, Any] = {}
    first = shown(page, plan)
    for at, field in first[:-1]:
        given[field.column] = value_for(at, field)
        give(page, plan, field, given[field.column])
    page.click("#next")

    left_out = first[-1][1]
    assert page.locator("#problems").is_visible()
    assert page.evaluate("document.activeElement.id") == "problems"
    assert page.locator("#problems li").count() == 1
    assert box(page, plan, left_out).locator(".error").inner_text() == words["missing_choice"]
    watched.shoot(f"form-{language}-missing")
    page.locator("#problems a").click()
    assert page.evaluate("document.activeElement.name") == f"f{plan.columns.index(left_out.column)}"
    order = page.locator(".item .text").all_inner_texts()

    page.reload()
    done = words["resume_text"].format(done=len(given), total=len(plan.fields))
    assert page.locator("#resume-text").inner_text() == done
    watched.shoot(f"form-{language}-resume")
    page.get_by_role("button", name=words["resume_yes"]).click()
    assert page.locator(".item .text").all_inner_texts() == order
    for _, field in first[:-1]:
        radio = box(page, plan, field).locator("input:checked")
        assert radio.get_attribute("value") == str(given[field.column])
    while not page.locator("#end").is_visible():
        for at, field in shown(page, plan):
            given[field.column] = value_for(at, field)
            give(page, plan, field, given[field.column])
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        part = len(given)
        watched.shoot(f"form-{language}-{part}")
        page.click("#next")
    path = save_file(page, tmp_path, words["save_button"])
    watched.shoot(f"form-{language}-saved")
    assert page.evaluate("localStorage.length") == 0
    watched.assert_clean()

    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path)
    assert list(table.columns) == form_columns(plan)
    assert table.loc[0, "language"] == language
    assert re.fullmatch(r"r[0-9a-f]{16}", table.loc[0, "respondent"])
    began, ended = (pd.Timestamp(table.loc[0, name]) for name in ("started", "submitted"))
    assert began.tzname() == "UTC"
    assert 0 <= table.loc[0, "seconds"] <= (ended - began).total_seconds() + 1
    noted = table.loc[0, "order"].split(" ")
    assert sorted(noted) == sorted(f.column for f in plan.fields if f.item)
    texts = {f.column: f.text for f in plan.fields}
    assert [texts[column] for column in noted if column[0] == "E"] == order[:22]
    assert_answers_came_back(svq.read_responses(path, instrument), plan, given)
    assert_answers_came_back(
        svq.read_responses(svq.join_forms(tmp_path / path.name), instrument), plan, given
    )


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_three_columns_points_and_every_kind_of_question(
    open_page: Callable[..., Any],
    saved: Callable[..., Any],
    tmp_path: Path,
    library: Any,
    width: int,
) -> None:
    plan, address = saved(
        library, attention=1, shuffle=True, save="both", thanks="Come <b>back</b>"
    )
    watched = open_page(address, width)
    page = watched.page
    given = fill_all(page, plan)
    paths = [save_file(page, tmp_path, f"{name} my answers (CSV)") for name in ["Save"]]
    assert page.locator("#thanks").inner_text() == "Come <b>back</b>"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save once more (JSON)").click()
    paths.append(tmp_path / download.value.suggested_filename)
    download.value.save_as(paths[-1])
    watched.assert_clean()
    for path in paths:
        assert_answers_came_back(svq.read_responses(path, library), plan, given)
    record = json.loads(paths[1].read_text(encoding="utf-8"))[0]
    assert list(record) == form_columns(plan)
    assert record["P_EFF1"] == given["P_EFF1"]
    assert record["remark"] == "'" + given["remark"]


def test_columns_stand_side_by_side_where_there_is_room(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any
) -> None:
    plan, address = saved(library)
    for width, same in ((WIDE, True), (PHONE, False), (320, False)):
        page = open_page(address, width).page
        page.click("#begin")
        tops = [box(page, plan, f).bounding_box()["y"] for f in plan.fields[:3]]
        assert (max(tops) - min(tops) < 5) == same
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_fit_a_thumb(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any
) -> None:
    """48 px high, and wide enough that seven fit beside each other (nine and eleven are closer)."""
    least = {7: 44, 9: 34, 11: 30}
    for instrument in (library, svq.load_instrument("servqual")):
        plan, address = saved(instrument)
        page = open_page(address, PHONE, **TOUCH).page
        page.evaluate("for (const one of document.querySelectorAll('[hidden]')) one.hidden = false")
        for field in plan.fields:
            for label in box(page, plan, field).locator("label.point, label.choice").all():
                size = label.bounding_box()
                assert size["height"] >= 48
                assert size["width"] >= least.get(len(field.choices), 44)


def test_words_can_be_read_on_a_phone(
    open_page: Callable[..., Any], saved: Callable[..., Any]
) -> None:
    instrument = svq.load_instrument("servqual", "nl")
    plan, address = saved(instrument)
    page = open_page(address, PHONE).page
    page.click("#begin")
    field = plan.fields[0]
    ends = box(page, plan, field).locator(".ends")
    words = list(field.choices.values())
    assert words[0] in ends.inner_text()
    assert words[-1] in ends.inner_text()
    for code, word in list(field.choices.items())[1:-1]:
        give(page, plan, field, code)
        assert ends.locator(".chosen").inner_text() == word
        assert page.get_by_role("radio", name=f"{code} {word}", exact=True).first.is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_it_is_accessible_and_fits(
    open_page: Callable[..., Any],
    saved: Callable[..., Any],
    library: Any,
    width: int,
    scheme: str,
) -> None:
    """Nothing that axe finds on any screen, with answers and with errors; nothing beside it."""
    from axe_playwright_python.sync_playwright import Axe

    plan, address = saved(library, attention=1, submit_to=None)
    watched = open_page(address, width, color_scheme=scheme, reduced_motion="reduce")
    page = watched.page

    def examine(name: str) -> None:
        response = Axe().run(page).response
        found = [(v["id"], v["nodes"][0]["html"][:140]) for v in response["violations"]]
        assert found == [], name
        assert "color-contrast" in {one["id"] for one in response["passes"]}, name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.evaluate("scrollTo(0, 0)")
        watched.shoot(f"form-{name}-{width}-{scheme}")

    examine("start")
    page.click("#begin")
    step = 0
    while not page.locator("#end").is_visible():
        step += 1
        if any(field.required for _, field in shown(page, plan)):
            page.click("#next")
            examine(f"step{step}-missing")
        for at, field in shown(page, plan):
            give(page, plan, field, value_for(at, field))
        examine(f"step{step}")
        page.click("#next")
    examine("end")
    with page.expect_download():
        page.get_by_role("button", name="Save my answers").click()
    examine("saved")
    watched.assert_clean()


def test_by_keyboard_alone(
    open_page: Callable[..., Any], saved: Callable[..., Any], tmp_path: Path, library: Any
) -> None:
    plan, address = saved(library)
    watched = open_page(address, WIDE)
    page = watched.page
    press = page.keyboard.press

    def focused() -> str:
        return str(page.evaluate("document.activeElement.name || document.activeElement.id"))

    def tab_to(name: str) -> None:
        for _ in range(40):
            if focused() == name:
                return
            press("Tab")
        raise AssertionError(f"{name} is never reached; focus is on {focused()}")

    tab_to("begin")
    press("Enter")
    visited = []
    while not page.locator("#end").is_visible():
        for _, field in shown(page, plan):
            name = f"f{plan.columns.index(field.column)}"
            tab_to(name)
            visited.append(name)
            outline = page.evaluate(
                """() => { const on = document.activeElement;
                const seen = on.nextElementSibling ?? on;
                return [getComputedStyle(on), getComputedStyle(seen)].map(s => s.outlineStyle) }"""
            )
            assert "solid" in outline
            if field.kind == "points":
                page.keyboard.type("50")
            elif field.kind == "number":
                page.keyboard.type("３０")
            elif field.kind == "text":
                page.keyboard.type("fine")
            else:
                press("Space")
                press("ArrowRight")
                press("ArrowRight")
        tab_to("next")
        press("Enter")
        assert page.locator("#problems").is_hidden(), page.locator("#problems").inner_text()
    assert visited == [f"f{k}" for k in range(len(plan.fields))], "focus follows the order shown"
    assert page.evaluate("document.activeElement.id") == "end-heading"
    press("Tab")
    with page.expect_download() as download:
        press("Enter")
    download.value.save_as(tmp_path / "answers.csv")
    read = svq.read_responses(tmp_path / "answers.csv", library)
    assert read.perceptions.iloc[0].tolist() == [3.0] * 5
    assert read.respondents["age"].tolist() == [30]


def test_points_have_a_running_remainder(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any
) -> None:
    plan, address = saved(library)
    page = open_page(address, PHONE).page
    page.click("#begin")
    for at, field in shown(page, plan):
        give(page, plan, field, value_for(at, field))
    page.click("#next")
    (_, first), (_, second) = shown(page, plan)
    remainder = page.locator(".remainder")
    assert remainder.inner_text() == "100 points left to share"
    give(page, plan, first, 97)
    assert remainder.inner_text() == "3 points left to share"
    page.click("#next")
    assert "at present they make 97" in page.locator("#problems").inner_text()
    more = box(page, plan, second).get_by_role("button", name="5 points more")
    more.click()
    assert box(page, plan, second).locator("input").input_value() == "3", "only what is left"
    assert remainder.inner_text() == "All 100 points are shared"
    assert page.locator("#problems").is_hidden()
    more.click()
    assert remainder.inner_text() == "All 100 points are shared"
    give(page, plan, second, 9)
    assert remainder.inner_text() == "6 points too many"
    give(page, plan, second, "x")
    page.click("#next")
    assert "whole number from 0 to 100" in box(page, plan, second).locator(".error").inner_text()
    give(page, plan, first, 100)
    give(page, plan, second, "")
    page.click("#next")
    assert page.locator("#problems").is_hidden(), "an empty one is a zero once all are shared"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("twenty", "in digits"), ("7", "From 16 to 99"), ("100", "From 16 to 99"), ("20,5", "")],
)
def test_numbers_stay_in_their_range(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any, typed: str, said: str
) -> None:
    plan, address = saved(library)
    page = open_page(address, PHONE).page
    page.evaluate("document.querySelector('#begin').click()")
    while not any(f.column == "age" for _, f in shown(page, plan)):
        for at, field in shown(page, plan):
            give(page, plan, field, value_for(at, field))
        page.click("#next")
    for at, field in shown(page, plan):
        give(page, plan, field, typed if field.column == "age" else value_for(at, field))
    page.click("#next")
    assert page.locator("#end").is_visible() == (not said)
    assert said in page.locator("#problems").inner_text()


def test_an_optional_answer_can_be_taken_back(
    open_page: Callable[..., Any], saved: Callable[..., Any], tmp_path: Path
) -> None:
    plan, address = saved(svq.load_instrument("servperf"))
    page = open_page(address, PHONE).page
    page.click("#begin")
    for at, field in shown(page, plan):
        give(page, plan, field, value_for(at, field))
    page.click("#next")
    (_, kept), (_, removed), *_ = shown(page, plan)
    for field in (kept, removed):
        give(page, plan, field, 5)
    box(page, plan, removed).get_by_role("button", name="Remove my answer").click()
    page.click("#next")
    path = save_file(page, tmp_path, "Save my answers")
    row = pd.read_csv(path).loc[0]
    assert row[kept.column] == 5
    assert pd.isna(row[removed.column])


def test_beginning_anew_forgets_and_takes_another_name(
    open_page: Callable[..., Any], saved: Callable[..., Any]
) -> None:
    plan, address = saved(svq.load_instrument("servqual"), shuffle=True)
    page = open_page(address, PHONE).page
    page.click("#begin")
    give(page, plan, plan.fields[0], 3)
    before = json.loads(page.evaluate("localStorage.getItem(localStorage.key(0))"))
    page.reload()
    page.get_by_role("button", name="Begin anew").click()
    assert page.locator("input:checked").count() == 0
    after = json.loads(page.evaluate("localStorage.getItem(localStorage.key(0))"))
    assert after["respondent"] != before["respondent"]
    assert after["answers"] == {}


def test_back_and_the_browsers_own_back(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any
) -> None:
    plan, address = saved(library)
    page = open_page(address, PHONE).page
    page.click("#begin")
    for at, field in shown(page, plan):
        give(page, plan, field, value_for(at, field))
    page.click("#next")
    page.click("#back")
    assert page.locator("#where").inner_text() == "Part 1 of 4"
    page.go_back()
    assert page.locator("#where").inner_text() == "Part 2 of 4"
    page.go_back()
    assert page.locator("#where").inner_text() == "Part 1 of 4"
    assert page.locator("input:checked").count() == 15


def test_it_works_where_nothing_can_be_stored(
    open_page: Callable[..., Any], saved: Callable[..., Any], tmp_path: Path
) -> None:
    plan, address = saved(svq.load_instrument("servperf"))
    watched = open_page("about:blank", PHONE)
    page = watched.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    page.goto(address)
    assert page.locator("#blocked").is_visible()
    given = fill_all(page, plan)
    path = save_file(page, tmp_path, "Save my answers")
    assert_answers_came_back(svq.read_responses(path, "servperf"), plan, given)
    watched.assert_clean()


@pytest.mark.parametrize("spoiled", ["{", "null", '{"answers": 3}', '{"respondent": "r1"}'])
def test_a_spoiled_memory_begins_anew(
    open_page: Callable[..., Any], saved: Callable[..., Any], spoiled: str
) -> None:
    plan, address = saved(svq.load_instrument("servperf"))
    watched = open_page(address, PHONE)
    page = watched.page
    page.click("#begin")
    give(page, plan, plan.fields[0], 3)
    key = page.evaluate("localStorage.key(0)")
    page.goto("about:blank")
    page.goto(address)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, spoiled])
    page.reload()
    page.click("#begin")
    assert page.locator("input:checked").count() == 0
    watched.assert_clean()


def test_phones_hand_over_by_their_share_sheet(
    open_page: Callable[..., Any], saved: Callable[..., Any]
) -> None:
    plan, address = saved(svq.load_instrument("servperf", "nl"))
    watched = open_page("about:blank", PHONE, **TOUCH)
    page = watched.page
    page.add_init_script(
        """navigator.canShare = ({ files }) => files.length === 1;
        navigator.share = async ({ files }) => {
          if (!window.willing) throw new DOMException('changed my mind', 'AbortError');
          window.shared = [files[0].name, await files[0].text()];
        };"""
    )
    page.goto(address)
    given = fill_all(page, plan)
    share = page.get_by_role("button", name=form_words("nl")["share_button"])
    share.click()
    assert page.evaluate("localStorage.length") == 1, (
        "nothing is forgotten before it is handed over"
    )
    page.evaluate("window.willing = true")
    share.click()
    expect(page.locator("#end")).to_contain_text(form_words("nl")["shared_text"])
    name, text = page.evaluate("window.shared")
    assert name.endswith(".csv")
    assert f",{given['P22']}," in text
    assert page.evaluate("localStorage.length") == 0


class Answering(BaseHTTPRequestHandler):
    """A server that gives the form and answers what the test wants, in turn."""

    def do_GET(self) -> None:
        self._say(200, self.server.form, "text/html")

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.received.append(json.loads(self.rfile.read(length)))
        self.server.may_answer.wait(10)
        status = self.server.statuses.pop(0)
        self._say(status, json.dumps({"receipt": "K7-42"}).encode(), "application/json")

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    plan = form_plan(svq.load_instrument("servperf"), seed=1)
    made.plan, made.received, made.statuses = plan, [], []
    made.may_answer = threading.Event()
    made.may_answer.set()
    made.form = write(plan, submit_to="/answers", code="blue-fox", token="t0")
    made.address = f"http://127.0.0.1:{made.server_address[1]}/"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def test_answers_are_sent_until_they_are_received(
    open_page: Callable[..., Any], server: Any
) -> None:
    """Two failures, then a reload, then success: the same answers, thanks only for the last."""
    server.statuses = [503, 500, 201]
    page = open_page(server.address, PHONE).page
    given = fill_all(page, server.plan)
    page.get_by_role("button", name="Try again now").click()
    expect(page.locator("#end-text")).to_contain_text("4 seconds")
    assert page.evaluate("localStorage.length") == 1
    assert "Thank you" not in page.locator("#end").inner_text()
    page.reload()
    page.get_by_text("Receipt: K7-42").wait_for()
    assert page.locator("#end-heading").inner_text() == "Thank you"
    assert page.evaluate("localStorage.length") == 0
    assert len(server.received) == 3
    assert all(one == server.received[0] for one in server.received)
    sent = server.received[0]
    assert (sent["code"], sent["token"]) == ("blue-fox", "t0")
    assert list(sent["columns"]) == form_columns(server.plan)
    assert {name: sent["columns"][name] for name in given} == given


def test_thanks_wait_for_the_receipt(open_page: Callable[..., Any], server: Any) -> None:
    server.statuses = [201]
    server.may_answer.clear()
    page = open_page(server.address, PHONE).page
    fill_all(page, server.plan)
    page.get_by_text("being sent").wait_for()
    assert "Thank you" not in page.locator("#end").inner_text()
    assert page.evaluate("localStorage.length") == 1
    server.may_answer.set()
    page.get_by_role("heading", name="Thank you").wait_for()


def test_it_tries_again_by_itself(open_page: Callable[..., Any], server: Any) -> None:
    server.statuses = [503, 201]
    page = open_page(server.address, PHONE).page
    fill_all(page, server.plan)
    page.get_by_text("Receipt: K7-42").wait_for(timeout=10_000)
    assert len(server.received) == 2


def test_refused_answers_can_be_saved_and_are_kept(
    open_page: Callable[..., Any], server: Any, tmp_path: Path
) -> None:
    server.statuses = [410, 201]
    page = open_page(server.address, PHONE).page
    given = fill_all(page, server.plan)
    page.get_by_text("does not accept answers").wait_for()
    path = save_file(page, tmp_path, "Save my answers")
    assert_answers_came_back(svq.read_responses(path, "servperf"), server.plan, given)
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("button", name="Try again now").click()
    page.get_by_text("Receipt: K7-42").wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_without_script_it_says_so(
    open_page: Callable[..., Any], saved: Callable[..., Any]
) -> None:
    _, address = saved(svq.load_instrument("servqual", "zh-Hant"))
    page = open_page(address, PHONE, java_script_enabled=False).page
    notice = page.locator("noscript .notice")
    assert notice.is_visible()
    assert notice.inner_text() == form_words("zh-Hant")["no_script"]


def test_it_can_be_printed_whole(
    open_page: Callable[..., Any], saved: Callable[..., Any], library: Any
) -> None:
    plan, address = saved(library)
    watched = open_page(address, 720)
    page = watched.page
    page.emulate_media(media="print")
    for field in plan.fields:
        assert box(page, plan, field).is_visible()
    assert not page.locator("#begin").is_visible()
    watched.shoot("form-print")


def test_the_next_person_gets_a_form_of_their_own(
    open_page: Callable[..., Any], saved: Callable[..., Any], tmp_path: Path
) -> None:
    """Another name, another order within the dimensions, no answer left over; both are read."""
    servperf = svq.load_instrument("servperf")
    plan, address = saved(servperf, shuffle=True, attention=1)
    page = open_page(address, PHONE).page
    blocks = "[...document.querySelectorAll('.item')].map(one => one.dataset.dimension ?? '')"
    before = page.evaluate(blocks)
    given = [fill_all(page, plan)]
    save_file(page, tmp_path / "answers", "Save my answers")
    page.get_by_role("button", name="Next person").click()
    assert page.locator("#start").is_visible()
    given.append(fill_all(page, plan))
    assert page.evaluate(blocks) == before, "items stay within their dimension, checks in place"
    numbers = page.locator(".number").all_text_contents()
    assert numbers == [f"{k}." for k in range(1, len(numbers) + 1)]
    save_file(page, tmp_path / "answers", "Save my answers")
    joined = svq.join_forms(tmp_path / "answers")
    assert joined["respondent"].nunique() == 2
    assert joined["order"].nunique() == 2
    assert given[0] == given[1]
    read = svq.read_responses(joined, servperf)
    assert read.n == 2
    assert joined["P7"].tolist() == [given[0]["P7"]] * 2
