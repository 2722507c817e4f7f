"""Excel workbooks, taken apart into cells."""

from __future__ import annotations

import warnings
import zlib
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from svqkit.errors import DataError

__all__ = ["read_workbook"]

_LARGEST = 1_000_000_000  # bytes when unpacked
# What openpyxl and the modules below it raise at files that other programs have spoilt.
_SPOILT = (
    BadZipFile,
    ParseError,
    zlib.error,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    EOFError,
    OSError,
)


def read_workbook(data: bytes, name: str) -> dict[str, list[list[Any]]]:
    """Read every sheet of a workbook; formulas count with their last computed value.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for messages.

    Returns
    -------
    dict
        Title → rows of cells, in the workbook's order.

    Raises
    ------
    DataError
        If it is no readable workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    sheets: dict[str, list[list[Any]]] = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _LARGEST:
            raise DataError(f"{name} is too large when unpacked; save the answers as CSV")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # drawings and checks that hold no answers
            book = load_workbook(BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                sheets[sheet.title] = [list(row) for row in sheet.iter_rows(values_only=True)]
            book.close()
    except DataError:
        raise
    except (*_SPOILT, InvalidFileException) as error:
        raise DataError(
            f"{name} is not a readable Excel workbook ({type(error).__name__}); "
            "open it in the spreadsheet program and save it again as XLSX or CSV"
        ) from None
    return sheets
