"""How the documentation is built: `make site` copies docs/ and notebooks/ into one folder first."""

from __future__ import annotations

import os
import re
import sys
from importlib.metadata import version as installed
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

project = "svqkit"
author = "The svqkit authors"
copyright = author
release = version = installed("svqkit")

sys.path.insert(0, str(Path(__file__).resolve().parent))

extensions = [
    "formulas",
    "outside",
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
]
exclude_patterns = [
    "_build",
    "**.ipynb_checkpoints",
    "notebooks/instructor",
    "notebooks/sources",
]
root_doc = "index"

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3

# Every notebook runs while the site is built, and one that fails or warns fails the build.
# SVQKIT_SITE_EXECUTE=off leaves them unrun: for a look at the text.
nb_execution_mode = os.environ.get("SVQKIT_SITE_EXECUTE", "force")
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
os.environ["IPYTHONDIR"] = str(Path(__file__).resolve().parent / "ipython")
# A page asks nothing of other servers. Widgets live in JupyterLab and on Voilà pages; here they
# would need a manager from elsewhere and have no kernel to answer them (docs/decisions.md); their
# printed form is shown instead (ipython/profile_default/startup).
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_mime_priority_overrides = [("*", "application/vnd.jupyter.widget-view+json", None)]

html_math_renderer = "mathml"
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["svqkit.css"]
html_theme = "pydata_sphinx_theme"
html_title = "svqkit"
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_end": [],
}
html_show_sourcelink = False
html_show_sphinx = False


def say_where_widgets_live(app: Sphinx, page: nodes.document) -> None:
    """Put a sentence where the text form of a widget would stand, and leave its state out."""
    app.env.nb_metadata.get(app.env.docname, {}).pop("js_files", None)
    for block in list(page.findall(nodes.literal_block)):
        if re.match(r"\w+\(children=\(", block.astext()):
            words = "Here is a widget. It moves in JupyterLab (svqkit lab) and on its own page "
            text = nodes.paragraph(text=f"{words}(svqkit present), where Python answers it.")
            block.replace_self(nodes.note("", text))


def setup(app: Sphinx) -> None:
    """Register what the notebooks' pages need."""
    app.connect("doctree-read", say_where_widgets_live)
