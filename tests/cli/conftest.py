"""The command line in this process, and in one of its own, with a network that needs no torch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from imgsim_desktop import cli
from imgsim_desktop.cli import carry_out, folders, options, output, similar, themes, undo
from tests.fakes import fake_network

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own_control(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fresh Control, because a process has one job only."""
    control = output.ShownControl()
    for module in (output, cli, folders, similar, themes, carry_out, undo):
        monkeypatch.setattr(module, "CONTROL", control)
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Imgsim = Callable[..., Said]


@pytest.fixture
def imgsim(
    own_control: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Imgsim:
    """Run a command in this process."""
    monkeypatch.setattr(options, "named_network", lambda *_: fake_network())

    def run(*words: object) -> Said:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def start_imgsim() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command as a process; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: object, **environ: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.program", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def imgsim_process(start_imgsim: Callable[..., subprocess.Popen[str]]) -> Imgsim:
    """Run a command as a process, to its end."""

    def run(*words: object, **environ: str) -> Said:
        process = start_imgsim(*words, **environ)
        out, err = process.communicate(timeout=120)
        return Said(process.returncode, out, err)

    return run
