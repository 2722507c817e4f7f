"""What the server gives to whom, and what it never does."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.limits import ANSWERS, PAGES, WRONG, Limits
from svqkit.responses.collecting.room import Room
from svqkit.responses.collecting.store import open_collection

from .conftest import answers_for

Visit = Callable[..., Any]


def token_of(page: str) -> str:
    about = re.search(r'<script type="application/json" id="about">(.*?)</script>', page, re.S)
    assert about
    return str(json.loads(about[1])["token"])


def submit(client: Any, collection: Collection, columns: dict[str, Any], **own: Any) -> Any:
    token = own.pop("token", None) or token_of(client.get(f"/{collection.code}").text)
    body = {"columns": columns, "code": collection.code, "token": token}
    return client.post(f"/{collection.code}/answers", json=body, **own)


# A respondent


def test_a_respondent_opens_the_form_answers_and_is_thanked(
    visit: Visit, collection: Collection
) -> None:
    client = visit(collection)
    page = client.get(f"/{collection.code}")
    assert page.status_code == 200
    assert f'"submitTo":"/{collection.code}/answers"' in page.text
    done = submit(client, collection, answers_for(collection, respondent="r-00000001"))
    assert done.status_code == 201
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", done.json()["receipt"])
    frame = svq.collected(collection.path)
    assert frame["respondent"].tolist() == ["r-00000001"]
    assert frame.loc[1, "E22"] == 5


def test_a_retry_after_a_lost_reply_does_not_double(visit: Visit, collection: Collection) -> None:
    client = visit(collection)
    columns = answers_for(collection, respondent="r-00000001")
    first, again = (submit(client, collection, columns) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(svq.collected(collection.path)) == 1


def test_a_page_from_before_a_restart_still_counts(visit: Visit, collection: Collection) -> None:
    token = token_of(visit(collection).get(f"/{collection.code}").text)
    restarted = visit(collection)
    done = submit(restarted, collection, answers_for(collection), token=token)
    assert done.status_code == 201


def test_the_code_is_found_in_capitals_and_at_the_door(
    visit: Visit, collection: Collection
) -> None:
    client = visit(collection)
    assert client.get(f"/{collection.code.upper()}").url.path == f"/{collection.code}"
    assert "Typ de code" in client.get("/").text
    spaced = f" {collection.code[:3].upper()} {collection.code[3:]}"
    assert client.get("/", params={"code": spaced}).url.path == f"/{collection.code}"
    refused = client.get("/", params={"code": "<script>"})
    assert refused.status_code == 404
    assert "<script>" not in refused.text


def test_reloading_counts_once_and_a_finished_phone_can_be_passed_on(
    visit: Visit, collection: Collection
) -> None:
    client, other = visit(collection), visit(collection)
    for _ in range(3):
        client.get(f"/{collection.code}")
    submit(client, collection, answers_for(collection, respondent="r-00000001"))
    other.get(f"/{collection.code}")
    client.get(f"/{collection.code}")
    submit(client, collection, answers_for(collection, respondent="r-00000002"))
    submit(client, collection, answers_for(collection, respondent="r-00000003"))
    counts = counts_of(visit, collection)
    assert counts["finished"] == 3
    assert counts["begun"] == 4


def counts_of(visit: Visit, collection: Collection) -> dict[str, Any]:
    client = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    return dict(client.get("/instructor/counts").json())


# What is refused


def test_what_the_form_does_not_offer_is_refused_in_its_language(
    visit: Visit, collection: Collection
) -> None:
    refused = submit(visit(collection), collection, answers_for(collection, P3=9))
    assert refused.status_code == 422
    assert refused.json() == {
        "error": "Vraag P3 kent dit antwoord niet. Kies er een van het scherm.",
        "column": "P3",
    }
    assert svq.collected(collection.path).empty


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"columns": []}', "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"columns": {}}', "application/json", 403),
        (b'{"columns": {}, "token": 5}', "application/json", 403),
        (b'{"columns": {}, "token": "\xc3\xa9.0"}', "application/json", 403),
        (b'{"columns": {}}', "text/plain", 415),
        (b"P1=5", "application/x-www-form-urlencoded", 415),
        (b"x" * 200_000, "application/json", 413),
    ],
)
def test_what_is_no_submission_is_refused(
    visit: Visit, collection: Collection, body: bytes, kind: str, status: int
) -> None:
    answer = visit(collection).post(
        f"/{collection.code}/answers", content=body, headers={"content-type": kind}
    )
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_body_of_unsaid_length_is_cut_off(visit: Visit, collection: Collection) -> None:
    pieces = (b"x" * 10_000 for _ in range(20))
    answer = visit(collection).post(f"/{collection.code}/answers", content=pieces)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://192.168.1.20:9999"},
        {"origin": "https://192.168.1.20:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_page_cannot_answer(
    visit: Visit, collection: Collection, headers: dict[str, str]
) -> None:
    client = visit(collection)
    refused = submit(client, collection, answers_for(collection), headers=headers)
    assert refused.status_code == 403
    own = {"origin": "http://192.168.1.20:8765", "sec-fetch-site": "same-origin"}
    taken = submit(client, collection, answers_for(collection), headers=own)
    assert taken.status_code == 201


def test_another_collections_token_is_refused(
    visit: Visit, collection: Collection, tmp_path: Path
) -> None:
    other, _ = open_collection(tmp_path / "other", svq.load_instrument("servqual", "nl"))
    token = token_of(visit(other).get(f"/{other.code}").text)
    refused = submit(visit(collection), collection, answers_for(collection), token=token)
    assert refused.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "", "a b", "127.0.0.1.x"])
def test_a_name_that_is_not_ours_is_not_answered(
    visit: Visit, collection: Collection, host: str
) -> None:
    answer = visit(collection).get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "form" not in answer.text


def test_answers_that_cannot_be_stored_are_not_thanked_for(
    visit: Visit, collection: Collection, make_room: Callable[..., Room]
) -> None:
    room = make_room(collection)
    client = visit(collection, room=room)
    token = token_of(client.get(f"/{collection.code}").text)
    moved = collection.path.rename(collection.path.with_name("elsewhere"))
    refused = submit(client, collection, answers_for(collection), token=token)
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"
    assert "receipt" not in refused.text
    moved.rename(collection.path)
    assert submit(client, collection, answers_for(collection), token=token).status_code == 201


def test_a_file_that_has_gone_is_said_on_the_instructors_page(
    visit: Visit, collection: Collection
) -> None:
    near = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    collection.path.rename(collection.path.with_name("elsewhere"))
    for part in ("counts", "items", "answers.csv"):
        gone = near.get(f"/instructor/{part}")
        assert gone.status_code == 503
        assert "there is no collection" in gone.json()["error"]
    assert near.get("/instructor/").status_code == 200
    collection.path.with_name("elsewhere").rename(collection.path)


# How much one address may ask


def test_a_class_behind_one_address_gets_through_at_once(
    visit: Visit, collection: Collection
) -> None:
    client = visit(collection)
    token = token_of(client.get(f"/{collection.code}").text)
    for number in range(200):
        assert client.get(f"/{collection.code}").status_code == 200
        columns = answers_for(collection, respondent=f"r-{number:08d}")
        assert submit(client, collection, columns, token=token).status_code == 201
    assert len(svq.collected(collection.path)) == 200


def test_guessing_codes_is_slowed_down_and_does_not_lock_the_class_out(
    visit: Visit, collection: Collection
) -> None:
    client = visit(collection, limits=Limits({PAGES: (900, 9), ANSWERS: (9, 9), WRONG: (20, 0.1)}))
    statuses = [client.get(f"/zzzzz{at % 10}").status_code for at in range(40)]
    assert statuses == [404] * 20 + [429] * 20
    waiting = client.get("/zzzzzz")
    assert int(waiting.headers["retry-after"]) >= 1
    assert client.get(f"/{collection.code}").status_code == 200
    assert client.post("/zzzzzz/answers").status_code == 429
    assert client.get("/instructor/zzzzzz/").status_code == 429


def test_limits_are_by_address_and_come_back_with_time() -> None:
    now = [0.0]
    limits = Limits({PAGES: (2, 0.5)}, clock=lambda: now[0])
    assert [limits.wait(PAGES, "a") for _ in range(3)] == [0, 0, 2]
    assert limits.wait(PAGES, "b") == 0
    now[0] = 2.0
    assert [limits.wait(PAGES, "a") for _ in range(2)] == [0, 2]


def test_limits_forget_addresses_instead_of_growing() -> None:
    limits = Limits()
    for number in range(10_000):
        limits.wait(PAGES, str(number))
    assert len(limits._left) <= 4096


def test_too_many_requests_are_told_to_wait(visit: Visit, collection: Collection) -> None:
    client = visit(collection, limits=Limits({PAGES: (3, 0.1), ANSWERS: (1, 0.1), WRONG: (1, 1)}))
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get("/").headers["retry-after"].isdigit()


# The instructor's page


@pytest.mark.parametrize("part", ["", "counts", "items", "answers.csv"])
def test_only_the_instructor_sees_the_instructors_page(
    visit: Visit, collection: Collection, part: str
) -> None:
    far = visit(collection)
    assert far.get(f"/instructor/{part}").status_code == 404
    assert far.get(f"/instructor/wrong/{part}").status_code == 404
    assert far.get(f"/instructor/{collection.key}/{part}").status_code == 200
    near = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    assert near.get(f"/instructor/{part}").status_code == 200
    proxied = near.get(f"/instructor/{part}", headers={"x-forwarded-for": "192.168.1.50"})
    assert proxied.status_code == 404
    named = near.get(f"/instructor/{part}", headers={"host": "192.168.1.20:8765"})
    assert named.status_code == 404


def test_the_instructors_page_shows_the_way_in(visit: Visit, collection: Collection) -> None:
    near = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    page = near.get("/instructor").text
    assert "<svg" in page
    assert f"192.168.1.20:8765/<wbr><b>{collection.code}</b>" in page
    assert collection.key not in page
    assert collection.secret not in page


def test_results_appear_from_five_respondents_on(visit: Visit, collection: Collection) -> None:
    client = visit(collection)
    near = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    for number in range(5):
        items = near.get("/instructor/items").json()
        assert {one["n"] for one in items} == {number}
        assert {one["mean"] for one in items} == {None}
        columns = answers_for(collection, 3 + number % 2, respondent=f"r-{number:08d}")
        submit(client, collection, columns)
    first = near.get("/instructor/items").json()[0]
    assert first == {
        "column": "E1", "item": "Q1", "form": "expectation", "n": 5, "mean": 3.4,
        "counts": [0, 0, 3, 2, 0, 0, 0],
    }  # fmt: skip
    counts = svq.live_counts(collection.path)
    assert counts.loc["P22", ["n", "mean", 3, 4]].tolist() == [5, 3.4, 3, 2]


def test_a_survey_that_has_ended_takes_answers_but_nobody_new(
    visit: Visit, collection: Collection, make_room: Callable[..., Room]
) -> None:
    room = make_room(collection)
    client = visit(collection, room=room)
    token = token_of(client.get(f"/{collection.code}").text)
    room.closes = 1.0
    assert client.get(f"/{collection.code}").status_code == 200  # has begun, and may reload
    ended = visit(collection, room=room).get(f"/{collection.code}")
    assert ended.status_code == 410
    assert "afgelopen" in ended.text
    assert submit(client, collection, answers_for(collection), token=token).status_code == 201


# Safety of pages and files


def test_every_answer_of_the_server_has_strict_headers(
    visit: Visit, collection: Collection
) -> None:
    near = visit(collection, address="127.0.0.1", base="http://127.0.0.1:8765")
    paths = ["/", f"/{collection.code}", "/wrong", "/instructor/", "/instructor/counts", "/a/b/c"]
    for path in paths:
        headers = near.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["cache-control"] == "no-store", path
        assert "server" not in headers, path
    cookie = near.get(f"/{collection.code}").headers.get("set-cookie", "")
    first = visit(collection).get(f"/{collection.code}").headers["set-cookie"]
    assert cookie == ""
    assert "HttpOnly" in first
    assert "SameSite=strict" in first


def test_nothing_that_identifies_a_respondent_is_kept(
    visit: Visit, collection: Collection, capfd: pytest.CaptureFixture[str]
) -> None:
    client = visit(collection, address="198.51.100.77")
    agent = {"user-agent": "Telltale/1.0", "accept-language": "x-telltale"}
    client.get(f"/{collection.code}", headers=agent)
    submit(client, collection, answers_for(collection), headers=agent)
    with closing(sqlite3.connect(collection.path)) as connection:
        dump = "\n".join(connection.iterdump())
    said = "".join(capfd.readouterr())
    for trace in ("198.51.100.77", "Telltale", "telltale"):
        assert trace not in dump
        assert trace not in said
    assert client.cookies.get("svqkit_visit") is None


def test_hostile_texts_are_data_everywhere(
    visit: Visit, tmp_path: Path, make_room: Callable[..., Room]
) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    servperf = svq.load_instrument("servperf", service=hostile)
    collection, _ = open_collection(tmp_path / "hostile", servperf)
    client = visit(collection)
    for page in (
        client.get(f"/{collection.code}").text,
        client.get(f"/instructor/{collection.key}/").text,
    ):
        assert "<script>alert" not in page
    assert submit(client, collection, answers_for(collection)).status_code == 201


def test_a_text_is_no_formula_in_the_csv_and_itself_in_the_frame(
    visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    question = {"column": "note", "kind": "text", "question": "Why?"}
    path.write_text(json.dumps({"based_on": "servperf", "name": "own", "questions": [question]}))
    collection, _ = open_collection(tmp_path / "noted", svq.read_instrument(path))
    client = visit(collection)
    for at, text in enumerate(['=HYPERLINK("x")', "+1", "@x", "-2", 'say "hi", you\nthere']):
        row = answers_for(collection, respondent=f"r-{at:08d}", note=text)
        assert submit(client, collection, row).status_code == 201
    got = client.get(f"/instructor/{collection.key}/answers.csv")
    rows = list(csv.DictReader(StringIO(got.content.decode("utf-8-sig"))))
    notes = [row["note"] for row in rows]
    assert notes == ['\'=HYPERLINK("x")', "'+1", "'@x", "'-2", 'say "hi", you\nthere']
    assert svq.collected(collection.path)["note"][1] == '=HYPERLINK("x")'
    assert svq.read_responses(collection.path).n == 5


def test_a_fault_of_ours_repeats_nothing_that_was_sent(
    visit: Visit,
    collection: Collection,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a respondent's words")

    monkeypatch.setattr("svqkit.responses.collecting.submissions.admit", broken)
    answer = submit(visit(collection), collection, answers_for(collection))
    assert answer.status_code == 500
    assert "frame-ancestors" in answer.headers["content-security-policy"]
    said = "".join(capfd.readouterr())
    assert "a fault while answering: KeyError in" in said
    assert "words" not in said + answer.text
