"""The five source systems at work, as their authors showed them, on the same kind of data.

    python -m tests.benchmarks.demo_models s2 --data TUTORIAL --out FOLDER

s1 BEGAN on cats and dogs; s2 autoencoder on MNIST; s3 triplet and s4 contrastive network on
CIFAR-10; s5 a pretrained network (--weights). TUTORIAL holds mnist/, cifar10-*.zip and catsdogs/.
Prints the figures as JSON; writes collages, loss curves and models into FOLDER.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from imgsim_desktop.control import Control
from imgsim_desktop.embedding.encoders import TripletEncoder
from imgsim_desktop.embedding.learning.collages import draw_nearest, draw_rows
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.labels import (
    kept_when_turned,
    label_metrics,
    svm_between,
)
from imgsim_desktop.embedding.learning.plots import read_log
from imgsim_desktop.embedding.learning.scores import top_matches
from imgsim_desktop.embedding.learnt import load_encoder
from imgsim_desktop.embedding.models import read_model
from imgsim_desktop.embedding.options import TripletOptions
from imgsim_desktop.embedding.registry import open_backend
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.themes import find_themes
from imgsim_desktop.records import Pixels
from imgsim_desktop.scan.learn import Lesson, learn
from imgsim_desktop.scan.lessons import gather_pictures

Demo = Callable[[argparse.Namespace, Home], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", choices=sorted(DEMOS))
    parser.add_argument("--data", type=Path, required=True, help="folder with the data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="s5: weights of mobilenet_v2")
    parser.add_argument("--kinds", type=Path, nargs="*", default=[], help="s5: zips of pictures")
    parser.add_argument("--option", nargs="*", default=[], help="NAME=VALUE of the recipe")
    parser.add_argument("--compare", action="store_true", help="s3: also train it to classify")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--limit", type=int, default=0, help="learn from so many pictures at most")
    parser.add_argument("--epochs", type=float, default=0.0)
    parser.add_argument("--learning-rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    home = Home((args.out / "home").absolute())
    _link(args.data, home.datasets)
    args.out.mkdir(parents=True, exist_ok=True)
    clock, started = time.process_time(), time.monotonic()
    figures = DEMOS[args.demo](args, home)
    figures |= {
        "minutes of processor, all": round((time.process_time() - clock) / 60, 2),
        "minutes, all": round((time.monotonic() - started) / 60, 2),
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load of the machine at the end": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }
    text = json.dumps(figures, indent=1)
    (args.out / "figures.json").write_text(text + "\n", "utf-8")
    print(text)


def began(args: argparse.Namespace, home: Home) -> dict[str, Any]:
    """S1. 20 pictures, 10 cats and 10 dogs: are the two nearest of the same kind?"""
    folder = args.data / "catsdogs"
    figures = _learn("began", args, home, (folder,), ())
    backend = open_backend("began", "cpu", weights_dir=home.weights)
    held = gather_pictures([folder], backend.spec.input.size_px, labels="folders")
    vectors = backend.embed_batch(held.pixels)
    rng = np.random.default_rng(args.seed)
    shares = []
    for number in range(200):
        rows = np.concatenate([
            rng.permutation(np.flatnonzero(held.classes == kind))[:10] for kind in (0, 1)
        ])  # fmt: skip
        near = _nearest(vectors[rows], 2)
        shares.append((held.classes[rows][near] == held.classes[rows][:, None]).mean())
        if number == 0:
            asked = [0, 3, 6, 10, 13, 16]
            some = held.where(rows)
            _write(args.out / "collage.png",
                   draw_nearest(some.pixels, asked, near[asked], some.labels))  # fmt: skip
    return {
        **figures,
        "two nearest of 20 are of the same kind": round(float(np.mean(shares)), 4),
        "the same by drawing lots": round(9 / 19, 4),
        **label_metrics(vectors, held.classes),
        "turned": kept_when_turned(backend, held.pixels),
    }


def autoencoder(args: argparse.Namespace, home: Home) -> dict[str, Any]:
    """S2. MNIST: the 5 nearest of 9,999 test pictures, for each of the 10,000."""
    figures = _learn("autoencoder", args, home, ("mnist",), ("mnist-test",))
    path = home.weights / "autoencoder.safetensors"
    facts = read_model(path)
    encoder = load_encoder(path, facts).eval()
    test = gather_pictures(["mnist-test"], 28, labels="folders", datasets=home.datasets)
    codes = _codes(encoder, test)
    near = np.concatenate([_nearest_euclid(codes, start) for start in range(0, len(codes), 500)])
    right = test.classes[near] == test.classes[:, None]
    unit = codes / np.linalg.norm(codes, axis=1, keepdims=True).clip(1e-9)
    asked = [int(np.flatnonzero(test.classes == digit)[0]) for digit in range(10)]
    _write(args.out / "collage.png", draw_nearest(test.pixels, asked, near[asked], test.labels))
    raw = (test.pixels[:, :, :, 0].reshape(len(test), -1) / 255).astype(np.float32)
    lengths = np.linalg.norm(raw, axis=1, keepdims=True)
    return {
        **figures,
        "weights": sum(p.numel() for p in encoder.parameters()),
        "precision@5 over all, Euclidean": round(float(right.mean()), 4),
        "all five right": round(float(right.all(1).mean()), 4),
        "precision@5 over all, cosine": round(_precision(unit, test.classes, 5), 4),
        "precision@5 of the pixels themselves, cosine": round(
            _precision(raw / lengths, test.classes, 5), 4
        ),
        "mean square of a pixel": round(float((raw**2).mean()), 4),
    }


def triplet(args: argparse.Namespace, home: Home) -> dict[str, Any]:
    """S3. CIFAR-10: retrieval among the test pictures, and a linear SVM against end-to-end."""
    figures = _learn("triplet", args, home, ("cifar10",), ("cifar10-test",))
    known, test, both = _cifar(home, "triplet")
    if args.compare:
        accuracy = _classify(args, known, test, figures["steps"])
        figures["the same network trained to classify"] = round(accuracy, 4)
    return {
        **figures,
        **_retrieval(args, test, both[1]),
        "linear SVM, train to test": round(svm_between(
            both[0], known.classes, both[1], test.classes), 4),
    }  # fmt: skip


def contrastive(args: argparse.Namespace, home: Home) -> dict[str, Any]:
    """S4. CIFAR-10: for each class a picture and its 10 nearest in the test set."""
    figures = _learn("contrastive", args, home, ("cifar10",), ("cifar10-test",))
    known, test, both = _cifar(home, "contrastive")
    return {
        **figures,
        **_retrieval(args, test, both[1]),
        "linear SVM, train to test": round(svm_between(
            both[0], known.classes, both[1], test.classes), 4),
    }  # fmt: skip


def pretrained(args: argparse.Namespace, home: Home) -> dict[str, Any]:
    """S5. 30 pictures, 5 of each of 6 kinds: top-5 by cosine, and k-means with 6 groups."""
    backend = open_backend("mobilenet_v2", "cpu", weights_file=args.weights)
    side = backend.spec.input.size_px
    pets = gather_pictures([args.data / "catsdogs"], side, labels="folders")
    everything = gather_pictures(args.kinds, side, labels="folders", limit=400)
    rows: list[tuple[PictureSet, int, str]] = []
    for label in ("cat", "dog"):
        rows += [(pets, int(r), label) for r in _spread(pets, label)]
    for label in ("clothing", "grocery", "raccoon", "seneca"):
        rows += [(everything, int(r), label) for r in _spread(everything, label)]
    pixels = np.stack([some.pixels[row] for some, row, _ in rows])
    labels = [label for _, _, label in rows]
    classes = np.unique(labels, return_inverse=True)[1]
    vectors = backend.embed_batch(pixels)
    near = _nearest(vectors, 4)
    asked = list(range(0, len(rows), 5))
    _write(args.out / "collage.png", draw_nearest(pixels, asked, near[asked], labels))
    themes = find_themes(vectors, np.arange(len(vectors)), count=6)
    _write(args.out / "kmeans.png", draw_rows(
        [[pixels[row] for row in themes.members(theme)] for theme in range(len(themes))]
    ))  # fmt: skip
    pet_vectors = backend.embed_batch(pets.pixels)
    purity = [np.bincount(classes[themes.members(t)]).max() for t in range(len(themes))]
    return {
        "four nearest of 30 are of the same kind": round(
            float((classes[near] == classes[:, None]).mean()), 4
        ),
        "k-means, 6 groups: purity": round(sum(purity) / len(rows), 4),
        "cats and dogs": label_metrics(pet_vectors, pets.classes),
        "turned": kept_when_turned(backend, pets.pixels),
    }


DEMOS: dict[str, Demo] = {
    "s1": began, "s2": autoencoder, "s3": triplet, "s4": contrastive, "s5": pretrained,
}  # fmt: skip


def _learn(
    recipe: str, args: argparse.Namespace, home: Home, sources: tuple[Any, ...],
    validation: tuple[Any, ...],
) -> dict[str, Any]:  # fmt: skip
    """Train, and say how: steps, losses at the start and at the end, views a second."""
    lesson = Lesson(
        recipe, sources, args.out / recipe, name=recipe, labels="folders", validation=validation,
        steps=args.steps, epochs=args.epochs, learning_rate=args.learning_rate,
        options=dict(word.split("=", 1) for word in args.option), device="cpu", threads=1,
        seed=args.seed, limit=args.limit,
    )  # fmt: skip
    clock = time.process_time()
    model = learn(lesson, home, Control(), say=print)
    spent = time.process_time() - clock
    assert model.facts is not None
    facts = model.facts
    log = read_log(args.out / recipe / "log.jsonl")
    lines = [{k: v for k, v in line.items() if isinstance(v, float)} for line in log
             if "rate" in line]  # fmt: skip
    tenth = max(1, len(lines) // 10)
    names = [name for name in lines[-1] if name not in ("seconds", "rate")]

    def mean(part: list[dict[str, float]]) -> dict[str, float]:
        return {name: round(float(np.mean([line[name] for line in part])), 4) for name in names}

    return {
        "recipe": recipe, "options": dict(facts.options), "pictures": facts.pictures,
        "steps": facts.steps, "views": facts.views, "minutes of training": facts.minutes,
        "views a second of processor": round(facts.views / spent, 1),
        "views a second of wall time": round(facts.views / (facts.minutes * 60), 1),
        "first losses": mean(lines[:1]), "last losses": mean(lines[-tenth:]),
        "held back": dict(facts.quality),
    }  # fmt: skip


def _cifar(
    home: Home, name: str
) -> tuple[PictureSet, PictureSet, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    backend = open_backend(name, "cpu", weights_dir=home.weights)
    side = backend.spec.input.size_px
    known, test = (
        gather_pictures([word], side, labels="folders", datasets=home.datasets)
        for word in ("cifar10", "cifar10-test")
    )
    return known, test, (backend.embed_batch(known.pixels), backend.embed_batch(test.pixels))


def _retrieval(
    args: argparse.Namespace, test: PictureSet, vectors: NDArray[np.float32]
) -> dict[str, Any]:
    near = _nearest(vectors, 10)
    asked = [int(np.flatnonzero(test.classes == kind)[7]) for kind in range(10)]
    _write(args.out / "collage.png", draw_nearest(test.pixels, asked, near[asked], test.labels))
    return label_metrics(vectors, test.classes)


def _classify(args: argparse.Namespace, known: PictureSet, test: PictureSet, steps: int) -> float:
    """Accuracy of S3's network with a classifying layer, trained end to end for as many steps."""
    torch.manual_seed(args.seed)
    net = nn.Sequential(TripletEncoder(TripletOptions()), nn.Linear(1024, 10))
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)
    random = torch.Generator().manual_seed(args.seed)
    pixels, classes = torch.from_numpy(known.pixels), torch.from_numpy(known.classes)
    for _ in range(steps):
        rows = torch.randint(len(known), (96,), generator=random)
        logits = net(_floats(pixels[rows]))
        loss = nn.functional.cross_entropy(logits, classes[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    net.eval()
    with torch.inference_mode():
        said = torch.cat([
            net(_floats(part)).argmax(1) for part in torch.from_numpy(test.pixels).split(100)
        ])  # fmt: skip
    return float((said.numpy() == test.classes).mean())


def _floats(pixels: torch.Tensor) -> torch.Tensor:
    return pixels.permute(0, 3, 1, 2).float().div(255)


@torch.inference_mode()
def _codes(encoder: nn.Module, pictures: PictureSet) -> NDArray[np.float32]:
    parts = torch.from_numpy(pictures.pixels).split(500)
    return np.concatenate([encoder(_floats(part)).numpy() for part in parts])


def _nearest(vectors: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """(n, count) the nearest others of each, by cosine."""
    found, _ = top_matches(vectors, vectors, count + 1)
    return np.stack([near[near != own][:count] for own, near in enumerate(found)])


def _nearest_euclid(codes: NDArray[np.float32], start: int) -> NDArray[np.int64]:
    part = codes[start : start + 500]
    squares = (codes**2).sum(1)
    distance = squares[None] - 2 * part @ codes.T
    distance[np.arange(len(part)), start + np.arange(len(part))] = np.inf
    return np.argsort(distance, axis=1, kind="stable")[:, :5]


def _precision(vectors: NDArray[np.float32], classes: NDArray[np.int64], count: int) -> float:
    near = _nearest(np.asarray(vectors, np.float32), count)
    return float((classes[near] == classes[:, None]).mean())


def _spread(pictures: PictureSet, label: str) -> NDArray[np.int64]:
    rows = np.array([row for row, own in enumerate(pictures.labels) if own == label])
    return rows[np.linspace(0, len(rows) - 1, 5).astype(int)]


def _write(path: Path, pixels: Pixels) -> None:
    cv2.imwrite(str(path), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))


def _link(data: Path, datasets: Path) -> None:
    """The folder of data sets as the program looks for it."""
    (datasets / "cifar10").mkdir(parents=True, exist_ok=True)
    links = {datasets / "mnist": data / "mnist"}
    links |= {datasets / "cifar10" / path.name: path for path in data.glob("cifar10-*.zip")}
    for link, target in links.items():
        if not link.exists():
            link.symlink_to(target.absolute())


if __name__ == "__main__":
    main()
