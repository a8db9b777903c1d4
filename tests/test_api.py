"""The interface for Python: light to import, typed, and as docs/api.md says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import imgsim_desktop as imgsim
from imgsim_desktop import api
from imgsim_desktop.errors import KnownError
from tests.fakes import fake_network
from tests.pictures import save_photos

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def photos(photos_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three photos, of which two have the same bytes; described by a network without torch."""
    monkeypatch.setattr(api, "named_network", lambda *_: fake_network())
    first = save_photos(photos_folder, 2)[0]
    (photos_folder / "copy.jpg").write_bytes(first.read_bytes())
    return photos_folder


def test_a_scan_gives_a_library_that_can_be_asked(photos: Path) -> None:
    library = imgsim.scan(photos)
    assert isinstance(library, imgsim.Library)
    assert [path.name for path in library.photos()] == ["0000.jpg", "0001.jpg", "copy.jpg"]
    (pair,) = library.pairs(0.99)
    assert (pair.a.name, pair.b.name) == ("0000.jpg", "copy.jpg")
    assert (pair.kind, pair.confidence, pair.looked) == ("identical", 1.0, True)
    assert library.similar(photos / "0000.jpg", 1) == [
        imgsim.SimilarPhoto(photos / "copy.jpg", 1.0)
    ]
    assert library.find("copy") == [photos / "copy.jpg"]
    assert library.folders == (photos,)


def test_a_picture_from_elsewhere_is_looked_for(photos: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes((photos / "0001.jpg").read_bytes())
    best = imgsim.similar(outside, photos, count=2)[0]
    assert best.path == photos / "0001.jpg"
    assert best.similarity == pytest.approx(1, abs=1e-5)
    assert [pair.kind for pair in imgsim.pairs(photos, min_confidence=1)] == ["identical"]


def test_a_scan_says_what_it_did_and_how_far_it_is(photos: Path) -> None:
    told: list[tuple[str, int, int]] = []
    library = imgsim.Library(photos)
    first = library.scan(lambda *how: told.append(how))
    assert (first.photos, first.read, first.failed) == (3, 3, 0)
    assert ("reading", 3, 3) in told
    assert library.scan().unchanged == 3


def test_what_raises_in_the_progress_ends_the_scan(photos: Path) -> None:
    def enough(_stage: str, _done: int, _total: int) -> None:
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        imgsim.scan(photos, on_progress=enough)
    assert imgsim.scan(photos).photos()


def test_mistakes_are_known_errors(photos: Path, tmp_path: Path) -> None:
    assert imgsim.KnownError is KnownError
    with pytest.raises(KnownError, match="no folder"):
        imgsim.Library(tmp_path / "none")
    library = imgsim.Library(photos)
    with pytest.raises(KnownError, match="no file"):
        library.similar(photos / "none.jpg")
    with pytest.raises(KnownError, match="Is “kind:” meant"):
        library.find("kin:raw")
    with pytest.raises(KnownError, match="needs a folder"):
        imgsim.Library()


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys, imgsim_desktop as imgsim;"
        "print([m for m in ('numpy', 'sqlite3', 'imgsim_desktop.api') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_scan_is_a_function_and_a_package_however_it_was_imported() -> None:
    code = (
        "import imgsim_desktop.scan as package; import imgsim_desktop as imgsim;"
        "from imgsim_desktop.scan.run import ScanSummary; assert imgsim.scan is package;"
        "\ntry: imgsim.scan('/no/such/folder')\nexcept imgsim.KnownError as e: print(e.sentence)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "There is no folder /no/such/folder."


def test_the_page_names_all_that_is_stable_and_each_of_its_fields() -> None:
    page = PAGE.read_text("utf-8")
    for name in imgsim.__all__:
        assert getattr(imgsim, name)
        assert f"imgsim.{name}" in page
    for kind in (imgsim.PhotoPair, imgsim.SimilarPhoto, imgsim.Scanned):
        for field in kind.__dataclass_fields__:
            assert f"`{field}`" in page
    public = [name for name in vars(imgsim.Library) if not name.startswith("_")]
    assert {"scan", "photos", "pairs", "similar", "find", "folders", "record"} == set(public)


def test_the_examples_of_the_page_run(photos_folder: Path, tmp_path: Path) -> None:
    """All in one process, for one start: each is a script of its own all the same."""
    save_photos(photos_folder, 3)
    work = tmp_path / "run"
    work.mkdir()
    photos_folder.rename(work / "photos")
    scripts = [work / f"example{number}.py" for number in range(len(BLOCKS))]
    for script, block in zip(scripts, BLOCKS, strict=True):
        script.write_text(block, "utf-8")
    runner = work / "all.py"
    runner.write_text(
        "from pathlib import Path\nif __name__ == '__main__':\n"
        f"    for path in {[str(script) for script in scripts]!r}:\n"
        "        code = compile(Path(path).read_text('utf-8'), path, 'exec')\n"
        "        exec(code, {'__name__': '__main__'})\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(runner)],
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert "3 photos, 0 read, 0 not readable" in said
    assert any("Is “kind:” meant?" in line for line in said)
    assert any("'reading'" in line for line in said)
