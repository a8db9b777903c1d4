"""`imgsim train --progress-json`: what a program reads, and how it stops the training."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from imgsim_desktop.cli.training_lines import TrainingLines
from imgsim_desktop.control import Cancelled
from imgsim_desktop.embedding.learning.watching import TrainingReport
from imgsim_desktop.records import Progress
from imgsim_desktop.ui.training_run import report_of
from tests.cli.conftest import ROOT
from tests.pictures import save_photos


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_report_survives_the_way_through_the_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    report = TrainingReport(
        step=7, share=0.5, seconds=2.0, seconds_left=2.0, views_per_s=10.0, losses={"pixels": 0.1},
        checks={"copies@1": 0.5}, preview=Path("/x/preview.png"), preview_step=5,
    )  # fmt: skip
    TrainingLines().watch(report)
    (line,) = lines_of(capsys.readouterr().out)
    assert report_of(line["report"]) == report


def test_a_new_stage_is_told_at_once_and_then_not_too_often(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = TrainingLines()
    for done in range(100):
        lines.report(Progress("pictures", done, 100))
    lines.report(Progress("views", 0, 9))
    lines.report(Progress("training", 1, 9))  # told with its losses instead
    told = [line["stage"]["stage"] for line in lines_of(capsys.readouterr().out)]
    assert told[0] == "pictures"
    assert told[-1] == "views"
    assert len(told) < 10
    assert lines.progress.stage == "training"


def test_a_stop_is_heard_at_the_next_check() -> None:
    lines = TrainingLines()
    lines.check()
    lines.stop()
    with pytest.raises(Cancelled):
        lines.check()


def test_a_line_on_stdin_stops_it_and_the_checkpoint_is_whole(
    photos_folder: Path, tmp_path: Path
) -> None:
    save_photos(photos_folder, 24)
    out = tmp_path / "out"
    words = ["train", "--progress-json", "--recipe", "autoencoder", "--minutes", "30"]
    words += ["--images", str(photos_folder), "--out", str(out), "--threads", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "imgsim_desktop", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as program:  # fmt: skip
        assert program.stdin is not None
        assert program.stdout is not None
        for line in program.stdout:
            if "report" in json.loads(line):
                break
        program.stdin.write("stop\n")
        program.stdin.flush()
        program.stdout.read()
        assert program.wait(timeout=200) == 130
    assert (out / "checkpoint.pt").stat().st_size > 1000
    assert not (out / "model.safetensors").exists()
    notes = json.loads((out / "lesson.json").read_text("utf-8"))
    assert notes["recipe"] == "autoencoder"
