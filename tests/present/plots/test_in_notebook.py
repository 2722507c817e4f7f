"""A picture as a notebook shows it: once, and not at all while a report draws."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

SETUP = """
import pandas as pd
from types import SimpleNamespace
from svqkit.present.plots.gaps import plot_gaps
from svqkit.present.plots.style import offscreen
table = pd.DataFrame({"gap": [-0.8], "low": [-1.0], "high": [-0.6], "expectation": [6.0],
                      "perception": [5.2]}, index=["tangibles"])
gaps = SimpleNamespace(dimensions=table, total=None)
"""
CELLS = {
    "last expression": ("plot_gaps(gaps)", 1),
    "assigned": ("ax = plot_gaps(gaps); ax.set_title('Mine')", 1),
    "two pictures": ("plot_gaps(gaps)\nplot_gaps(gaps, kind='dumbbell')", 2),
    "report": ("with offscreen():\n    ax = plot_gaps(gaps)\nax", 0),
    "own axes": (
        "from matplotlib import pyplot as plt\nfigure, (a, b) = plt.subplots(1, 2)\n"
        "plot_gaps(gaps, ax=a)\nplot_gaps(gaps, ax=b, kind='bar')",
        1,
    ),
    "nothing is left": ("print(plt.get_fignums())", 0),
}


@pytest.mark.notebook
def test_a_notebook_shows_each_picture_once():
    notebook = nbformat.v4.new_notebook()
    sources = [SETUP, *[source for source, _ in CELLS.values()]]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for (name, (_, count)), cell in zip(CELLS.items(), notebook.cells[1:], strict=True):
        pictures = [out for out in cell.outputs if "image/png" in out.get("data", {})]
        assert len(pictures) == count, name
        assert not [out for out in cell.outputs if out.get("name") == "stderr"], name
    assert notebook.cells[-1].outputs[0]["text"] == "[]\n"
