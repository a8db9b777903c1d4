"""Whether a window can be opened is known before Qt, which would abort, is asked."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from imgsim_desktop import display
from imgsim_desktop.display import display_trouble

pytestmark = pytest.mark.skipif(
    not hasattr(socket, "AF_UNIX"), reason="no sockets of a display on this system"
)


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A compositor that answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wl"))
        server.listen()
        yield {"WAYLAND_DISPLAY": str(tmp_path / "wl")}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Libraries that cannot be loaded; all others can."""
    lacking: set[str] = set()
    monkeypatch.setattr(display.sys, "platform", "linux")
    monkeypatch.setattr(display, "_loads", lambda library: library not in lacking)
    return lacking


def test_a_wayland_that_answers_is_enough(wayland: dict[str, str], without: set[str]) -> None:
    without.add("libxcb-cursor.so.0")
    assert display_trouble(wayland) == ""


def test_wayland_without_its_libraries_is_told_with_the_package_to_install(
    wayland: dict[str, str], without: set[str]
) -> None:
    """Qt aborts there: "no Qt platform plugin could be initialized"."""
    without.add("libwayland-cursor.so.0")
    said = display_trouble(wayland)
    assert "libwayland-cursor" in said
    assert said.endswith("sudo apt install libwayland-cursor0")
    assert "libwayland-cursor" in display_trouble({**wayland, "DISPLAY": ":4711"})


def test_qt_turns_to_x11_where_wayland_lacks_something(
    wayland: dict[str, str], without: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    without.add("libwayland-cursor.so.0")
    monkeypatch.setattr(display, "_x11_answers", lambda name: name == ":1")
    both = {**wayland, "DISPLAY": ":1"}
    assert display_trouble(both) == ""
    without.add("libxcb-cursor.so.0")
    assert display_trouble(both).endswith("sudo apt install libxcb-cursor0")
