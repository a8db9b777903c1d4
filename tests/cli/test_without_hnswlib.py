"""hnswlib has no wheels: where nobody could compile it, everything works, and exactly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import save_photo

WITHOUT = """
import sys
sys.modules["hnswlib"] = None
from imgsim_desktop.matching import index
assert index.hnswlib is None and not index.HAS_GRAPH
index.Searcher.build.__func__.__kwdefaults__["exact_below"] = 0
index.Searcher.load_or_build.__func__.__kwdefaults__["exact_below"] = 0
from imgsim_desktop.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("command", ["duplicates", "pairs"])
def test_copies_are_found_without_hnswlib(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(3):
        save_photo(folder / f"{seed}.jpg", seed)
    save_photo(folder / "copy.jpg", 0, quality=60)
    words = [command, str(folder), "--json", "--home", str(tmp_path / "home")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert "copy.jpg" in json.dumps(told)
    assert "1.jpg" not in json.dumps(told)
