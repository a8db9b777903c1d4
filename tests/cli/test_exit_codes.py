"""Scripts depend on it: each way to end has its exit code and its sentence."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from imgsim_desktop import cli
from imgsim_desktop.cli import output
from imgsim_desktop.control import Cancelled
from imgsim_desktop.errors import KnownError


@pytest.fixture(autouse=True)
def _own_control(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    control = output.ShownControl()
    monkeypatch.setattr(output, "CONTROL", control)
    monkeypatch.setattr(cli, "CONTROL", control)
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def status_does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Replace the command `status` by anything."""

    def replace(work: Callable[[], int]) -> None:
        def run(args: argparse.Namespace) -> int:
            return work()

        module = SimpleNamespace(add_arguments=lambda parser: None, run=run)
        monkeypatch.setitem(sys.modules, "imgsim_desktop.cli.status", module)

    return replace


def fails_with(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


def test_a_command_that_worked_ends_with_0(status_does, capsys) -> None:
    status_does(lambda: 0)
    assert cli.run(["status"]) == 0
    assert capsys.readouterr().err == ""


def test_what_the_person_can_mend_ends_with_1_and_a_sentence(status_does, capsys) -> None:
    status_does(fails_with(KnownError("The disk is full.", "Make room.")))
    assert cli.run(["status"]) == 1
    assert capsys.readouterr().err == "imgsim: The disk is full. Make room.\n"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["status", "--nonsense"], ["--home"]])
def test_wrong_usage_ends_with_2(words: list[str], capsys) -> None:
    assert cli.run(words) == 2
    assert "usage: imgsim" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["status", "--device", "abacus"], "abacus is none of auto, cpu, cuda, mps"),
        (["journal", "-n", "-1"], "-1 is no whole number from 1 on"),
        (["similar", "a.jpg", "--in", ".", "-n", "few"], "few is no number"),
        (["pairs", ".", "--min-confidence", "nan"], "nan is no number"),
        (["train", "--images", ".", "--out", "m", "--minutes", "-1"], "-1 is not above 0"),
    ],
)
def test_a_word_that_makes_no_sense_is_named(words: list[str], sentence: str, capsys) -> None:
    assert cli.run(words) == 2
    assert sentence in capsys.readouterr().err


def test_our_bug_ends_with_70_and_a_report_to_copy(status_does, capsys) -> None:
    status_does(fails_with(ZeroDivisionError("by nought")))
    assert cli.run(["status"]) == 70
    said = capsys.readouterr().err
    assert "ZeroDivisionError: by nought" in said
    assert "This is a bug in imgsim" in said


@pytest.mark.parametrize("stop", [Cancelled(), KeyboardInterrupt()])
def test_stop_ends_with_130_and_says_that_finished_work_is_kept(
    stop: BaseException, status_does, capsys
) -> None:
    status_does(fails_with(stop))
    assert cli.run(["status"]) == 130
    assert "What was finished is kept" in capsys.readouterr().err


def test_ctrl_c_asks_the_work_to_stop_at_its_next_check(status_does) -> None:
    def work() -> int:
        os.kill(os.getpid(), signal.SIGINT)
        cli.CONTROL.check()
        return 0

    status_does(work)
    assert cli.run(["status"]) == 130


def test_options_for_every_command_are_taken_before_and_after_its_name(monkeypatch) -> None:
    def seen(*words: str) -> tuple[str, str, str]:
        args = cli.build_parser(words).parse_args(words)
        return args.home, args.backend, args.device

    expected = ("h", "b", "cpu")
    options = ["--home", "h", "--backend", "b", "--device", "cpu"]
    assert seen(*options, "status") == expected
    assert seen("status", *options) == expected
    assert seen("--home", "h", "status", "--backend", "b", "--device", "cpu") == expected


def test_help_names_every_command(capsys) -> None:
    assert cli.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in cli.COMMANDS)


@pytest.mark.parametrize("words", [("scan", "--nonsense", "x"), ("undo", "--all"), ("scan",)])
def test_a_word_a_command_does_not_know_shows_the_usage_of_that_command(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(words) == cli.USAGE
    assert f"usage: imgsim {words[0]} [-h]" in capsys.readouterr().err
