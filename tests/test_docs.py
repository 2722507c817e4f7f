"""What the documents say is so: commands exist, links lead somewhere, the example runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import svqkit

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def fenced(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    # The site lays notebooks/ beside the pages of docs/.
    places = [path.parent, ROOT] if path.parent.name == "docs" else [path.parent]
    assert [link for link in local if not any((at / link).exists() for at in places)] == []


def test_commands_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    from svqkit.cli import app

    commands = {one.name or one.callback.__name__ for one in app.registered_commands}
    for path in PAGES:
        text = "\n".join(fenced(path, ""))
        assert set(re.findall(r"^make ([a-z]+)", text, re.M)) <= targets, path.name
        assert set(re.findall(r"^svqkit ([a-z-]+)", text, re.M)) <= commands, path.name


def test_the_readmes_examples_run(tmp_path: Path) -> None:
    example = "\n".join(fenced(ROOT / "README.md", "python"))
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert (tmp_path / "out" / "bank-report.html").is_file()


def test_the_reference_lists_every_public_name() -> None:
    listed = re.findall(r"^   ([a-zA-Z_]\w*)$", (ROOT / "docs" / "api.md").read_text(), re.M)
    assert sorted(listed) == sorted(svqkit.__all__)


def test_each_decision_says_choice_reason_and_what_would_change_it() -> None:
    entries = (ROOT / "docs" / "decisions.md").read_text().split("\n## ")[1:]
    assert len(entries) > 10
    for entry in entries:
        lines = [line for line in entry.splitlines()[1:] if line]
        heads = [re.match(r"\*\*([A-Za-z ]+)\.\*\*", line) for line in lines]
        assert [head and head[1] for head in heads] == ["Choice", "Why", "Would change it"], entry


def test_rooms_of_the_architecture_are_the_packages_folders() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    folders = {path.parent.name for path in (ROOT / "svqkit").glob("*/__init__.py")}
    assert [name for name in sorted(folders) if f"`{name}`" not in text] == []


@pytest.mark.notebook
def test_the_site_builds_without_a_warning_and_asks_nobody(tmp_path: Path) -> None:
    """Notebooks run in tests of their own; here they are laid out unrun."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("_build", "generated"))
    shutil.copytree(ROOT / "notebooks", source / "notebooks")
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", source, site],
        env={**os.environ, "SVQKIT_SITE_EXECUTE": "off"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (site / "generated" / "svqkit.validate.html").is_file()
    assert (site / "notebooks" / "lessons" / "00_start_here.html").is_file()
    for kept_back in ("instructor", "sources"):
        assert not list(site.rglob(f"{kept_back}/*"))


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Build a site of one page with the settings of ours."""

    def built(text: str) -> subprocess.CompletedProcess[str]:
        shutil.copytree(
            ROOT / "docs", tmp_path, ignore=shutil.ignore_patterns("*.md"), dirs_exist_ok=True
        )
        (tmp_path / "index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-W",
            "--keep-going",
            "-q",
            "-b",
            "html",
            tmp_path,
            tmp_path / "site",
        ]
        return subprocess.run(command, capture_output=True, text=True)

    return built


GOOD = r"""Alpha is $\alpha$, see [a standard](https://example.org/standard):

$$\alpha = \frac{k}{k - 1}$$
"""
BAD = r"""<img src="https://example.org/a.png">
<link rel="stylesheet" href="//example.org/b.css">
<style>@import 'https://example.org/c.css';</style>
<p style="background:url(https://example.org/d.png)">d</p>

So $\nonsense{x}$.
"""


def test_formulas_need_no_script_and_links_may_lead_away(
    build: Callable[..., Any], tmp_path: Path
) -> None:
    done = build(GOOD)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count("<math") == 2
    assert "<mfrac>" in page
    assert "mathjax" not in "".join(re.findall(r"<script[^>]*>", page)).lower()


def test_a_page_that_asks_others_or_has_a_broken_formula_is_refused(
    build: Callable[..., Any],
) -> None:
    done = build(BAD)
    assert done.returncode != 0
    assert "no MathML for" in done.stderr
    for asked in ("https://example.org/a.png", "//example.org/b.css"):
        assert f"index.html: {asked}" in done.stderr
    for asked in ("https://example.org/c.css", "https://example.org/d.png"):
        assert f"index.html: {asked}" in done.stderr


@pytest.mark.parametrize(
    "page", ["coming_from.md", "adapting.md", "forms.md", "gap_model.md", "prescriptions.md"]
)
def test_a_page_of_examples_runs(page: str, tmp_path: Path) -> None:
    """Every Python block of the page, one after the other, as a reader would."""
    program = "\n".join(fenced(ROOT / "docs" / page, "python"))
    assert program
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr


def test_the_page_on_reading_runs(tmp_path: Path) -> None:
    """Every Python block of the page, one after the other, as a reader would."""
    program = "\n".join(fenced(ROOT / "docs" / "reading.md", "python"))
    done = subprocess.run(
        [sys.executable, "-c", program + "\nprint(responses.n, responses.checks)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "language of headers" in done.stdout
    assert done.stdout.endswith("80 {'check_1': 5}\n")
