"""Every questionnaire of the catalogue can be held live and comes back as what was answered."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import svqkit as svq
from svqkit.responses.collecting.admission import admit
from svqkit.responses.collecting.pages import FormPage
from svqkit.responses.collecting.store import open_collection
from svqkit.responses.collecting.writer import AnswerWriter

from .conftest import answers_for


@pytest.mark.parametrize("name", sorted(svq.list_instruments().index))
def test_what_is_answered_is_what_is_read(tmp_path: Path, name: str) -> None:
    instrument = svq.load_instrument(name, "nl", service="hotel")
    collection, _ = open_collection(tmp_path, instrument, attention=1, shuffle=True)
    assert FormPage(collection).policy.count("sha256-") == 2
    high = instrument.scale.high
    with closing(AnswerWriter(collection)) as writer:
        for number, code in enumerate((high, high - 1, high)):
            given = answers_for(collection, code, respondent=f"r-{number:08d}")
            writer.save(admit(collection.plan, given, name="b2c3d4f5")).result()
    scales = [field.column for field in collection.plan.fields if field.kind == "scale"]
    assert svq.collected(tmp_path)[scales].notna().all(axis=None)
    read = svq.read_responses(tmp_path)
    assert (read.n, read.instrument.name, read.instrument.language) == (3, name, "nl")
    (check,) = (field for field in collection.plan.fields if field.kind == "check")
    assert read.checks == {"check_1": float(check.expected or 0)}
    assert (svq.screen(read).respondents["checks_failed"] == 0).all()
    asked = {
        "perception": read.perceptions,
        "expectation": read.expectations,
        "minimum": read.minimum,
        "desired": read.desired,
    }
    for form in instrument.forms:
        answered = asked[form]
        assert answered is not None
        assert set(answered.columns) == set(instrument.codes)
        for item in instrument.items:  # reversed ones are read as they are analysed
            ends = [high, high - 1, high]
            turned = [instrument.scale.low + high - one for one in ends] if item.reverse else ends
            assert answered[item.code].tolist() == turned
    if instrument.importance is not None:
        assert read.importance is not None
        assert read.importance_kind == instrument.importance.kind
        if instrument.importance.kind == "points":
            assert read.importance.sum(axis=1).tolist() == [100.0] * 3
    assert read.instrument.wording(instrument.codes[0]) == instrument.wording(instrument.codes[0])
