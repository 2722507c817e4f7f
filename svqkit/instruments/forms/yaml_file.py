"""The instrument itself as YAML: all its languages, to be edited and read back."""

from __future__ import annotations

from io import StringIO
from typing import Any

from svqkit.instruments.form_fields import FormPlan

__all__ = ["write"]


def write(plan: FormPlan) -> bytes:
    """Write the plan's instrument in all its languages, as ``read_instrument`` reads it.

    Parameters
    ----------
    plan : FormPlan

    Returns
    -------
    bytes

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> write(form_plan(load_instrument("servqual"))).decode().splitlines()[0]
    'name: servqual'
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    buffer = StringIO()
    yaml.dump(_plain(plan.instrument.description.model_dump()), buffer)
    return buffer.getvalue().encode()


def _plain(value: Any) -> Any:
    """Leave out what is empty, and write a text without a language as a plain text."""
    if isinstance(value, dict):
        if set(value) == {"und"}:
            return value["und"]
        return {key: _plain(item) for key, item in value.items() if item not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
