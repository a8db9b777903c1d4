"""How long the walk takes over many files of which none changed.

python tests/benchmarks/bench_listing.py [--files 100000]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from imgsim_desktop.listing.changes import KnownFile, Unchanged, sort_changes
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.records import FoundFile, Library

FILES_A_FOLDER = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(count):
            if number % FILES_A_FOLDER == 0:
                inside = root / f"{number // FILES_A_FOLDER:04}"
                inside.mkdir()
            (inside / f"IMG_{number:06}.JPG").touch()
        library = Library("key", "name", (root,))
        for round_ in ("first", "second"):
            began = time.perf_counter()
            files = [f for f in walk(library, is_photo_name) if isinstance(f, FoundFile)]
            print(f"walk, {round_}: {len(files)} files in {time.perf_counter() - began:.2f} s")
        known = {
            f.path: KnownFile(i, i, f.size_bytes, f.mtime_ns, f.device, f.inode)
            for i, f in enumerate(files)
        }
        began = time.perf_counter()
        changes = list(sort_changes(walk(library, is_photo_name), known))
        seconds = time.perf_counter() - began
        assert all(isinstance(change, Unchanged) for change in changes)
        print(f"walk and compare: {len(changes)} files in {seconds:.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
