from __future__ import annotations

from types import SimpleNamespace

import IPython
import matplotlib
import numpy as np
import pytest

from svqkit.present.plots import style


def luminance(colour):
    linear = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_series_are_colours_of_okabe_and_ito():
    published = {
        "#000000",
        "#E69F00",
        "#56B4E9",
        "#009E73",
        "#F0E442",
        "#0072B2",
        "#D55E00",
        "#CC79A7",
    }
    assert set(style.SERIES) <= published
    assert len(set(style.SERIES)) == len(style.SERIES) == len(style.MARKERS)


@pytest.mark.parametrize("count", [2, 3, 5, 7, 11, 13])
def test_neighbouring_categories_differ_in_grey_print(count):
    colours = style.diverging_colours(count)
    light = np.array([luminance(colour) for colour in colours])
    assert len(set(colours)) == count
    middle = int(light.argmax())
    assert (np.diff(light[: middle + 1]) > 0).all()
    assert (np.diff(light[middle:]) < 0).all()


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#777777", style.BLUE, style.VERMILLION])
def test_ink_reads_on_any_colour(colour):
    assert contrast(style.ink_on(colour), colour) >= 4.5


def test_grey_text_reads_on_white():
    assert contrast(style.GREY, "white") >= 7


def test_fonts_named_are_installed():
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    assert set(style.fonts()) <= installed


def test_a_kernel_gets_one_pyplot_figure_and_a_report_none(monkeypatch):
    from matplotlib import pyplot

    pyplot.close("all")
    pyplot.switch_backend("agg")  # else pyplot asks the pretended kernel for its backend
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))
    with style.canvas(None, 4, 3) as ax:
        assert pyplot.fignum_exists(ax.figure.number)
    pyplot.close("all")
    with style.offscreen(), style.canvas(None, 4, 3):
        assert pyplot.get_fignums() == []


def test_a_terminal_shell_is_no_kernel(monkeypatch):
    from matplotlib import pyplot

    pyplot.close("all")
    monkeypatch.setattr(IPython, "get_ipython", SimpleNamespace)
    with style.canvas(None, 4, 3):
        assert pyplot.get_fignums() == []


def test_settings_are_restored_after_an_error():
    before = dict(matplotlib.rcParams)
    with pytest.raises(KeyError), style.canvas(None, 4, 3):
        raise KeyError("drawing failed")
    assert dict(matplotlib.rcParams) == before


def test_titles_of_given_axes_take_our_fonts():
    """Axes made outside have titles in matplotlib's font, which may have no Chinese."""
    from matplotlib.figure import Figure

    given = Figure().add_subplot()
    with style.canvas(given, 4, 3) as ax:
        ax.set_title("漏斗图")
        ax.set_xlabel("案例数")
        ax.set_ylabel("份额")
    for text in (given._left_title, given.xaxis.label, given.yaxis.label):
        assert text.get_fontfamily() == list(style.fonts())
