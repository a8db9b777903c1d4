"""A decoder that aborts over one file: the command line lists it, and reads all others."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Imgsim
from tests.pictures import save_photo, save_photos
from tests.scan.stubs import BAD_NAME


def listed(imgsim: Imgsim) -> list[dict[str, Any]]:
    said = imgsim("status", "--failures", "--json")
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.out)["unreadable"]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_a_file_that_crashes_the_decoder_is_listed_and_tried_again_when_it_has_changed(
    imgsim: Imgsim, imgsim_process: Imgsim, photos_folder: Path
) -> None:
    save_photos(photos_folder, 12)
    bad = save_photo(photos_folder / BAD_NAME, 99)
    bad.write_bytes(bad.read_bytes() + b"bad")

    def scan(**environ: str) -> str:
        run = imgsim_process if environ else imgsim
        said = run("scan", photos_folder, **environ)
        assert said.code == 0, said.err
        return said.out

    first = scan(IMGSIM_TEST_DECODER="abort")
    assert "12 photos, 12 read, 0 unchanged, 1 could not be read" in first
    (failure,) = listed(imgsim)
    assert (Path(failure["path"]).name, failure["reason"]) == (BAD_NAME, "crashed")
    assert "SIGABRT" in failure["detail"]

    # any reader could read it now, but it has not changed
    assert "12 photos, 0 read, 13 unchanged" in scan()
    assert listed(imgsim) == [failure]

    save_photo(bad, 98)
    assert "13 photos, 1 read, 12 unchanged" in scan(IMGSIM_TEST_DECODER="abort")
    assert listed(imgsim) == []
