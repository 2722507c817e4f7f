"""Bundled folders are found, or their absence is said."""

from __future__ import annotations

import pytest

from svqkit.bundled import bundled


@pytest.mark.parametrize("name", ["datasets", "notebooks"])
def test_what_travels_with_the_kit_is_found(name):
    assert bundled(name).is_dir()


def test_an_unknown_folder_is_named():
    with pytest.raises(FileNotFoundError, match="'nothing' folder"):
        bundled("nothing")
