"""Similar photos asked for by several, without one, and by a part; and what relations cost.

python -m tests.benchmarks.bench_asking FOLDER --classes FOLDER/catsdogs --parts-of FOLDER/mixed

FOLDER is scanned (with --home: into a home that is kept). Below --classes a folder is a kind.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PairTable, Photo
from imgsim_desktop.scan import PhotoSearch, embed_picture, named_network, open_searcher, scan
from imgsim_desktop.scan.relations import Relations
from imgsim_desktop.scan.search import turned_away

NEAREST = 10
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75)
DRAWS = 600


def same_kind(vectors: NDArray[np.float32], kinds: NDArray[np.int64]) -> None:
    """Of three of a kind: the middle, or the best of each; of one: less the nearest stranger."""
    rng = np.random.default_rng(0)
    middle, best = [], []
    for _ in range(DRAWS):
        kind = kinds[rng.integers(len(kinds))]
        asked = rng.choice(np.flatnonzero(kinds == kind), 3, replace=False)
        cosines = vectors @ vectors[asked].T
        for told, scores in (
            (middle, vectors @ turned_away(vectors[asked], None)[0]),
            (best, cosines.max(1)),
        ):
            scores[asked] = -2
            told.append((kinds[np.argsort(-scores)[:NEAREST]] == kind).mean())
    print(f"three of a kind: middle {np.mean(middle):.3f}, best of each {np.mean(best):.3f}")
    asked_ones = rng.integers(0, len(kinds), DRAWS)
    for share in SHARES:
        right, kept = [], []
        for one in asked_ones.tolist():
            scores = vectors @ vectors[one]
            scores[one] = -2
            before = np.argsort(-scores)[:NEAREST]
            strangers = before[kinds[before] != kinds[one]]
            if not len(strangers):
                continue
            away = vectors[one] - share * vectors[strangers[0]]
            scores = vectors @ (away / np.linalg.norm(away))
            scores[[one, strangers[0]]] = -2
            after = np.argsort(-scores)[:NEAREST]
            right.append((kinds[after] == kinds[one]).mean())
            kept.append(len(np.intersect1d(before, after)) / (NEAREST - 1))
        print(f"less {share:.2f} of the nearest stranger: {np.mean(right):.3f} of the kind, "
              f"{np.mean(kept):.2f} of the others stay")  # fmt: skip


def parts(search: PhotoSearch, backend: Backend, photos: list[Photo], count: int) -> None:
    """Crops of 9 to 30 % of the area: is their picture among the nearest?"""
    rng = np.random.default_rng(0)
    whole, both, seconds = 0, 0, 0.0
    with tempfile.TemporaryDirectory() as place:
        for at in rng.choice(len(photos), count, replace=False).tolist():
            with Image.open(photos[at].path) as image:
                share = rng.uniform(0.3, 0.55)
                width, height = int(image.width * share), int(image.height * share)
                x = int(rng.integers(0, image.width - width))
                y = int(rng.integers(0, image.height - height))
                cut = Path(place) / "cut.png"
                image.convert("RGB").crop((x, y, x + width, y + height)).save(cut)
            vector = embed_picture(cut, backend)
            own = photos[at].photo_id
            whole += own in {m.photo_id for m in search.like_vector(vector[0], NEAREST)}
            start = time.process_time()
            found = search.like_part(vector, -1, NEAREST)
            seconds += time.process_time() - start
            both += own in {match.photo_id for match in found}
    print(f"{count} parts among {len(search)}: by wholes {whole / count:.3f}, by parts, too, "
          f"{both / count:.3f}, {1e3 * seconds / count:.1f} ms of processor")  # fmt: skip


def relations(count: int) -> None:
    """What clocks and places of so many photos cost at one click."""
    rng = np.random.default_rng(0)
    facts = np.column_stack([
        rng.uniform(0, 3e8, count), np.full(count, np.nan),
        rng.uniform(-90, 90, count), rng.uniform(-180, 180, count),
    ])  # fmt: skip
    known = Relations(lambda _: PairTable.empty(), np.arange(count), facts)
    start = time.process_time()
    for content in range(20):
        known.of([content])
    print(f"clocks and places of {count}: {1e3 * (time.process_time() - start) / 20:.2f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--classes", type=Path, required=True)
    parser.add_argument("--parts-of", type=Path, required=True)
    parser.add_argument("--parts", type=int, default=80)
    parser.add_argument("--home", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Home(args.home or Path(place))
        library = LibraryList(home).open_for([args.folder])
        network = named_network("builtin", home)
        scan(library, home, network)
        with closing(CacheReader(home, library)) as cache:
            ids, vectors = cache.vectors(network.spec.model_key)
            photos = cache.photos()
        folder_of = {
            photo.content_id: photo.path.relative_to(args.classes).parts[0]
            for photo in photos
            if args.classes in photo.path.parents
        }
        rows = [row for row, content in enumerate(ids.tolist()) if content in folder_of]
        _, kinds = np.unique([folder_of[int(ids[row])] for row in rows], return_inverse=True)
        print(f"{len(rows)} pictures of {len(set(kinds.tolist()))} kinds")
        same_kind(vectors[rows], kinds)
        search = open_searcher(library, home, network.spec.model_key)
        inside = [photo for photo in photos if args.parts_of in photo.path.parents]
        parts(search, network.open("cpu"), inside, args.parts)
    relations(100_000)


if __name__ == "__main__":
    main()
