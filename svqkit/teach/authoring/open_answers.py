"""Which exercises a lesson checks, and whether the learner's notebook leaves their answers open."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from svqkit.teach.authoring.source import Cell

__all__ = ["Check", "Names", "calls_of", "checks_in", "tree_of"]


@dataclass(frozen=True)
class Check:
    """A call of ``check``: where it stands, of which exercise, and whether the answer is open."""

    position: int
    exercise: str
    open: bool


@dataclass
class Names:
    """What names stand for, as one reads a notebook from top to bottom."""

    open: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)

    def learn(self, node: ast.AST) -> None:
        """Take notice of an assignment or of a function."""
        if isinstance(node, ast.FunctionDef):
            inside = any(_is_dots(one) for one in ast.walk(node))
            (self.open.add if inside else self.open.discard)(node.name)
        if isinstance(node, ast.Assign):
            for name in (one.id for one in node.targets if isinstance(one, ast.Name)):
                (self.open.add if _is_dots(node.value) else self.open.discard)(name)
                (self.made.add if isinstance(node.value, ast.Call) else self.made.discard)(name)

    def leave_open(self, given: ast.expr) -> bool:
        """Tell whether what a check is given still has to come from the learner.

        It is dots, a name that stands for dots, a call of a function that holds dots, or what a
        widget says: an attribute of something made by a call.
        """
        if _is_dots(given):
            return True
        if isinstance(given, ast.Name):
            return given.id in self.open
        if isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
            return given.func.id in self.open
        root: ast.expr = given
        while isinstance(root, (ast.Attribute, ast.Subscript)):
            root = root.value
        return (
            isinstance(given, ast.Attribute) and isinstance(root, ast.Name) and root.id in self.made
        )


def _is_dots(node: ast.AST) -> bool:
    """Tell dots, and lists, tuples and mappings of nothing but dots."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(map(_is_dots, node.elts))
    if isinstance(node, ast.Dict):
        return bool(node.values) and all(map(_is_dots, node.values))
    return isinstance(node, ast.Constant) and node.value is ...


def tree_of(code: str) -> ast.Module:
    r"""Parse a cell's code; lines of IPython's own (``%`` and ``!``) are left out.

    Parameters
    ----------
    code : str

    Returns
    -------
    ast.Module

    Raises
    ------
    SyntaxError
        If it is not Python.

    Examples
    --------
    >>> len(tree_of("%matplotlib inline\na = 1").body)
    1
    """
    lines = ["" if one.lstrip().startswith(("%", "!")) else one for one in code.splitlines()]
    return ast.parse("\n".join(lines))


def calls_of(name: str, tree: ast.AST) -> Iterator[ast.Call]:
    """Give the calls of a function by its plain name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def checks_in(cells: Sequence[Cell]) -> list[Check]:
    r"""Find the checks of a notebook.

    Parameters
    ----------
    cells : sequence of Cell
        In order.

    Returns
    -------
    list of Check

    Examples
    --------
    >>> code = 'mine = ...\ncheck("L04.1", mine)\nmine = 3\ncheck("L04.2", mine)'
    >>> [one.open for one in checks_in([Cell("code", "l04-one", code, 1)])]
    [True, False]
    """
    names, found = Names(), []
    for position, cell in enumerate(cells):
        for statement in _statements(cell):
            for call in calls_of("check", statement):
                if len(call.args) == 2 and isinstance(call.args[0], ast.Constant):
                    asked = str(call.args[0].value).strip().upper()
                    found.append(Check(position, asked, names.leave_open(call.args[1])))
            for node in ast.walk(statement):
                names.learn(node)
    return found


def _statements(cell: Cell) -> Iterable[ast.stmt]:
    return tree_of(cell.text).body if cell.kind == "code" else ()
