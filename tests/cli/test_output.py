"""What goes to a terminal, into a pipe and into another program."""

from __future__ import annotations

import io
import json
import sys

import pytest

from imgsim_desktop.cli.output import (
    ShownControl,
    amount,
    describe,
    note,
    on_one_line,
    percent,
    print_json,
    print_line,
)
from imgsim_desktop.records import Progress

HALF_WAY = Progress("reading", 50, 100, failed=2, rate_per_s=12.5, seconds_left=64.4, device="cpu")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_in_one_line() -> None:
    said = "Reading photos  50/100  12.5/s  1:04 left  2 unreadable  cpu"
    assert describe(HALF_WAY, bar=False) == said


def test_the_bar_is_half_full_half_way() -> None:
    assert f"[{'#' * 12}{' ' * 12}]" in describe(HALF_WAY, bar=True)


def test_a_terminal_line_is_rewritten_and_taken_away_for_other_text(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr("imgsim_desktop.cli.output.TERMINAL_EVERY_S", 0)
    control = ShownControl()
    control.report(HALF_WAY)
    control.report(HALF_WAY)
    control.clear_line()
    written = sys.stderr.getvalue()
    assert "\n" not in written
    assert written.count("\r\x1b[K") == 3
    assert written.endswith("\r\x1b[K")


def test_a_pipe_gets_plain_lines_and_few_of_them(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    control = ShownControl()
    for _ in range(1000):
        control.report(HALF_WAY)
    assert sys.stderr.getvalue() == ""
    monkeypatch.setattr("imgsim_desktop.cli.output.PIPE_EVERY_S", 0)
    control.report(HALF_WAY)
    assert sys.stderr.getvalue() == describe(HALF_WAY, bar=False) + "\n"


def test_a_name_that_is_no_utf8_survives_json(capsys) -> None:
    name = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    print_json({"path": name})
    said = capsys.readouterr().out
    assert said.isascii()
    assert json.loads(said)["path"].encode("utf-8", "surrogateescape") == b"caf\xe9.jpg"


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (5e12, "5000.0 GB")]
)
def test_sizes_are_told_in_units_people_read(size: float, said: str) -> None:
    assert amount(size) == said


def test_a_name_cannot_command_the_terminal_nor_turn_what_is_read(capsys) -> None:
    print_line("red \x1b[31m.jpg, a\u202egpj.exe, tab\there, שלום.jpg")
    note("clear \x1b[2J.jpg")
    said = capsys.readouterr()
    assert said.out == "red \\x1b[31m.jpg, a\\u202egpj.exe, tab\there, שלום.jpg\n"
    assert said.err == "imgsim: clear \\x1b[2J.jpg\n"


def test_a_name_with_a_line_break_stays_on_one_line() -> None:
    assert on_one_line("two\nlines\r.jpg") == "two\\nlines\\r.jpg"


@pytest.mark.parametrize(
    ("share", "said"), [(0.934, "93%"), (0.9999, "99%"), (1.0, "100%"), (0.0, "0%")]
)
def test_a_share_is_whole_only_where_it_is(share: float, said: str) -> None:
    assert percent(share) == said
