"""What a step of each recipe costs: views a second of processor, share of it spent on pictures.

    python -m tests.benchmarks.bench_learning
    python -m tests.benchmarks.bench_learning FOLDER [SECONDS]

Without a folder steps on random pictures are measured, in processor time of one thread, which other
programs hardly change; pictures are all in memory before the first step, as in a real training.
With a folder of labelled pictures each recipe trains on them in a process of its own, checks,
checkpoints and previews included: how busy it keeps its core, and its peak memory. What counts as
idle is neither working nor waiting for a core that another program has (schedstat; Linux).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.jobs import TrainingJob
from imgsim_desktop.embedding.learning.memory import keep_memory
from imgsim_desktop.embedding.learning.own_models import OwnTask
from imgsim_desktop.embedding.learning.own_recipes import OWN_RECIPES, fit_plan, stored_side
from imgsim_desktop.embedding.learning.peers import ALONE
from imgsim_desktop.embedding.learning.trainer import Trainer
from imgsim_desktop.embedding.options import make_options
from imgsim_desktop.scan.lessons import gather_pictures, hold_back

CPU = torch.device("cpu")
STEPS = {"autoencoder": 60, "began": 5, "contrastive": 150, "triplet": 5}


def main() -> None:
    torch.set_num_threads(1)
    keep_memory()
    if len(sys.argv) == 1:
        steps()
    elif len(sys.argv) == 5:
        print(train_really(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), sys.argv[4]))
    else:
        seconds = sys.argv[2] if len(sys.argv) > 2 else "30"
        print("| recipe | busy | working | waiting for a core | views/s of processor | peak MB |")
        print("|---|---|---|---|---|---|", flush=True)
        for recipe in STEPS:
            for labels in ("folders", "none") if recipe == "contrastive" else ("folders",):
                words = [recipe, sys.argv[1], seconds, labels]
                subprocess.run([sys.executable, "-m", __spec__.name, *words], check=True)


def train_really(recipe: str, folder: Path, seconds: float, labels: str) -> str:
    """A training on real pictures by the clock; a row of the table."""
    options = make_options(recipe, {})
    side = stored_side(options, labelled=labels != "none")
    pictures, held = hold_back(gather_pictures([folder], side, labels=labels), 1)
    plan = replace(OWN_RECIPES[recipe].plan, minutes=seconds / 60, steps=0, epochs=0.0)
    plan = fit_plan(plan, options, pictures, own_batch=False)
    with tempfile.TemporaryDirectory() as place:
        job = TrainingJob(recipe, pictures, held, None, Path(place), plan, options=options)
        trainer = Trainer(OWN_RECIPES[recipe].task(job, ALONE), plan, Path(place), CPU, 1)
        began, worked, waited = time.monotonic(), time.process_time(), waited_s()
        trainer.run()
        passed = time.monotonic() - began
        worked, waited = time.process_time() - worked, waited_s() - waited
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    name = recipe if labels != "none" else f"{recipe}, edited copies"
    return (
        f"| {name} | {100 * worked / (passed - waited):.0f} % | {worked:.1f} of {passed:.1f} s | "
        f"{waited:.1f} s | {trainer.step * plan.batch / worked:.0f} | {peak} |"
    )


def waited_s() -> float:
    """How long this thread was ready to work while another program had the core."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


def steps() -> None:
    print("| recipe | views a step | ms a step | views/s of processor | of it on pictures |")
    print("|---|---|---|---|---|")
    for recipe, steps in STEPS.items():
        for labelled in (True, False) if recipe == "contrastive" else (True,):
            print(row(recipe, steps if labelled else 20, labelled=labelled))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\npeak memory of the process {peak} MB, torch and 1,000 pictures a recipe included")


def row(recipe: str, steps: int, *, labelled: bool) -> str:
    options = make_options(recipe, {})
    side = stored_side(options, labelled=labelled)
    pixels = np.random.default_rng(1).integers(0, 256, (1000, side, side, 3), np.uint8)
    labels = tuple(str(number % 10) for number in range(1000)) if labelled else ()
    pictures = PictureSet(pixels, np.ones(1000, np.float32), tuple(map(str, range(1000))), labels)
    plan = fit_plan(OWN_RECIPES[recipe].plan, options, pictures, own_batch=False)
    job = TrainingJob(recipe, pictures, None, None, Path(), plan, options=options)
    task = OWN_RECIPES[recipe].task(job, ALONE)
    assert isinstance(task, OwnTask)
    spent = on_pictures(task)
    optimiser = torch.optim.AdamW(task.module.parameters(), lr=1e-4)
    started = 0.0
    for number in range(steps + 2):
        if number == 2:
            started, spent[0] = time.process_time(), 0.0
        torch.stack(list(task.losses(plan.batch, 0.0).values())).sum().backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    seconds = time.process_time() - started
    name = recipe if labelled else f"{recipe}, edited copies"
    return (
        f"| {name} | {plan.batch} | {1000 * seconds / steps:.1f} | "
        f"{plan.batch * steps / seconds:.0f} | {100 * spent[0] / seconds:.0f} % |"
    )


def on_pictures(task: OwnTask) -> list[float]:
    """Processor seconds spent on choosing, cutting and converting pictures; grows as it is used."""
    spent = [0.0]
    if hasattr(task, "_pairs"):
        places: list[tuple[object, str]] = [(task, "_pairs")]
    elif hasattr(task, "_crops"):
        places = [(task, "_crops")]
    elif hasattr(task, "_picker"):
        places = [(task._picker, "triplets"), (task, "floats")]
    else:
        places = [(task, "next_rows"), (task, "floats")]
    for owner, name in places:

        def timed(*args: object, inner: object = getattr(owner, name)) -> object:
            before = time.process_time()
            result = inner(*args)  # type: ignore[operator]
            spent[0] += time.process_time() - before
            return result

        setattr(owner, name, timed)
    return spent


if __name__ == "__main__":
    main()
