"""A process on one page: its parts, its remarks, its refusals."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.errors import DataError

STEPS = ["Welcome", "Fill in", "Check", "Sign"]
INPUTS = {"Customer": ["card", "details"], "Head office": ["rules"]}
OUTPUTS = {"Customer": ["account"], "Auditor": ["file"]}


def test_parts_stand_side_by_side():
    found = svq.sipoc(STEPS, inputs=INPUTS, outputs=OUTPUTS)
    assert found.table.to_numpy().tolist() == [
        ["Customer", "card", "Welcome", "account", "Customer"],
        ["Customer", "details", "Fill in", "file", "Auditor"],
        ["Head office", "rules", "Check", "", ""],
        ["", "", "Sign", "", ""],
    ]
    assert found.remarks == []


def test_a_long_process_and_outputs_without_requirement_are_remarked():
    found = svq.sipoc(
        [f"step {k}" for k in range(9)],
        inputs=INPUTS,
        outputs=OUTPUTS,
        requirements={"account": "today"},
    )
    assert found.remarks == [
        "9 steps; a SIPOC is read at a glance with 3 to 7.",
        "No requirement is stated for file.",
    ]
    assert "today" in repr(found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"process": []}, "process is empty"),
        ({"process": "Sign"}, "process must be a list of texts"),
        ({"process": ["a", " "]}, "entry 2 of process is empty"),
        ({"process": ["a", "a"]}, "step 'a' is there twice"),
        ({"inputs": {}}, "inputs is empty"),
        ({"inputs": ["card"]}, "inputs must be a mapping of supplier to a list"),
        ({"outputs": {"Customer": []}}, "outputs of 'Customer' is empty"),
        ({"requirements": {"meal": "hot"}}, "a requirement is of 'meal', which is no output"),
    ],
)
def test_bad_input_is_named(change, said):
    given = {"process": STEPS, "inputs": INPUTS, "outputs": OUTPUTS, **change}
    with pytest.raises(DataError, match=said):
        svq.sipoc(given.pop("process"), **given)
