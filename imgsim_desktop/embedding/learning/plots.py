"""Pictures of numbers: the loss curve and the evaluation."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.embedding.learning.files import replace_whole


def read_log(path: Path) -> list[dict[str, Any]]:
    """Lines of log.jsonl; a last line that was cut off is left out.

    A training that was killed goes on from an older checkpoint and makes its last steps again:
    what the first time said of them is left out, too.
    """
    entries: list[dict[str, Any]] = []
    for line in path.read_text("utf-8").splitlines():
        try:
            entry = read_json(line, nan_is_a_number=True)
        except ValueError:
            continue
        first_left_out = entry["step"] + ("check" in entry)  # a check follows its step's losses
        while entries and entries[-1]["step"] >= first_left_out:
            entries.pop()
        entries.append(entry)
    return entries


def plot_log(log: Path, target: Path) -> None:
    """Losses and checks over the steps, as a PNG. Raises KnownError if the disk is full."""
    entries = read_log(log)
    figure = Figure(figsize=(9, 6), layout="constrained")
    FigureCanvasAgg(figure)
    losses, checks = figure.subplots(2, 1, sharex=True)
    known = {"step", "seconds", "seed", "side", "rate", "check", "check_seconds"}
    for name in sorted({key for entry in entries for key in entry} - known):
        points = [(entry["step"], entry[name]) for entry in entries if name in entry]
        losses.plot(*zip(*points, strict=True), label=name, linewidth=1)
    losses.set_ylabel("loss")
    losses.grid(alpha=0.3)
    if losses.lines:
        losses.legend(fontsize="small")
    for name in sorted({key for entry in entries for key in entry.get("check", {})}):
        points = [
            (entry["step"], entry["check"][name])
            for entry in entries
            if name in entry.get("check", {})
        ]
        checks.plot(*zip(*points, strict=True), "o-", label=name)
    checks.set_xlabel("step")
    checks.set_ylabel("validation")
    checks.grid(alpha=0.3)
    if checks.lines:
        checks.legend(fontsize="small")
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=110)
    replace_whole(target, drawn.getbuffer())


def plot_evaluation(result: dict[str, Any], target: Path) -> None:
    """recall@20 a kind of edit, one bar a network, and the similarities of copies and strangers."""
    figure = Figure(figsize=(11, 16), layout="constrained")
    FigureCanvasAgg(figure)
    bars, lines = figure.subplots(1, 2, width_ratios=(2, 1))
    backends = result["backends"]
    for number, (name, facts) in enumerate(backends.items()):
        kinds = list(facts["kinds"])
        height = 0.8 / len(backends)
        places = [row + number * height for row in range(len(kinds))]
        bars.barh(
            places, [facts["kinds"][k]["recall@20"] for k in kinds], height=height, label=name
        )
        bars.set_yticks([row + 0.4 for row in range(len(kinds))], kinds, fontsize="small")
        for family, style in (("copies", "-"), ("nearest stranger", ":"), ("bursts", "--")):
            spread = facts["similarity"][family]
            if spread:
                shares = [float(share) for share in spread]
                lines.plot(list(spread.values()), shares, style, label=f"{name}: {family}")
    bars.invert_yaxis()
    bars.set_xlabel("recall@20")
    bars.legend()
    lines.set_xlabel("similarity")
    lines.set_ylabel("share of pairs below")
    lines.legend(fontsize="small")
    figure.savefig(target, dpi=100)
