"""What the packages we build on are licensed under: by their words and by what lies in them.

    python packaging/licences.py                   writes THIRD_PARTY.md anew
    python packaging/licences.py FOLDER            copies every licence text there, for a bundle
    python packaging/licences.py FOLDER PROGRAM    those of the building system's libraries in it, too

Run it in the environment whose packages are meant. Metadata alone is not believed: a wheel may
say BSD and carry a library under the GPL, as that of pillow-heif does (x265).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib import metadata
from importlib.metadata import Distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "THIRD_PARTY.md"

TEXTS = ROOT / "packaging" / "licence_texts"
"""Of the licences that packages name without bringing their text: the LGPL of PySide6, and the GPL that it is a part of."""

NOT_BUNDLED = frozenset({"torch", "torchvision", "matplotlib"})
"""Dependencies that the bundles leave out, with all that only they need."""

GPL_LIBRARIES = ("x264", "x265", "fftw3", "readline", "libgsl", "xvidcore", "libdvdcss", "poppler")
"""Names of shared libraries under the GPL that wheels of pictures and numbers have carried."""

_TEXT = re.compile(r"licen[cs]e|copying|notice|3rd", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(?:SPDX-)?Licen[cs]e\b[^:]*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_CODE = frozenset({".py", ".pyc", ".pyi", ".so", ".pyd", ".dll", ".dylib"})


def base_dependencies() -> list[str]:
    """The `dependencies` of pyproject.toml that count on this machine, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = (Requirement(text) for text in project["dependencies"])
    return [r.name for r in wanted if r.marker is None or r.marker.evaluate()]


def closure(names: list[str]) -> tuple[dict[str, Distribution], list[str]]:
    """Installed packages by canonical name with all they need, and names of those that are not."""
    found: dict[str, Distribution] = {}
    missing: list[str] = []
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found or name in missing:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        for text in found[name].requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(needed.name))
    return found, missing


def gpl_in(package: Distribution) -> list[str]:
    """Why this package cannot be part of an MIT program; empty where it can."""
    words = [word for word in _words_of(package.metadata) if is_gpl(word)]
    for name, text in licence_texts(package):
        words += [f"{name}: {line}" for line in _HEADING.findall(text) if is_gpl(line)]
        if text.lstrip().startswith("GNU GENERAL PUBLIC LICENSE"):
            words.append(f"{name}: GNU General Public License")
    for file in package.files or ():
        library = PurePosixPath(str(file)).name.lower()
        if any(name in library for name in GPL_LIBRARIES) and _is_library(library):
            words.append(f"library {library}")
    return words


def is_gpl(words: str) -> bool:
    """Whether a licence leaves no other choice than the GPL.

    The LGPL does, so does a choice of several, and the exceptions of GCC's run-time libraries.
    """
    words = re.sub(r"General Public License", "GPL", words, flags=re.IGNORECASE)
    words = re.sub(r"(Lesser|Library)[\s-]+GPL", "LGPL", words, flags=re.IGNORECASE)
    choices = re.split(r"\bOR\b(?!-|\s+later)", words)
    return all(
        re.search(r"(?<!L)GPL", choice) and not re.search("exception", choice, re.IGNORECASE)
        for choice in choices
    )


def _words_of(fields: metadata.PackageMetadata) -> Iterator[str]:
    expression = fields.get("License-Expression")
    if expression:
        yield expression
        return
    classifiers = [c for c in fields.get_all("Classifier") or () if c.startswith("License ::")]
    yield from (c.rpartition("::")[2].strip() for c in classifiers)
    first = (fields.get("License") or "").strip().split("\n")[0]
    if first:
        yield first


def licence_texts(package: Distribution) -> Iterator[tuple[str, str]]:
    """Name in the package and text of each licence file."""
    for file in package.files or ():
        path = PurePosixPath(str(file))
        if path.suffix in _CODE or not _TEXT.search(str(path)):
            continue
        place = Path(str(package.locate_file(file)))
        if place.is_file():
            yield str(path), place.read_text("utf-8", "replace")


def system_packages(program: Path) -> dict[str, str]:
    """Debian packages, with their versions, of which a bundle holds libraries.

    Leaves through sys.exit where a library is under the GPL, or where nobody knows whence it came:
    neither an installed Python package nor the system has a file of this name.
    """
    ours = {
        PurePosixPath(str(file)).name
        for package in metadata.distributions()
        for file in package.files or ()
    }
    found: dict[str, str] = {}
    for path in sorted((program / "_internal").rglob("*.so*")):
        name = path.name
        if not path.is_file() or path.is_symlink() or path.suffix == ".pyc":
            continue
        if any(gpl in name.lower() for gpl in GPL_LIBRARIES):
            sys.exit(f"{name} is under the GPL")
        if name in ours or name.startswith("libpython") or path.parent.name == "lib-dynload":
            continue
        told = _told("dpkg-query", "--search", f"*/{name}")
        owners = {line.split(":")[0] for line in told.splitlines() if line.endswith(f"/{name}")}
        if not owners:
            sys.exit(f"Where is {name} from?")
        owner = min(owners)
        found[owner] = _told("dpkg-query", "--show", "--showformat=${Version}\n", owner).split()[0]
    return found


def _told(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def _is_library(name: str) -> bool:
    return ".so" in name or name.endswith((".dll", ".dylib", ".pyd"))


def _licence_of(package: Distribution) -> str:
    words = [word for word in _words_of(package.metadata) if word != "UNKNOWN"]
    bundled = [line for _, text in licence_texts(package) for line in _HEADING.findall(text)]
    if any("LGPL" in line for line in bundled):
        words.append("with libraries under the LGPL")
    if not words:
        words = [next((_first_line(text) for _, text in licence_texts(package)), "see its text")]
    return "; ".join(dict.fromkeys(words)).replace("|", "/")[:120]


def _first_line(text: str) -> str:
    return " ".join(next((line for line in text.splitlines() if line.strip()), "").split())


def _home_of(package: Distribution) -> str:
    links = [text.split(",", 1) for text in package.metadata.get_all("Project-URL") or ()]
    ranked = [url.strip() for _, url in links if "://" in url]
    return package.metadata.get("Home-page") or (ranked[0] if ranked else "")


HEAD = """# What ImgSim Desktop is built on

ImgSim Desktop itself is under the MIT licence. A package of it (`.deb`, `.tar.zst`, AppImage, installer, `.app`) also holds Python (its own licence, PSF-2.0) and the Python packages below,
each under its own licence; all texts lie in its folder `licences`. No part of it is under the GPL alone. Written by `packaging/licences.py` from what is installed: change nothing here by hand.

## Libraries under the LGPL, and how to exchange them
Qt and PySide6 are used under the LGPL, version 3; libheif and libde265 (in pi-heif) under the LGPL, version 3; LibRaw (in rawpy) under the LGPL, version 2.1; FFmpeg (in OpenCV) and libquadmath (in NumPy and SciPy) under the LGPL, version 2.1.
- All of them are shared libraries and lie as files of their own in the folder `_internal` of a package, below the name of the Python package: `_internal/PySide6/Qt/lib/libQt6Core.so.6` and so on.
  From source they lie where pip puts them. None is changed, none is linked into the program itself.
- To use another version, put a library with the same name and a compatible interface in the place of the one there, and start the program. Nothing checks, signs or locks these files on Linux and Windows; on macOS sign the
  application again afterwards (`codesign --force --deep --sign - "ImgSim Desktop.app"`).
- A package for Linux also holds libraries of the Debian or Ubuntu it was built on; GLib, libgcrypt, libgpg-error, libkeyutils and libsystemd among them are under the LGPL, version 2 or 2.1. Which they are, and in which version, is in the
  list of parts beside the package (`.cdx.json`), what Debian tells of their licences in `licences/system`; the source code is at <https://snapshot.debian.org/>. They are exchanged in the same way.
- Their source code: <https://download.qt.io/official_releases/QtForPython/> and <https://download.qt.io/official_releases/qt/>, <https://github.com/strukturag/libheif>, <https://github.com/strukturag/libde265>,
  <https://github.com/LibRaw/LibRaw>, <https://ffmpeg.org/download.html>, <https://gcc.gnu.org/>; the versions are those of the packages below.
- You may take the program apart to find faults of such a change, as the LGPL says.

## Packages
| package | version | licence | where from |
|---|---|---|---|
"""


def third_party() -> str:
    """THIRD_PARTY.md for the packages of this environment."""
    found, missing = closure([n for n in base_dependencies() if n not in NOT_BUNDLED])
    if missing:
        sys.exit(f"Not installed here: {', '.join(sorted(missing))}")
    rows = [
        f"| {package.name} | {package.version} | {_licence_of(package)} | {_home_of(package)} |\n"
        for _, package in sorted(found.items())
    ]
    return HEAD + "".join(rows)


def copy_texts(target: Path) -> None:
    """Every licence text of every package, a folder each."""
    found, _ = closure([n for n in base_dependencies() if n not in NOT_BUNDLED])
    for name, package in found.items():
        for file, text in licence_texts(package):
            place = target / name / file.replace("/", "_")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
    shutil.copy(ROOT / "LICENSE", target / "LICENSE")
    shutil.copytree(TEXTS, target / "common", dirs_exist_ok=True)
    for place in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (place / "LICENSE.txt").is_file():
            (target / "python").mkdir(exist_ok=True)
            shutil.copy(place / "LICENSE.txt", target / "python" / "LICENSE.txt")


def copy_system_texts(target: Path, program: Path) -> None:
    """What Debian tells of the licences of the libraries that come from it, a folder each."""
    for name in system_packages(program):
        place = target / "system" / name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("/usr/share/doc") / name / "copyright", place / "copyright")


def main() -> None:
    if len(sys.argv) > 1:
        copy_texts(Path(sys.argv[1]))
        if len(sys.argv) > 2:
            copy_system_texts(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        TARGET.write_text(third_party(), "utf-8")


if __name__ == "__main__":
    main()
