"""Look at the installation, part by part, and say what to do about what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pandas as pd
from packaging.requirements import Requirement

from svqkit.result import Part, Result

__all__ = ["Examination", "examine"]

FINE, LOOK, BROKEN = "fine", "look", "broken"

_CJK = (
    "Noto Sans CJK",
    "Noto Serif CJK",
    "Source Han",
    "PingFang",
    "Hiragino",
    "Microsoft YaHei",
    "SimHei",
    "SimSun",
    "WenQuanYi",
    "Malgun Gothic",
    "Apple SD Gothic",
    "Arial Unicode",
)
_BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "msedge", "firefox")


@dataclass(frozen=True, eq=False, repr=False)
class Examination(Result):
    """What ``svqkit doctor`` found.

    Attributes
    ----------
    checks : DataFrame
        One row a check: check, state (``fine``, ``look``, ``broken``), found, advice.

    Examples
    --------
    >>> examine().fine
    True
    """

    checks: pd.DataFrame

    @property
    def fine(self) -> bool:
        """Whether nothing that svqkit needs is broken; optional parts may still be missing."""
        return not (self.checks["state"] == BROKEN).any()

    def _title(self) -> str:
        return "svqkit doctor"

    def _parts(self) -> list[Part]:
        lines = []
        for check, state, found, advice in self.checks.to_numpy().tolist():
            lines.append(f"{state:<8}{check}: {found}" + (f"\n        -> {advice}" * bool(advice)))
        summary = {
            (True, True): "All is well.",
            (True, False): "svqkit works; the lines marked 'look' are optional.",
        }.get((self.fine, bool((self.checks["state"] == FINE).all())), "Mend what is 'broken'.")
        return [("", "\n".join(lines)), ("", summary)]


def examine() -> Examination:
    """Check Python, packages, fonts, bundled data and settings; change nothing.

    Returns
    -------
    Examination

    Examples
    --------
    >>> list(examine().checks.columns)
    ['check', 'state', 'found', 'advice']
    """
    rows = [_python(), *_packages(), _cjk_fonts(), *_bundled(), _open_data(), _browser()]
    return Examination(pd.DataFrame(rows, columns=["check", "state", "found", "advice"]))


Check = tuple[str, str, str, str]


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()}, {sys.prefix}"
    return "Python", FINE, found, ""


def _packages() -> Iterator[Check]:
    """Compare what is installed with what the package says it needs, extra by extra."""
    try:
        lines = requires("svqkit") or []
        yield "svqkit", FINE, version("svqkit"), ""
    except PackageNotFoundError:
        yield "svqkit", BROKEN, "not installed as a package", "pip install -e . in its folder"
        return
    wanted = [Requirement(line) for line in lines]
    for extra in ("", "lab", "forms", "io", "report", "scale", "improve"):
        needed = [
            one
            for one in wanted
            if one.name != "svqkit"
            and (one.marker is None) == (extra == "")
            and (one.marker is None or one.marker.evaluate({"extra": extra}))
        ]
        if not needed:
            continue
        bad = [problem for one in needed if (problem := _problem(one))]
        install = f'pip install -U "svqkit{f"[{extra}]" if extra else ""}"'
        name = f"packages of [{extra}]" if extra else "packages"
        if bad:
            yield name, LOOK if extra else BROKEN, "; ".join(bad), install
        else:
            yield name, FINE, f"all {len(needed)} installed", ""


def _problem(one: Requirement) -> str:
    try:
        found = version(one.name)
    except PackageNotFoundError:
        return f"{one.name} is missing"
    if not one.specifier.contains(found, prereleases=True):
        return f"{one.name} is {found}, needs {one.specifier}"
    return ""


def _cjk_fonts() -> Check:
    import matplotlib as mpl
    from matplotlib import font_manager

    names = sorted({font.name for font in font_manager.fontManager.ttflist})
    found = [name for name in names if name.startswith(_CJK)]
    if found:
        return "fonts for Chinese, Japanese, Korean", FINE, found[0], ""
    return (
        "fonts for Chinese, Japanese, Korean",
        LOOK,
        "none: such labels would show as boxes in pictures",
        "install Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk), then delete matplotlib's cache: "
        + mpl.get_cachedir(),
    )


def _bundled() -> Iterator[Check]:
    from svqkit.bundled import bundled

    for name, pattern in (("datasets", "*/datapackage.json"), ("notebooks", "**/*.ipynb")):
        try:
            count = len(list(bundled(name).glob(pattern)))
        except FileNotFoundError:
            count = 0
        if count:
            yield f"bundled {name}", FINE, f"{count} in {bundled(name)}", ""
        else:
            yield f"bundled {name}", BROKEN, "none found", "install svqkit again"


def _open_data() -> Check:
    place = os.environ.get("SVQKIT_DATA")
    if not place:
        return "open data sets", FINE, "downloaded on first use (SVQKIT_DATA is not set)", ""
    if Path(place).is_dir():
        return "open data sets", FINE, f"read from SVQKIT_DATA={place}", ""
    return (
        "open data sets",
        BROKEN,
        f"SVQKIT_DATA={place} is not a folder",
        "make it point to the folder that holds the files, or unset it",
    )


def _browser() -> Check:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    if found or platform.system() in {"Darwin", "Windows"}:
        return "browser", FINE, found or "the system's own", ""
    return "browser", LOOK, "none found here", "the report and the notebooks open in any browser"
