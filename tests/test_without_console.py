"""Windows starts a program by its icon without a console; its errors are seen all the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imgsim_desktop import __main__
from imgsim_desktop.cli import without_console
from imgsim_desktop.cli.without_console import KEPT_CHARACTERS, spoken


@pytest.fixture
def boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is shown to the person."""
    monkeypatch.setenv("IMGSIM_HOME", str(tmp_path / "home"))
    shown: list[str] = []
    monkeypatch.setattr(without_console, "show_box", shown.append)
    return shown


def alone(call: Callable[[], int]) -> int:
    """What a call answers in a program that has no streams; pytest sets its own before a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        patch.setattr(sys, "stderr", None)
        code = call()
        assert sys.stderr is None
    return code


def test_why_the_window_does_not_open_is_shown_and_logged(
    boxes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(__main__, "display_trouble", lambda: "")
    assert alone(lambda: __main__.main_window([str(tmp_path / "no such folder")])) == 1
    assert len(boxes) == 1
    assert "no such folder" in boxes[0]
    assert "no such folder" in (tmp_path / "home" / "logs" / "imgsim.log").read_text("utf-8")


def test_a_word_nobody_knows_is_shown(boxes: list[str], tmp_path: Path) -> None:
    def work() -> int:
        sys.stderr.write("usage\n")
        return 2

    assert alone(lambda: spoken(work, 70)) == 2
    assert boxes == ["usage"]


def test_an_exception_is_shown_and_its_end_is_kept(boxes: list[str], tmp_path: Path) -> None:
    def work() -> int:
        sys.stderr.write("x" * 10_000)
        raise RuntimeError("unforeseen")

    assert alone(lambda: spoken(work, 70)) == 70
    assert "unforeseen" in boxes[0]
    assert len(boxes[0]) <= KEPT_CHARACTERS


def test_a_log_that_cannot_be_written_hides_nothing(boxes: list[str], tmp_path: Path) -> None:
    def work() -> int:
        sys.stderr.write("trouble\n")
        return 1

    (tmp_path / "home").write_text("a file where the folder should be")
    assert alone(lambda: spoken(work, 70)) == 1
    assert any("log could not be written" in box for box in boxes)
    assert "trouble" in boxes


def test_a_good_end_shows_no_box(boxes: list[str], tmp_path: Path) -> None:
    def work() -> int:
        sys.stderr.write("a warning\n")
        return 0

    assert alone(lambda: spoken(work, 70)) == 0
    assert boxes == []
    assert not (tmp_path / "home").exists()


def test_with_a_console_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        sys.stderr.write("seen\n")
        return 1

    assert spoken(work, 70) == 1
    assert capsys.readouterr().err == "seen\n"
