"""Write a simulated survey as a file like anybody's, with its truth beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svqkit.errors import DataError

if TYPE_CHECKING:
    from svqkit.responses.responses import Responses

__all__ = ["write_survey"]


def write_survey(responses: Responses, path: Path) -> Path:
    """Write answers as CSV in the columns that ``validate`` reads, and what is true of them as JSON.

    Parameters
    ----------
    responses : Responses
        As ``simulate`` gives them.
    path : Path
        The CSV file; the truth goes beside it, as ``NAME.truth.json``.

    Returns
    -------
    Path
        Where the truth was written.

    Raises
    ------
    DataError
        If one of the files is there already, or ``path`` does not end in ``.csv``.

    Examples
    --------
    >>> import tempfile
    >>> import svqkit as svq
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     truth = write_survey(svq.simulate(n=20, seed=1), Path(folder) / "made.csv")
    >>> truth.name
    'made.truth.json'
    """
    import pandas as pd

    from svqkit.instruments.form_fields import column_of
    from svqkit.responses.keying import turned

    if path.suffix.lower() != ".csv":
        raise DataError(f"a simulated survey is written as CSV; name a file in .csv, not {path}")
    truth = path.with_suffix(".truth.json")
    for taken in (path, truth):
        if taken.exists():
            raise DataError(f"{taken} is there already; name another file, or remove it first")
    parts = [responses.respondents]
    forms = {
        "expectation": responses.expectations,
        "minimum": responses.minimum,
        "desired": responses.desired,
        "perception": responses.perceptions,
    }
    for form, frame in forms.items():
        if frame is not None:
            names = {code: column_of(str(code), form) for code in frame.columns}
            asked = turned(frame, responses.instrument)
            parts.append(asked.rename(columns=names).astype("Int64"))
    if responses.importance is not None:
        parts.append(responses.importance.add_prefix("points_"))
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pd.concat(parts, axis=1).rename_axis("respondent")
    table.to_csv(path, encoding="utf-8")
    said = json.dumps(responses.truth, indent=1, default=_plain, ensure_ascii=False)
    truth.write_text(said + "\n", encoding="utf-8")
    return truth


def _plain(value: Any) -> Any:
    """Turn what JSON has no word for, numpy's arrays and numbers, into lists and numbers."""
    return value.tolist()
