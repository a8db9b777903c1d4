"""What is said of a training: means of its losses, and a log in which every step comes once."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from imgsim_desktop.embedding.learning import files
from imgsim_desktop.embedding.learning.plots import plot_log, read_log
from imgsim_desktop.embedding.learning.watching import LossMean
from imgsim_desktop.errors import KnownError


def test_a_loss_is_said_as_the_mean_of_the_steps_since_it_was_said_last() -> None:
    mean = LossMean()
    assert mean.drain() == {}
    mean.add({"real": 1.0, "against": -0.5})
    mean.add({"real": 3.0, "against": 0.0})
    assert mean.drain() == {"real": 2.0, "against": -0.25}
    mean.add({"real": 7.0, "against": 1.0})
    assert mean.drain() == {"real": 7.0, "against": 1.0}


def test_steps_made_again_after_a_kill_come_once_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    first = [(10, 0.9), (20, 0.8), (30, 0.7), (40, 0.6)]
    again = [(20, 0.85), (30, 0.75)]
    said = [f'{{"step": {step}, "loss": {loss}}}\n' for step, loss in first]
    said += ['{"step": 40, "check": {"found": 0.5}}\n', '{"step": 15, "check": {"found": 0.4}}\n']
    said += [f'{{"step": {step}, "loss": {loss}}}\n' for step, loss in again]
    said += ['{"step": 30, "check": {"found": 0.6}}\n', '{"step": 40, "lo']
    log.write_text("".join(said), "utf-8")
    entries = read_log(log)
    assert [entry["step"] for entry in entries] == [10, 15, 20, 30, 30]
    assert [entry["loss"] for entry in entries if "loss" in entry] == [0.9, 0.85, 0.75]
    assert [entry["check"]["found"] for entry in entries if "check" in entry] == [0.4, 0.6]


def test_a_curve_that_does_not_fit_the_disk_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    log, target = tmp_path / "log.jsonl", tmp_path / "loss.png"
    log.write_text('{"step": 1, "loss": 0.5}\n', "utf-8")
    plot_log(log, target)
    before = target.read_bytes()
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(KnownError, match="The disk is full"):
        plot_log(log, target)
    assert target.read_bytes() == before
