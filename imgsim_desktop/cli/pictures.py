"""Pictures for learning and measuring: out of folders and zip files, in a fixed order."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from imgsim_desktop.cli.output import note
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.beside import open_upright
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.records import Pixels


def each_picture(
    sources: Sequence[Path],
    max_side_px: int,
    control: Control,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[tuple[str, Pixels]]:
    """(name, pixels) of every picture in folders (recursively), zip files and single files.

    Sorted by name within each source; unreadable ones are named on stderr and left out. `wanted`
    chooses by name before anything is decoded. Raises KnownError for a source that is not there.
    """
    for source in sources:
        if source.is_dir():
            paths = sorted(path for path in source.rglob("*") if path.is_file())
            found: Iterator[tuple[str, Path]] = (
                (f"{source.name}/{path.relative_to(source).as_posix()}", path) for path in paths
            )
        elif zipfile.is_zipfile(source):
            found = _members(source)
        elif source.is_file():
            found = iter([(source.name, source)])
        else:
            raise KnownError(
                Sentence("There is no folder or zip file {source}.", source=source),
                "Check the path.",
            )
        for name, path in found:
            control.check()
            if not is_photo_name(Path(name)) or not wanted(name):
                continue
            try:
                yield name, open_upright(path, max_side_px)
            except KnownError as error:
                note(f"{name} is left out: {error.sentence}")


def _members(source: Path) -> Iterator[tuple[str, Path]]:
    """Files of a zip, one at a time, each as a file that is gone afterwards."""
    with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory() as folder:
        for name in sorted(archive.namelist()):
            if name.endswith("/"):
                continue
            target = Path(folder) / f"member{Path(name).suffix}"
            target.write_bytes(archive.read(name))
            yield f"{source.stem}/{name}", target
            target.unlink()
