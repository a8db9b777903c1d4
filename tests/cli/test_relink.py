"""`imgsim relink`: a folder that was moved keeps what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


def test_a_moved_folder_is_found_by_name_and_another_one_refused(
    imgsim: Imgsim, photos_folder: Path, tmp_path: Path
) -> None:
    save_photos(photos_folder, 3)
    save_photos(tmp_path / "other", 2, first_seed=40)
    imgsim("scan", photos_folder)
    new = photos_folder.rename(tmp_path / "pictures")
    refused = imgsim("relink", photos_folder, tmp_path / "other")
    assert refused.code == 1
    assert f"0 of 3 photos of {photos_folder} were found" in refused.err
    found = imgsim("relink", photos_folder, new, "--json")
    assert found.code == 0
    assert json.loads(found.out) == {
        "library": "photos", "folder": str(new), "photos": 3, "found": 3,
    }  # fmt: skip
    assert "0 read, 3 unchanged" in imgsim("scan", new).out
    unknown = imgsim("relink", photos_folder, new)
    assert unknown.code == 1
    assert "is no folder of a library" in unknown.err
