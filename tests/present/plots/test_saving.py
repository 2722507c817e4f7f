"""Saved pictures keep their words."""

from __future__ import annotations

import pytest

from svqkit.present.plots.path import plot_path
from svqkit.present.plots.saving import save_picture

MODEL = "quality =~ Q1 + Q2 + Q3"
WORDS = "服务 <质量> & quality"


@pytest.fixture
def ax():
    return plot_path(MODEL, labels={"Q1": WORDS})


def test_svg_words_are_text_that_can_be_edited(ax, tmp_path):
    from xml.etree import ElementTree

    path = save_picture(ax, tmp_path / "a.svg", description=WORDS)
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    words = ["".join(node.itertext()) for node in root.iter(f"{space}text")]
    assert {WORDS, "Q2", "quality"} <= set(words)
    assert root.findtext(f"{space}desc") == WORDS
    assert root.findtext(f"{space}title") == "Path diagram: the model"
    assert {"Q1", "quality"} <= {node.get("id") for node in root.iter()}
    again = save_picture(plot_path(MODEL, labels={"Q1": WORDS}), tmp_path / "b.svg")
    assert again.read_text(encoding="utf-8") == save_picture(ax, tmp_path / "c.svg").read_text(
        encoding="utf-8"
    )


def test_letters_may_become_shapes(ax, tmp_path):
    path = save_picture(ax, tmp_path / "a.svg", outlines=True)
    assert "<text" not in path.read_text(encoding="utf-8")


def test_png_and_pdf(ax, tmp_path):
    from PIL import Image

    png = Image.open(save_picture(ax, tmp_path / "a.png", dpi=100, description=WORDS))
    width, height = ax.figure.get_size_inches()
    assert png.size == pytest.approx((100 * width, 100 * height), abs=1)
    assert png.info["Description"] == WORDS
    pdf = save_picture(ax, tmp_path / "a.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/Type3" not in pdf


def test_nothing_is_left_half_written(ax, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf"):
        save_picture(ax, tmp_path / "a.bmp")

    def fail(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(type(ax.figure), "savefig", fail)
    with pytest.raises(OSError, match="disk full"):
        save_picture(ax, tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []
