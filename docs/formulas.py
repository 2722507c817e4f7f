"""Formulas of the site as MathML, which browsers show by themselves: no script, no other server."""

from __future__ import annotations

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

LOG = logging.getLogger(__name__)
LATEX = LatexToMathML(annotation=True, fancy_error=False)


def mathml(node: nodes.Element, *, block: bool) -> str:
    """Turn a formula into MathML; what cannot be turned is a warning, which fails the build."""
    try:
        return str(LATEX.convert_with_local_state(node.astext(), displaystyle=block))
    except LatexError as error:
        LOG.warning("no MathML for %s: %s", node.astext(), error, location=node)
        return ""


def within(page: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    page.body.append(mathml(node, block=False))
    raise nodes.SkipNode


def alone(page: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own; one too wide for a phone scrolls by itself."""
    page.body.append(f'<div class="formula" tabindex="0">{mathml(node, block=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the renderer that conf.py names."""
    app.add_html_math_renderer("mathml", (within, None), (alone, None))
