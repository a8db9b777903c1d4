"""What PyPI shows of the package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

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
    assert all(p.startswith("https://raw.githubusercontent.com/") for p in pictures)


def test_the_pages_of_the_project_are_at_one_place() -> None:
    home = PROJECT["project"]["urls"]["Homepage"]
    assert all(url.startswith(home) for url in PROJECT["project"]["urls"].values())
    for name in ("imgsim_desktop/ui/dialogs.py", "SECURITY.md"):
        for url in re.findall(r"https://github\.com/[\w./-]+", (ROOT / name).read_text("utf-8")):
            assert url.startswith(home), f"{name}: {url}"


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "imgsim_desktop" / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]
