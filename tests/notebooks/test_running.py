"""Each notebook runs from top to bottom without an error and without a word on stderr."""

from __future__ import annotations

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from svqkit.bundled import bundled

pytestmark = pytest.mark.notebook


@pytest.fixture
def executed(notebook_path, tmp_path):
    notebook = nbformat.read(notebook_path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    return client.execute()


def test_it_runs_and_is_quiet(executed, notebook_path, tmp_path):
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert outputs
    loud = [o["text"] for o in outputs if o["output_type"] == "stream" and o["name"] == "stderr"]
    assert not loud, "\n".join(loud)
    assert not [o for o in outputs if o["output_type"] == "error"]
    code = "".join(cell.source for cell in executed.cells if cell.cell_type == "code")
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == code.count("svq.plot_")
    widgets = [
        o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})
    ]
    assert len(widgets) == code.count("GapExplorer(")
    assert len(list(tmp_path.glob("*.html"))) == code.count("svq.report(")


FAULTY = {
    "twelve respondents": lambda bank: bank.head(12),
    "perceptions alone": lambda bank: bank.drop(columns=[f"E{i}" for i in range(1, 23)]),
    "a constant and an empty item": lambda bank: bank.assign(P5=4, P6=None),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_the_research_template_runs_on_files_that_lack_something(fault, tmp_path):
    bank = pd.read_csv(bundled("datasets") / "bank" / "bank.csv")
    FAULTY[fault](bank).to_csv(tmp_path / "mine.csv", index=False)
    template = bundled("notebooks") / "research" / "validate_your_questionnaire.ipynb"
    notebook = nbformat.read(template, as_version=4)
    settings = next(cell for cell in notebook.cells if "path = None" in cell.source)
    settings.source = settings.source.replace("path = None", 'path = "mine.csv"')
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert (tmp_path / "validation-report.html").stat().st_size > 100_000
