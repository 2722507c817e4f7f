"""The researcher's notebook from top to bottom: on good surveys, and on a file with every fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from svqkit.bundled import bundled

pytestmark = pytest.mark.notebook

TEMPLATE = bundled("notebooks") / "research" / "validate_your_questionnaire.ipynb"
SECTIONS = [
    *("sample", "screening", "distribution", "verdict", "items", "reliability", "factor-number"),
    *("efa", "model", "validity", "prediction", "groups", "gaps", "sensitivity", "decisions"),
]


class Shown:
    """What a run shows: the outputs of each cell, and all text of it."""

    def __init__(self, notebook: nbformat.NotebookNode, folder: Path) -> None:
        self.folder = folder
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.code = "\n".join(cell.source for cell in cells)
        self.outputs = [output for cell in cells for output in cell.outputs]
        self.html = "\n".join(o.data.get("text/html", "") for o in self.outputs if "data" in o)
        plain = "\n".join(o.data.get("text/plain", "") for o in self.outputs if "data" in o)
        self.words = " ".join(plain.split())


def run(folder: Path, **settings: object) -> Shown:
    """Run the notebook in a folder with other settings in its first cell."""
    notebook = nbformat.read(TEMPLATE, as_version=4)
    first = next(cell for cell in notebook.cells if cell.id == "vyq-settings")
    names = {line.partition(" = ")[0] for line in first.source.splitlines()}
    assert set(settings) <= {name for each in names for name in each.split(", ")}
    first.source += "".join(f"\n{name} = {value!r}" for name, value in settings.items())
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    shown = Shown(client.execute(), folder)
    loud = [o for o in shown.outputs if o.output_type in ("stream", "error")]
    assert not loud
    assert (folder / "validation-report.html").stat().st_size > 100_000
    return shown


def faulty() -> pd.DataFrame:
    """The bank survey with every fault that a file may bring, each in a place of its own."""
    frame = pd.read_csv(bundled("datasets") / "bank" / "bank.csv").astype(object)
    frame["P13"] = [8 - code if code == code else code for code in frame["P13"]]
    frame["P17"] = 4
    frame["P22"] = None
    planted = [(3, "P1", 99), (4, "P2", -9), (5, "E3", 99), (6, "P4", 8), (7, "P7", 0)]
    planted += [(8, "P8", "Strongly agree"), (10, "P10", "n/a"), (11, "P11", "5,0")]
    for row, column, cell in planted:
        frame.loc[row, column] = cell
    frame.loc[12, [name for name in frame if name[0] in "PE"]] = None
    frame = pd.concat([frame, frame.iloc[[20, 21, 22]]], ignore_index=True)
    frame["comment"] = [f"=1+{row}" if row % 2 else f"+cmd|'{row}" for row in range(len(frame))]
    frame["年龄"] = [18 + row % 50 for row in range(len(frame))]
    frame["waiting"] = [f"{row},5" for row in range(len(frame))]
    frame["P23"] = 3
    spelled = {f"P{i}": f"p_{i:02d}" if i % 2 else f"  PERCEPTION {i}" for i in range(1, 23)}
    return frame.rename(columns=spelled | {f"E{i}": f"Exp {i}" for i in range(1, 23)})


SAID = [
    "encoding utf-8-sig",
    "separator semicolon",
    "(kept) no such item",
    "'99': line 5 p_01, line 7 Exp 3",
    "'-9': line 6",
    "'n/a': line 12",
    "line 8: 8",
    "line 9: 0",
    "'Strongly agree'",
    "line 14",
    "line 414, line 415, line 416",
    "every answer is 4",
    "Q17, everybody gave the same answer; Q22, nobody answered it",
    "Q13 (Makes time) runs against its scale",
    "with a negative loading, runs Q13 (Makes time) on Responsiveness",
    "411 of 415 respondents",
]


def test_a_file_with_every_fault_is_read_and_each_fault_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + faulty().to_csv(sep=";", index=False).encode())
    before = path.read_bytes()
    shown = run(tmp_path, survey="mine.csv")
    missing = [words for words in SAID if words not in shown.words]
    assert not missing
    assert path.read_bytes() == before
    assert "<script" not in shown.html
    shown_to_people = shown.html + (tmp_path / "validation-report.html").read_text("utf-8")
    assert "=1+" not in shown_to_people  # what somebody typed is nobody's category
    assert "cmd|" not in shown_to_people


def test_the_bank_survey_gives_every_section_with_the_reports_numbers(tmp_path: Path) -> None:
    shown = run(tmp_path, group="branch")
    asked = [name for name in SECTIONS if f'svq.report_section(validation, "{name}")' in shown.code]
    assert asked == SECTIONS
    report = (tmp_path / "validation-report.html").read_text("utf-8")
    captions = [
        part.split("</caption>")[0].split("<b>")[1].split("</b>")[0]
        for part in shown.html.split("<caption")[1:]
        if "<b>" in part.split("</caption>")[0]
    ]
    assert len(captions) > 25
    assert all(f"<b>{caption}</b>" in report for caption in captions)
    assert shown.html.count("<img ") >= 10
    assert "Not computed" not in shown.words


def test_careless_respondents_are_left_out_where_that_is_decided(tmp_path: Path) -> None:
    shown = run(tmp_path, leave_out_careless=True, missing="fiml", estimator="MLR")
    assert "18 left out by rule" in shown.words
    assert "full information" in shown.words
    assert "Huber-White" in shown.words


@pytest.mark.kiosk
def test_a_real_survey_is_validated_by_its_name(
    tmp_path: Path, kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    shown = run(tmp_path, survey="kiosk")
    assert "194 respondents to Kiosk service quality" in shown.words
    assert "the designed structure does not hold here" in shown.words


@pytest.mark.kiosk
def test_its_file_gives_the_same(
    tmp_path: Path, kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(kiosk_folder / "clean.csv", tmp_path / "mine.csv")
    shown = run(tmp_path, survey="mine.csv", instrument="kiosk")
    assert "194 respondents to Kiosk service quality" in shown.words


LACKING: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "twelve respondents": lambda bank: bank.head(12),
    "perceptions alone": lambda bank: bank.drop(columns=[f"E{i}" for i in range(1, 23)]),
}


@pytest.mark.parametrize("lack", LACKING)
def test_what_a_file_cannot_bear_is_left_out_and_said(lack: str, tmp_path: Path) -> None:
    bank = pd.read_csv(bundled("datasets") / "bank" / "bank.csv")
    LACKING[lack](bank).to_csv(tmp_path / "mine.csv", index=False)
    assert "Not computed" in run(tmp_path, survey="mine.csv").words
