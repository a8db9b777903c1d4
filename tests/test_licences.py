"""No package under the GPL comes with the program, whatever its metadata says."""

from __future__ import annotations

import runpy
import tomllib
from importlib.metadata import Distribution
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]


licences = SimpleNamespace(**runpy.run_path(str(ROOT / "packaging" / "licences.py")))


def made(folder: Path, about: str, **files: str) -> Distribution:
    """An installed package with this metadata and these files, dots written as two underscores."""
    info = folder / "some-1.dist-info"
    info.mkdir()
    names = {name.replace("__", "."): text for name, text in files.items()}
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: some\nVersion: 1\n{about}\n")
    for name, text in names.items():
        (folder / name).write_text(text)
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in names))
    return Distribution.at(info)


def test_no_base_dependency_is_under_the_gpl() -> None:
    found, missing = licences.closure(licences.base_dependencies())
    assert len(found) > 15
    assert {name: why for name, p in found.items() if (why := licences.gpl_in(p))} == {}
    if missing:
        pytest.skip(f"looked at {len(found)} packages; not installed here: {missing}")


def test_a_wheel_that_says_bsd_and_carries_x265_is_found_out() -> None:
    heif = licences.closure(["pillow-heif"])[0].get("pillow-heif")
    if heif is None:
        pytest.skip("pillow-heif is not installed")
    why = " ".join(licences.gpl_in(heif))
    assert "LICENSES_bundled.txt" in why
    assert "x265" in why


@pytest.mark.parametrize(
    ("about", "files"),
    [
        ("License-Expression: GPL-3.0-or-later", {}),
        ("License-Expression: MIT AND GPL-2.0-only", {}),
        ("License: GPLv2", {}),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", {}),
        ("License: BSD", {"LICENSES__txt": 'License for "some" binary wheels: GPLv2\n'}),
        ("License: BSD", {"COPYING": "\n   GNU GENERAL PUBLIC LICENSE\n Version 2\n"}),
        ("License: BSD", {"libx264-0a1b__so__164": ""}),
        ("License: BSD", {"libfftw3-3__dll": ""}),
    ],
)
def test_the_gpl_is_seen_in_words_texts_and_libraries(
    about: str, files: dict[str, str], tmp_path: Path
) -> None:
    assert licences.gpl_in(made(tmp_path, about, **files))


@pytest.mark.parametrize(
    ("about", "files"),
    [
        ("License-Expression: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", {}),
        ("License-Expression: LGPL-2.1-or-later", {}),
        (
            "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
            {},
        ),
        ("License: BSD", {"LICENSE__txt": "License: GPL-3.0-or-later WITH GCC-exception-3.1\n"}),
        ("License: BSD", {"COPYING__LESSER": "   GNU LESSER GENERAL PUBLIC LICENSE\n"}),
        ("License: MIT", {"x265_notes__txt": "about x265"}),
    ],
)
def test_the_lgpl_a_choice_and_the_exceptions_of_gcc_are_no_gpl(
    about: str, files: dict[str, str], tmp_path: Path
) -> None:
    assert licences.gpl_in(made(tmp_path, about, **files)) == []


def test_every_package_of_a_bundle_is_named_with_its_licence() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    named = {
        line.split("|")[1].strip().lower().replace("_", "-")
        for line in text.splitlines()
        if line.startswith("| ")
    }
    wanted = {n.lower() for n in licences.base_dependencies()} - licences.NOT_BUNDLED
    assert wanted - named == set()
    assert text.startswith(licences.HEAD)


def test_what_writes_heic_and_jpeg_xl_under_the_gpl_is_no_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    base = " ".join(project["dependencies"])
    assert "pillow-heif" not in base
    assert "pillow-jxl" not in base
