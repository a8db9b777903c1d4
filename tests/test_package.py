"""What PyPI shows of the package."""

from __future__ import annotations

import hashlib
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from imgsim_desktop import __version__
from imgsim_desktop.ui.dialogs import RELEASES

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def shown() -> str:
    """README as the build writes it into the package."""
    text = (ROOT / "README.md").read_text("utf-8")
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    for change in hook["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    return text


def test_every_picture_and_link_on_pypi_is_absolute() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", shown())
    assert len(targets) > 10
    assert [t for t in targets if not t.startswith(("https://", "#"))] == []
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", shown())
    assert pictures
    assert all("/raw/main/" in p for p in pictures)


def test_the_pages_of_the_project_are_at_one_place() -> None:
    home = PROJECT["project"]["urls"]["Homepage"]
    assert all(url.startswith(home) for url in PROJECT["project"]["urls"].values())
    assert PROJECT["project"]["urls"]["Releases"] == RELEASES


def test_the_newest_version_of_the_changelog_is_that_of_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    told = re.findall(r"^## \[([^\]]+)\](.*)$", text, re.MULTILINE)
    assert told[0] == ("Unreleased", "")
    assert told[1][0] == __version__
    assert all(re.fullmatch(r" - \d{4}-\d\d-\d\d", day) for _, day in told[1:])
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_no_other_version_stands_in_what_is_written_of_the_program() -> None:
    places = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md"]
    for folder in ("packaging", "docs", ".github"):
        for kind in ("md", "yml", "yaml", "xml", "rb", "iss", "sh", "ps1", "1", "json", "desktop"):
            places += (ROOT / folder).rglob(f"*.{kind}")
    places += [ROOT / "packaging" / "linux" / "control"]
    skipped = ROOT / "packaging" / "build"
    found = {
        (place.name, version)
        for place in places
        if not place.is_relative_to(skipped)
        for version in re.findall(r"(?<![\d.])0\.\d+\.\d+\b(?!\.)", place.read_text("utf-8"))
    }
    assert {version for _, version in found} <= {__version__}, found


@pytest.mark.skipif(sys.platform == "win32", reason="sed")
def test_what_systems_are_told_has_the_version_and_its_day_from_one_place(tmp_path: Path) -> None:
    linux = ROOT / "packaging" / "linux"
    assert 'version="@VERSION@" date="@DATE@"' in (linux / "metainfo.xml").read_text("utf-8")
    assert "\nVersion: @VERSION@\n" in (linux / "control").read_text("utf-8")
    build = (linux / "build.sh").read_text("utf-8")
    (look,) = re.findall(r"^day=\$\((sed .*)\)$", build, re.MULTILINE)
    look = look.replace("$version", __version__)
    day = subprocess.run(look, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)
    told = re.findall(r"^## \[([^\]]+)\] - (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert day.stdout.strip() == dict(told)[__version__]
    _run("windows/make_version.py", tmp_path / "resource")
    assert f'"ProductVersion", "{__version__}"' in (tmp_path / "resource").read_text("utf-8")


def test_manifests_of_winget_and_homebrew_name_this_version_and_its_files(tmp_path: Path) -> None:
    files = [
        f"ImgSim-Desktop-{__version__}-{end}" for end in ("windows-x64.exe", "macos-arm64.dmg")
    ]
    for name in files:
        (tmp_path / name).write_bytes(name.encode())
    _run("fill_manifests.py", tmp_path, tmp_path)
    manifests = ("ImgSimDesktop.ImgSimDesktop.yaml", "imgsim-desktop.rb")
    for name, manifest in zip(files, manifests, strict=True):
        text = (tmp_path / manifest).read_text("utf-8").replace("#{version}", __version__)
        assert hashlib.sha256(name.encode()).hexdigest() in text
        assert f"/releases/download/v{__version__}/{name}" in text
        assert "@" not in text
    (tmp_path / files[1]).unlink()
    with pytest.raises(subprocess.CalledProcessError):
        _run("fill_manifests.py", tmp_path, tmp_path)


def _run(script: str, *words: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / script), *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "imgsim_desktop" / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]


def test_bundles_leave_out_what_the_list_of_licences_leaves_out() -> None:
    bundle = runpy.run_path(str(ROOT / "packaging" / "bundle" / "requirements.py"))
    licences = runpy.run_path(str(ROOT / "packaging" / "licences.py"))
    assert bundle["LEFT_OUT"] == licences["NOT_BUNDLED"]
    assert licences["NOT_BUNDLED"] <= set(licences["base_dependencies"]())
    spec = (ROOT / "packaging" / "bundle" / "imgsim.spec").read_text("utf-8")
    assert all(f'"{name}"' in spec for name in bundle["LEFT_OUT"])


def test_what_the_systems_are_told_of_the_program_names_its_pages_and_its_icon() -> None:
    home = PROJECT["project"]["urls"]["Homepage"]
    for name in (
        "linux/metainfo.xml",
        "linux/control",
        "windows/imgsim.iss",
        "macos/imgsim-desktop.rb",
    ):
        assert home in (ROOT / "packaging" / name).read_text("utf-8"), name
    entry = (ROOT / "packaging" / "imgsim-desktop.desktop").read_text("utf-8")
    assert "\nIcon=imgsim-desktop\n" in entry
    assert "\nExec=imgsim-desktop %U\n" in entry
