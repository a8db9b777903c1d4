"""One loop for every recipe: schedule by time or steps, averaged weights, checkpoints, a log."""

from __future__ import annotations

import copy
import io
import json
import math
import pickle
import time
import zipfile
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import nn

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.learning.files import append_line, make_folder, replace_whole
from imgsim_desktop.embedding.learning.memory import keep_memory
from imgsim_desktop.embedding.learning.peers import ALONE, Peers
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.task import Pictured, Task
from imgsim_desktop.embedding.learning.watching import LossMean, TrainingReport, Watch, ignore
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Progress

LOG_NAME = "log.jsonl"
CHECKPOINT_NAME = "checkpoint.pt"
PREVIEW_NAME = "preview.png"
_REPORT_S = 0.4
"""Between two reports; a window draws no more of them."""


class Trainer:
    """Runs a task by a plan in a folder; going on where a checkpoint there ended.

    Files in `folder`: checkpoint.pt (replaced whole, so a stop never leaves half a one),
    log.jsonl (one object a line: step, seconds, learning rate, losses; or a check), and preview.png
    if the task is `Pictured`. `watch` is told of every few steps.
    """

    def __init__(
        self, task: Task, plan: Schedule, folder: Path, device: torch.device, seed: int,
        peers: Peers = ALONE, watch: Watch = ignore,
    ) -> None:  # fmt: skip
        self.task, self.plan, self._folder, self._device, self._seed = (
            task, plan, folder, device, seed,
        )  # fmt: skip
        self.averaged = task.module
        if plan.average:
            self.averaged = copy.deepcopy(task.module).eval().requires_grad_(False)  # noqa: FBT003
        self.step = 0
        self._watch = watch
        self.checks: dict[str, float] = {}
        """As last measured."""
        self._preview_step = -1
        self._told = -math.inf
        self._untold = LossMean()
        self._last_losses: dict[str, float] = {}
        self._is_spoilt = False
        """What is in memory must not replace the last checkpoint."""
        self._peers = peers
        self.seconds = 0.0
        """Spent learning, all sessions together."""
        decayed = [p for p in task.module.parameters() if p.ndim > 1]
        plain = [p for p in task.module.parameters() if p.ndim <= 1]
        groups: list[dict[str, Any]] = [{"params": decayed}, {"params": plain, "weight_decay": 0.0}]
        self._optimiser = torch.optim.AdamW(
            groups, lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        make_folder(folder)
        keep_memory()

    @property
    def progress(self) -> float:
        by_steps = self.step / self.plan.steps if self.plan.steps else 0.0
        by_time = self.seconds / (self.plan.minutes * 60) if self.plan.minutes else 0.0
        return min(max(by_steps, by_time), 1.0)

    def run(self, control: Control = NULL_CONTROL) -> nn.Module:
        """Train to the end of the plan; returns the averaged module. A stop leaves a checkpoint."""
        self._resume()
        self._peers.share(self.task.module)
        side = 0
        started = time.monotonic() - self.seconds
        saved = checked = pictured = self.seconds
        logged = LossMean()
        first_step, first_second = self.step, self.seconds
        checking = 0.0  # a check may take a tenth of the time, on a busy machine too
        try:
            while self.progress < 1:
                control.check()
                if self.plan.side_at(self.progress) != side:
                    side = self.plan.side_at(self.progress)
                    self.task.start_stage(side, self.averaged)
                losses = self._one_step()
                logged.add(losses)
                self._untold.add(losses)
                self.seconds = self._peers.agree(time.monotonic() - started)
                if self._peers.rank:
                    continue
                if self.step % self.plan.log_steps == 0 or self.progress >= 1:
                    rate = self._optimiser.param_groups[0]["lr"]
                    self._write({"side": side, "rate": rate, **logged.drain()})
                    self._report(control, started)
                if self._preview_step < 0 or self.seconds - pictured > self.plan.preview_seconds:
                    pictured = self.seconds
                    self._picture()
                if self.seconds - checked > max(self.plan.check_minutes * 60, 10 * checking):
                    checking = self._check()
                    checked = time.monotonic() - started
                if self.seconds - saved > self.plan.checkpoint_minutes * 60:
                    saved = self.seconds
                    self.save()
                self._report_losses(first_step, first_second)
        finally:
            if self.step and not self._peers.rank and not self._is_spoilt:
                self.save()
        if not self._peers.rank:
            self._picture()
            self._check()
            if self.step > first_step:
                self._report_losses(first_step, first_second, at_once=True)
        return self.averaged

    def _one_step(self) -> dict[str, float]:
        rate = self.plan.rate_at(self.progress, self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self.task.module.train()
        try:
            terms = self._learn()
        except RuntimeError as error:  # also torch.OutOfMemoryError
            if self._device.type == "cpu":
                raise
            raise self._lost(error) from error
        self.step += 1
        return terms

    def _learn(self) -> dict[str, float]:
        terms = self.task.losses(self.plan.batch // self._peers.count, self.progress)
        total = torch.stack(list(terms.values())).sum()
        if not torch.isfinite(total):
            self._is_spoilt = True
            raise KnownError(
                Sentence(
                    "Training diverged at step {step}: the loss is no number any more.",
                    step=self.step,
                ),
                Sentence("Start again from the checkpoint with a lower --learning-rate."),
            )
        total.backward()  # type: ignore[no-untyped-call]
        self._peers.average_gradients(self.task.module)
        if self.plan.clip:
            nn.utils.clip_grad_norm_(self.task.module.parameters(), self.plan.clip)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        if self.averaged is not self.task.module:
            self._average()
        return {name: float(term.detach()) for name, term in terms.items()}

    def _lost(self, error: RuntimeError) -> KnownError:
        """The graphics card gave up: what is in its memory cannot be saved any more."""
        self._is_spoilt = True
        first = (str(error).splitlines() or [type(error).__name__])[0]
        hint = Sentence("Start again to go on from the last checkpoint")
        if isinstance(error, torch.OutOfMemoryError):
            return KnownError(
                Sentence(
                    "{device} has not enough memory for a step: {why}",
                    device=self._device,
                    why=first,
                ),
                Sentence("{hint}, with a smaller --batch or with --device cpu.", hint=hint),
            )
        return KnownError(
            Sentence(
                "{device} gave up at step {step}: {why}",
                device=self._device,
                step=self.step,
                why=first,
            ),
            Sentence("{hint}; with --device cpu if it happens again.", hint=hint),
        )

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        ours, theirs = self.averaged.state_dict(), self.task.module.state_dict()
        floats = [name for name, value in ours.items() if value.is_floating_point()]
        torch._foreach_lerp_(
            [ours[name] for name in floats], [theirs[name] for name in floats], 1 - keep
        )
        for name in ours.keys() - set(floats):
            ours[name].copy_(theirs[name])

    def _check(self) -> float:
        """Measure the quality; returns how many seconds that took."""
        started = time.monotonic()
        self.averaged.eval()
        quality = self.task.check(self.averaged)
        if quality:
            self.checks = quality
            self._write({"check": quality, "check_seconds": round(time.monotonic() - started, 2)})
        return time.monotonic() - started

    def _picture(self) -> None:
        """Show what has been learnt, if the task can."""
        if not isinstance(self.task, Pictured):
            return
        self.averaged.eval()
        drawn = self.task.picture(self.averaged)
        _, png = cv2.imencode(".png", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))
        replace_whole(self._folder / PREVIEW_NAME, png.tobytes())
        self._preview_step = self.step

    def _report_losses(
        self, first_step: int, first_second: float, *, at_once: bool = False
    ) -> None:
        now = time.monotonic()
        if now - self._told < _REPORT_S and not at_once:
            return
        self._told = now
        passed = max(self.seconds - first_second, 1e-9)
        losses = self._last_losses = self._untold.drain() or self._last_losses
        self._watch(
            TrainingReport(
                step=self.step,
                share=self.progress,
                seconds=self.seconds,
                seconds_left=self.seconds / max(self.progress, 1e-9) - self.seconds,
                views_per_s=(self.step - first_step) * self.plan.batch / passed,
                losses=losses,
                checks=self.checks,
                preview=self._folder / PREVIEW_NAME if self._preview_step >= 0 else None,
                preview_step=max(self._preview_step, 0),
            )
        )

    def _report(self, control: Control, started: float) -> None:
        views = self.step * self.plan.batch
        passed = max(time.monotonic() - started, 1e-9)
        left = passed / max(self.progress, 1e-9) - passed
        control.report(
            Progress("training", round(self.progress * 1000), 1000, rate_per_s=views / passed,
                     seconds_left=left, device=str(self._device))
        )  # fmt: skip

    def _write(self, entry: dict[str, Any]) -> None:
        line = {"step": self.step, "seconds": round(self.seconds, 2), "seed": self._seed, **entry}
        append_line(self._folder / LOG_NAME, json.dumps(line))

    # -- checkpoints

    def save(self) -> None:
        """Write the checkpoint; the old one stays until the new one is whole on the disk."""
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "seed": self._seed,
            "module": self.task.module.state_dict(),
            "averaged": self.averaged.state_dict() if self.plan.average else {},
            "optimiser": self._optimiser.state_dict(),
            "task": self.task.state(),
            "random": torch.get_rng_state(),
        }
        whole = io.BytesIO()  # torch's writer answers a full disk with whatever it likes
        torch.save(state, whole)
        replace_whole(self._folder / CHECKPOINT_NAME, whole.getbuffer())

    def _resume(self) -> None:
        path = self._folder / CHECKPOINT_NAME
        if not path.exists():
            return
        state = load_checkpoint(path, self._device)
        try:
            self.task.module.load_state_dict(state["module"])
            if self.plan.average:
                self.averaged.load_state_dict(state["averaged"])
            self._optimiser.load_state_dict(state["optimiser"])
            self.task.restore(state["task"])
            torch.set_rng_state(state["random"].cpu())
            if self._peers.rank:
                self.task.part_from_peers(self._peers.rank, int(state["step"]))
            self.step, self.seconds = int(state["step"]), float(state["seconds"])
        except (KeyError, RuntimeError, ValueError) as error:
            raise KnownError(
                Sentence(
                    "The checkpoint {path} belongs to another recipe or another network.", path=path
                ),
                "Choose an empty --out folder to start anew.",
            ) from error


def load_checkpoint(path: Path, device: torch.device) -> dict[str, Any]:
    """What `Trainer.save` wrote. Raises KnownError if the file is damaged."""
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except (
        OSError, EOFError, RuntimeError, ValueError, KeyError, pickle.UnpicklingError,
        zipfile.BadZipFile,
    ) as error:  # fmt: skip
        raise KnownError(
            Sentence(
                "The checkpoint {path} is damaged ({why}).", path=path, why=type(error).__name__
            ),
            "Delete it to start anew.",
        ) from error
    return state
