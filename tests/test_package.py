"""What PyPI shows of the package."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

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
