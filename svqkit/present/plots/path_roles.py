"""Who stands where in a path diagram: families of factors and items, and their order in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.present.plots.path_model import Path

__all__ = ["Families", "families"]


@dataclass(frozen=True)
class Families:
    """The variables of a model as families.

    ``of`` maps a factor to what stands beside it: the indicators that load on it most. ``heads``
    are the variables that stand beside nobody, in layers from causes to effects. ``general``
    are factors that stand beyond the items, which already stand beside factors of their own.
    ``rest`` are items of general factors only.
    """

    of: dict[str, tuple[str, ...]]
    heads: tuple[tuple[str, ...], ...]
    general: tuple[str, ...]
    rest: tuple[str, ...]

    def members(self, name: str) -> list[str]:
        """List a variable and everything that stands beside it, parents first."""
        found = [name]
        for child in self.of.get(name, ()):
            found += self.members(child)
        return found

    def generations(self, name: str) -> int:
        """Count the generations below a variable: 0 for an item, 1 for a factor of items."""
        below = [self.generations(child) for child in self.of.get(name, ())]
        return 1 + max(below) if below else 0


def _general(measures: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Find factors whose items other factors have divided among themselves.

    Their items spread over two factors or more, none of which holds them all; each item has a
    factor of its own, or at least one smaller factor lies wholly within.
    """
    own = {f: set(items) for f, items in measures.items() if not set(items) & set(measures)}
    found: list[str] = []
    for factor in sorted(own, key=lambda name: -len(own[name])):
        rest = {f: items for f, items in own.items() if f != factor and f not in found}
        mine = own[factor]
        parts = [items & mine for items in rest.values() if items & mine]
        left = mine - set().union(*parts)
        nested = any(items < mine for items in rest.values())
        divided = len(parts) + bool(left) > 1 and all(part < mine for part in parts)
        if divided and (nested or not left) and sum(map(len, parts)) <= 1.5 * len(mine):
            found.append(factor)
    return tuple(found)


def _homes(paths: Sequence[Path], factors: Sequence[str]) -> dict[str, str]:
    """Give each indicator the factor it loads on most, never one that stands beside it."""
    homes: dict[str, str] = {}
    best: dict[str, float] = {}
    for path in paths:
        if path.kind != "loading" or path.start not in factors:
            continue
        above, at = {path.end}, path.start
        while at in homes and at not in above:
            above.add(at)
            at = homes[at]
        size = 0.0 if np.isnan(path.weight) else abs(path.weight)
        if at not in above and (path.end not in homes or size > best[path.end]):
            homes[path.end], best[path.end] = path.start, size
    return homes


def _layers(heads: Sequence[str], arrows: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Order the heads so that arrows run from one layer to a later one, as far as can be."""
    before: dict[str, list[str]] = {head: [] for head in heads}
    for start, end in arrows:
        if start != end:
            before[end].append(start)
    depth: dict[str, int] = {}

    def find(name: str, trail: tuple[str, ...]) -> int:
        if name not in depth:
            earlier = [find(other, (*trail, name)) for other in before[name] if other not in trail]
            depth[name] = 1 + max(earlier, default=-1)
        return depth[name]

    for head in heads:
        find(head, (head,))
    last = max(depth.values())
    sources = {start for start, end in arrows if start != end}
    for head in heads:
        if before[head] and head not in sources:
            depth[head] = last
    used = sorted(set(depth.values()))
    return tuple(tuple(head for head in heads if depth[head] == level) for level in used)


def families(paths: Sequence[Path]) -> Families:
    """Sort the variables of a model into families.

    Parameters
    ----------
    paths : sequence of Path

    Returns
    -------
    Families

    Examples
    --------
    >>> from svqkit.present.plots.path_model import paths_of, table_of
    >>> found = families(paths_of(table_of("f =~ a + b; g =~ c + d; g ~ f")[0]))
    >>> found.heads, found.of["f"]
    ((('f',), ('g',)), ('a', 'b'))
    >>> bifactor = "s =~ a + b + c; t =~ d + e + f; g =~ a + b + c + d + e + f"
    >>> families(paths_of(table_of(bifactor)[0])).general
    ('g',)
    """
    measures: dict[str, list[str]] = {}
    for path in paths:
        if path.kind == "loading":
            measures.setdefault(path.start, []).append(path.end)
    names = dict.fromkeys(measures)
    names.update(dict.fromkeys(name for path in paths for name in (path.start, path.end)))
    general = _general(measures)
    arrows = [(p.start, p.end) for p in paths if p.kind == "regression"]
    if arrows:  # in a structural model both sides of the items are taken
        general = ()
    homes = _homes(paths, [factor for factor in measures if factor not in general])
    rest = {item for f in general for item in measures[f] if item not in homes}
    heads = [n for n in names if n not in homes and n not in general and n not in rest]
    of = {f: tuple(i for i in items if homes.get(i) == f) for f, items in measures.items()}

    def head_of(name: str) -> str:
        while name in homes:
            name = homes[name]
        return name

    layers = _layers(heads, [(head_of(start), head_of(end)) for start, end in arrows])
    ordered = tuple(name for name in names if name in rest)
    return Families({f: items for f, items in of.items() if items}, layers, general, ordered)
