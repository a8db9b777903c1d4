"""How often the original is suggested to stay beside one edited copy, for each kind of edit.

    python make_edits.py PHOTOS SET --n 30 --max-side 2400         # originals without EXIF
    python -m tests.benchmarks.bench_keeper SET [--groups 12] [--part 0/2] [--again] [--save S]
    python -m tests.benchmarks.bench_keeper --told S...             # the table of saved runs

Everything that could help is taken away: both files are of one age, neither name tells, and of two
copies that are as good the other one comes first. "before" is without the rules about what was done
to a copy. `--again` adds copies that other numbers would make win: saved again at 97, enlarged, in
another format. `--part` takes each N-th original, for runs beside one another.
"""

from __future__ import annotations

import argparse
import collections
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.rules import DEFAULT_RULES, suggest_keeper
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.matching.additions import find_additions
from imgsim_desktop.matching.kinds import PairVerdict, judge
from imgsim_desktop.matching.verify import Evidence, verify
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small, open_upright
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import (
    ADDED,
    PAIR_KINDS,
    REMOVABLE_KINDS,
    FoundFile,
    Pair,
    PairKind,
    PairTable,
    Photo,
    Reading,
)
from imgsim_desktop.scan.look_beside import LookTask, Original, look_at

OLD_RULES = tuple(
    name
    for name in DEFAULT_RULES
    if name[4:] not in ADDED and name not in ("has-colour", "made-from")
)
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """One edited copy beside its original."""

    kind: str
    source: str
    copy: str
    is_copy: bool = False
    """At 0.9, by the thumbnails."""
    is_removable: bool = False
    """And after the second look."""
    after: str = ""
    stays_before: bool = False
    stays: bool = False
    is_wrong_side: bool = False
    """Something is said of the original that was done to the copy, if to any."""
    why: str = ""
    """The rule that decided."""


@cache
def read_once(path: Path) -> Reading | None:
    """An original is beside many copies."""
    return read(path)


def read(path: Path) -> Reading | None:
    stat = path.stat()
    file = FoundFile(path, path.parent, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
    reading = read_photo(file, BACKENDS["builtin"].input)
    return reading if isinstance(reading, Reading) else None


def photo_of(number: int, reading: Reading, path: str) -> Photo:
    return Photo(
        number, number, Path(path), Path("/p"), reading.file.size_bytes, 0,
        reading.content_hash, reading.facts,
    )  # fmt: skip


def compared(original: Reading, copy: Reading) -> Pair | None:
    """The one pair, as the product first finds it; None where it is no copy."""
    if original.pixel_hash == copy.pixel_hash:
        return Pair(1, 2, 1.0, 1.0, PairKind.SAME_PIXELS, coverage=1.0)
    greys = [grey_small(r.thumbnail_jpeg) for r in (original, copy)]
    evidence: Evidence = verify(*greys)
    verdict = judge(
        evidence, original.facts, copy.facts,
        lambda: tuple(np.asarray(decode_thumbnail(r.thumbnail_jpeg)) for r in (original, copy)),
        lambda: find_additions(*greys, evidence),
    )  # fmt: skip
    if verdict.confidence < _SURE:
        return None
    return Pair(
        1, 2, 1.0, verdict.confidence, verdict.kind, verdict.edits, verdict.transform,
        verdict.coverage, verdict.added.to_a, verdict.added.to_b,
    )  # fmt: skip


def looked(pair: Pair, original: Reading, copy: Reading) -> PairVerdict | None:
    """What it is after the second look, of which the derivation is a part."""
    originals = [
        Original(
            r.file.path, r.file.size_bytes, r.file.mtime_ns, r.facts.width_px, r.facts.height_px
        )
        for r in (original, copy)
    ]
    return look_at(LookTask(pair, *originals)).verdict


def table_of(verdict: PairVerdict) -> PairTable:
    return PairTable.from_columns(
        np.array([1]), np.array([2]), confidence=verdict.confidence,
        kind=PAIR_KINDS.index(verdict.kind), edits=verdict.edit_bits(swapped=False),
        coverage=np.array([verdict.coverage], np.float32),
    )  # fmt: skip


def again(original: Path, folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Kinds of copies whose files have better numbers, each with what it was made from."""
    first = Image.fromarray(open_upright(original))
    width, height = first.size
    captioned, mosaic = first.copy(), first.copy()
    ImageDraw.Draw(captioned).rectangle(
        (width // 4, height * 8 // 10, width * 3 // 4, height * 9 // 10), fill="white"
    )
    box = (width // 3, height // 3, width // 3 + width // 6, height // 3 + height // 6)
    cells = mosaic.crop(box).resize((8, 8), Image.Resampling.BOX)
    mosaic.paste(cells.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.NEAREST), box)
    soft = first.filter(ImageFilter.GaussianBlur(max(1.5, width / 400)))
    made = {
        "saved again at 97": first,
        "grey at 97": first.convert("L"),
        "captioned at 97": captioned,
        "mosaic at 97": mosaic,
        "blurred at 97": soft,
        "lighter at 97": first.point(lambda value: round(255 * (value / 255) ** 0.85)),
    }
    for factor, how in ((1.5, Image.Resampling.LANCZOS), (2, Image.Resampling.BICUBIC)):
        size = round(width * factor), round(height * factor)
        made[f"enlarged {factor:g} times at 92"] = first.resize(size, how)
    for kind, picture in made.items():
        path = folder / f"{kind}.jpg"
        picture.save(path, quality=92 if kind.endswith("92") else 97)
        yield kind, original, path
    first.save(folder / "copy.png")
    yield "PNG of a JPEG", original, folder / "copy.png"
    for suffix, quality in (("heic", 60), ("avif", 70), ("webp", 80)):
        other = folder / f"other.{suffix}"
        first.resize((width * 2 // 3, height * 2 // 3)).save(other, quality=quality)
        jpeg = folder / f"of {suffix}.jpg"
        Image.fromarray(open_upright(other)).save(jpeg, quality=97)
        yield f"JPEG of {suffix}, at 97", other, jpeg


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", nargs="?", type=Path)
    parser.add_argument("--groups", type=int, default=0, help="only so many originals")
    parser.add_argument("--part", default="0/1", help="I/N: each N-th original from the I-th on")
    parser.add_argument("--kinds", nargs="+", help="only these edits")
    parser.add_argument("--again", action="store_true", help="copies with better numbers, instead")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--told", nargs="*", type=Path, help="saved before, instead of a set")
    args = parser.parse_args()
    start = time.process_time()
    if args.told:
        rows = [row for path in args.told for row in rows_in(path)]
    elif args.set is not None:
        goes_on = args.save is not None and args.save.exists()
        if goes_on and args.again:
            parser.error("copies of --again have one name each time: save to a new file")
        earlier = rows_in(args.save) if goes_on else []
        known = {row.copy for row in earlier}
        found = rows_of(args.set, args.groups, args.part, known, args.kinds, again_too=args.again)
        rows = earlier + list(found if args.save is None else saved(found, args.save))
    else:
        parser.error("a set, or --told")
    tell(rows)
    print(f"{len(rows)} pairs, {time.process_time() - start:.0f} s of processor")


def rows_in(path: Path) -> list[Row]:
    return [Row(**json.loads(line)) for line in path.read_text().splitlines()]


def rows_of(
    folder: Path,
    most: int,
    part: str,
    known: set[str],
    kinds: Sequence[str] | None,
    *,
    again_too: bool,
) -> Iterator[Row]:
    """Of each copy whose name is not known."""
    items = json.loads((folder / "truth.json").read_text())["items"]
    groups: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for name, item in items.items():
        groups[item["group"]][item["type"]] = name
    first, step = (int(number) for number in part.split("/"))
    chosen = [members for members in groups.values() if "orig" in members][first::step]
    with tempfile.TemporaryDirectory() as scratch:
        for members in chosen[: most or None]:
            original = folder / "img" / members.pop("orig")
            todo = (
                again(original, Path(scratch))
                if again_too
                else iter((kind, original, folder / "img" / name) for kind, name in members.items())
            )
            for kind, source, copy in todo:
                if copy.name in known or (kinds and kind not in kinds):
                    continue
                row = look_and_choose(kind, source, copy)
                if row is not None:
                    yield row


def saved(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    """A line each at once: a long run that is ended can go on."""
    with path.open("a") as out:
        for row in rows:
            out.write(json.dumps(asdict(row)) + "\n")
            out.flush()
            yield row


def tell(rows: Sequence[Row]) -> None:
    by_kind: dict[str, list[Row]] = collections.defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    print(
        "| edit | pairs | copies at 0.9 | after the look | original stays: before | now"
        " | said of the original |"
    )
    print("|---|---|---|---|---|---|---|")
    for kind, found in sorted(by_kind.items()):
        went = [row for row in found if row.is_removable]
        n = max(1, len(went))
        print(
            f"| {kind} | {len(found)} | {sum(row.is_copy for row in found)} | {len(went)}"
            f" | {sum(row.stays_before for row in went) / n:.1%}"
            f" | {sum(row.stays for row in went) / n:.1%}"
            f" | {sum(row.is_wrong_side for row in went)} |"
        )
    for label, shares in (
        ("copies at 0.9", [np.mean([r.is_copy for r in found]) for found in by_kind.values()]),
        ("still after the look", [np.mean([r.is_removable for r in f]) for f in by_kind.values()]),
    ):
        print(f"{label}: {np.mean(shares):.2%}, mean over kinds")


def look_and_choose(kind: str, source: Path, copy: Path) -> Row | None:
    """What becomes of one copy; None for equal files and for what cannot be read."""
    original, edited = read_once(source), read(copy)
    if original is None or edited is None or edited.content_hash == original.content_hash:
        return None
    row = Row(kind, source.name, copy.name)
    pair = compared(original, edited)
    verdict = looked(pair, original, edited) if pair else None
    if pair is None or verdict is None or verdict.kind not in REMOVABLE_KINDS:
        return replace(row, is_copy=pair is not None, after=verdict.kind.value if verdict else "")
    photos = with_added(
        [photo_of(1, original, "/p/b.jpg"), photo_of(2, edited, "/p/a.jpg")], table_of(verdict)
    )
    chosen = suggest_keeper(photos)
    return replace(
        row,
        is_copy=True,
        is_removable=True,
        after=verdict.kind.value,
        stays_before=suggest_keeper([replace(photo, made="") for photo in photos], OLD_RULES).keeper
        == 1,
        stays=chosen.keeper == 1,
        is_wrong_side=bool(photos[0].added or photos[0].made),
        why=chosen.verdicts[1].code,
    )


if __name__ == "__main__":
    main()
