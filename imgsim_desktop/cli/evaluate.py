"""`imgsim evaluate`: how well networks recognise edited copies of your own photos."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, print_line, tell
from imgsim_desktop.cli.pictures import each_picture
from imgsim_desktop.cli.words import count
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.read import read_from_thumbnail
from imgsim_desktop.records import Pixels
from imgsim_desktop.scan.models import find_model
from imgsim_desktop.scan.networks import Backend, builtin_files, import_torch, open_backend

MAX_SIDE_PX = 640
_TURNED = {
    "turned 90": "similarity to itself turned by 90 degrees",
    "turned 180": "turned by 180 degrees",
    "turned 270": "turned by 270 degrees",
    "mirrored": "mirrored",
    "another picture": "similarity to another picture",
    "turned @1": "turned or mirrored, and still nearest to itself",
}
"""What is measured on the originals turned exactly, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--images",
        nargs="+",
        type=Path,
        required=True,
        metavar="PATH",
        help="folders or zip files of distinct photos; copies are made of them",
    )
    add(
        "--distractors",
        nargs="+",
        type=Path,
        default=[],
        metavar="PATH",
        help="more photos that are only searched in, never searched for",
    )
    add(
        "--networks",
        nargs="+",
        metavar="NAME",
        help="networks to compare (default: the one of --backend, or builtin)",
    )
    add(
        "--weights",
        nargs="+",
        default=[],
        metavar="NAME=FILE",
        help="weights of a network from a file, such as mobilenet_v2=FILE",
    )
    add(
        "--originals",
        type=count,
        default=300,
        metavar="N",
        help="how many photos get copies, spread over --images (default 300)",
    )
    add(
        "--background",
        type=int,
        default=1000,
        metavar="N",
        help="photos of --images set aside for score normalisation (default 1000)",
    )
    add(
        "--bursts",
        nargs="+",
        type=Path,
        default=[],
        metavar="PATH",
        help="photos of one place in a row, which must not count as copies",
    )
    add(
        "--classes",
        nargs="+",
        type=Path,
        default=[],
        metavar="PATH",
        help="photos whose parent folder is their class, for class precision@k and a linear SVM",
    )
    add("--seed", type=int, default=1, help="of all random choices (default 1)")
    add("--threads", type=count, help="of the networks (default: their own choice)")
    add("--out", type=Path, metavar="FOLDER",
        help="write evaluation.json and evaluation.png there")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    backends = _open(args)
    import_torch(args.threads)
    from imgsim_desktop.scan.training import EvaluationSet, evaluate

    originals, rest = _split(args.images, args.originals, CONTROL)
    rest, background = _set_aside(rest, args.background)
    others = _pixels(each_picture(args.distractors, MAX_SIDE_PX, CONTROL))
    material = EvaluationSet(
        originals=originals,
        distractors=_chain(rest, others),
        background=background,
        bursts=list(_pixels(each_picture(args.bursts, MAX_SIDE_PX, CONTROL))),
        classes=[
            (Path(name).parent.name, pixels)
            for name, pixels in each_picture(args.classes, MAX_SIDE_PX, CONTROL)
        ],
    )
    result = evaluate(backends, material, read_from_thumbnail, args.seed, CONTROL)
    result["date"] = time.strftime("%Y-%m-%d")
    result["background"] = len(background)
    for backend in backends:
        result["backends"][backend.spec.id]["weights_bytes"] = _weights_bytes(backend, args)
    CONTROL.clear_line()
    for line in table(result):
        print_line(line)
    if args.out is not None:
        _write(result, args.out)
    return 0


def table(result: dict[str, Any]) -> Iterator[str]:
    """The result as a Markdown table, one column group a network."""
    backends = result["backends"]
    names = list(backends)
    yield (
        f"{result['originals']} photos, each edited in every way, among "
        f"{result['distractors']} others. recall@1 / @20 / @100 in %."
    )
    yield ""
    columns = [f"{name}, asked once | {name}, as a scan asks" for name in names]
    yield f"| edit | {' | '.join(columns)} |"
    yield f"|---|{'---|' * (2 * len(names))}"
    first = backends[names[0]]
    for kind in first["kinds"]:
        found = [backends[name]["kinds"][kind] for name in names]
        cells = [f"{_recall(once)} | {_recall(once['as scanned'])}" for once in found]
        yield f"| {kind} | {' | '.join(cells)} |"
    found = [backends[name] for name in names]
    cells = [f"{_recall(each['all'])} | {_recall(each['all as scanned'])}" for each in found]
    yield f"| **all** | {' | '.join(cells)} |"
    yield ""
    yield f"| | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for kind in first["kinds"]:
        if "asked 8 ways" in first["kinds"][kind]:
            cells = [_recall(backends[name]["kinds"][kind]["asked 8 ways"]) for name in names]
            yield f"| {kind}, asked in 8 orientations | {' | '.join(cells)} |"
    for key, label in (
        ("recall_before_first_false", "recall before the first false pair"),
        ("threshold_at_first_false", "similarity needed for that"),
        ("recall_at_1e-6", "recall at one false pair in a million"),
        ("threshold_at_1e-6", "similarity needed for that"),
        ("micro_ap", "micro-AP"),
        ("micro_ap_normalised", "micro-AP, scores normalised"),
        ("micro_ap_bursts", "micro-AP of copies against shots of one place"),
        ("copies_below_bursts", "share of copies below the most similar shots of one place"),
        ("bursts_above_copies", "share of shots of one place above the lowest 5 % of copies"),
        ("class precision@1", "class precision@1"),
        ("class precision@5", "class precision@5"),
        ("class precision@10", "class precision@10"),
        ("class chance", "class precision by drawing lots"),
        ("linear SVM", "linear SVM on the vectors, accuracy"),
        ("images_per_s", "pictures/s"),
        ("dim", "numbers a picture"),
        ("weights_bytes", "bytes of weights"),
    ):
        if all(key in backends[name] for name in names):
            yield f"| {label} | {' | '.join(str(backends[name][key]) for name in names)} |"
    for way in first["turned"]:
        cells = [str(backends[name]["turned"][way]) for name in names]
        yield f"| {_TURNED[way]} | {' | '.join(cells)} |"
    yield ""
    yield f"| similarity, quantiles | {' | '.join(next(iter(first['similarity'].values())))} |"
    yield f"|---|{'---|' * len(next(iter(first['similarity'].values())))}"
    for name in names:
        for what, spread in backends[name]["similarity"].items():
            if spread:
                yield f"| {name}: {what} | {' | '.join(f'{v:.3f}' for v in spread.values())} |"


def _recall(found: dict[str, Any]) -> str:
    return " / ".join(f"{100 * found[f'recall@{k}']:.1f}" for k in (1, 20, 100))


def _weights_bytes(backend: Backend, args: argparse.Namespace) -> int:
    path = _files(args).get(backend.spec.id)
    if path is None and backend.spec.is_bundled:
        path = builtin_files().path
    elif path is None and backend.spec.recipe:
        path = find_model(home_of(args).weights, backend.spec.id).path
    elif path is None and backend.spec.download is not None:
        path = home_of(args).weights / backend.spec.download.file_name
    return 0 if path is None else path.stat().st_size


def _files(args: argparse.Namespace) -> dict[str, Path]:
    """--weights as name -> file."""
    files = {}
    for word in args.weights:
        name, equals, path = word.partition("=")
        if not equals:
            raise KnownError(
                Sentence("{word!r} is no NAME=FILE.", word=word),
                "Such as mobilenet_v2=weights.pth.",
            )
        files[name] = Path(path)
    return files


def _open(args: argparse.Namespace) -> list[Backend]:
    files = _files(args)
    names: Sequence[str] = args.networks or [args.backend or "builtin"]
    folder = home_of(args).weights
    return [
        open_backend(name, args.device or "auto", files.get(name), folder, args.threads)
        for name in names
    ]


def _split(sources: list[Path], count: int, control: Control) -> tuple[list[Pixels], list[Pixels]]:
    """Photos that get copies, evenly spread over all, and the others."""
    photos = list(_pixels(each_picture(sources, MAX_SIDE_PX, control)))
    if not photos:
        raise KnownError("No photo could be read.", "Give --images folders or zip files of photos.")
    chosen = {row * len(photos) // count for row in range(count)} if count < len(photos) else None
    originals = [p for row, p in enumerate(photos) if chosen is None or row in chosen]
    rest = [p for row, p in enumerate(photos) if chosen is not None and row not in chosen]
    tell(f"{len(originals)} photos get copies, {len(rest)} more of --images are distractors")
    return originals, rest


def _set_aside(photos: list[Pixels], count: int) -> tuple[list[Pixels], list[Pixels]]:
    """Those that stay, and at most half of all, evenly spread, as background."""
    count = min(count, len(photos) // 2)
    rows = {row * len(photos) // count for row in range(count)} if count else set()
    stay = [photo for row, photo in enumerate(photos) if row not in rows]
    return stay, [photo for row, photo in enumerate(photos) if row in rows]


def _pixels(pictures: Iterator[tuple[str, Pixels]]) -> Iterator[Pixels]:
    return (pixels for _, pixels in pictures)


def _chain(first: list[Pixels], then: Iterator[Pixels]) -> Iterator[Pixels]:
    yield from first
    yield from then


def _write(result: dict[str, Any], folder: Path) -> None:
    from imgsim_desktop.scan.training import plot_evaluation

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (folder / "evaluation.json").write_text(text + "\n", "utf-8")
    plot_evaluation(result, folder / "evaluation.png")
    tell(f"written to {folder}")
