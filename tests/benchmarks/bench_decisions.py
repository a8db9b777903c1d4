"""What it costs to save one more decision in a long review, and to open that review.

    python -m tests.benchmarks.bench_decisions

Processor time and time by the clock of `ReviewBook.save` after one key, with so many groups of
three decided before; the clock includes the wait for the disk.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Facts, PairKind, PairTable, Photo
from imgsim_desktop.review.book import ReviewBook

KEYS = 20
"""Saves that are timed; the middle one counts."""


def photo(number: int) -> Photo:
    path = Path(f"/photos/{number // 500}/{number}.jpg")
    content = number.to_bytes(16, "big")
    return Photo(number, number, path, path.parent, 10, 1, content, Facts(100, 100, "JPEG"))


def review_of(decisions: Decisions, groups: int) -> ReviewBook:
    """A review of groups of three, none decided yet."""
    numbers = np.arange(1, 3 * groups + 1)
    first = numbers[::3].repeat(2)
    others = numbers[(numbers - 1) % 3 > 0]
    kind = PAIR_KINDS.index(PairKind.SAME_PICTURE)
    book = ReviewBook(decisions, "bench")
    pairs = PairTable.from_columns(first, others, confidence=0.99, kind=kind)
    book.desk.load(pairs, [photo(int(n)) for n in numbers])
    book.desk.regroup(0.9)
    return book


def main() -> None:
    print("groups decided | a save: ms of processor | ms by the clock | opening: s of processor")
    for groups in (10, 2_000, 20_000, 60_000):
        with tempfile.TemporaryDirectory() as folder:
            with closing(Decisions(Home(Path(folder)))) as decisions:
                book = review_of(decisions, groups + KEYS)
                todo = list(book.desk.review.groups)
                for group in todo[:groups]:
                    book.desk.review.accept([group])
                book.save()
                spent, waited = [], []
                for group in todo[groups:]:
                    book.desk.review.accept([group])
                    processor, clock = time.process_time(), time.perf_counter()
                    book.save()
                    spent.append(time.process_time() - processor)
                    waited.append(time.perf_counter() - clock)
            with closing(Decisions(Home(Path(folder)))) as decisions:
                processor = time.process_time()
                ReviewBook(decisions, "bench")
                opening = time.process_time() - processor
        print(
            f"{groups:14,} | {1000 * float(np.median(spent)):23.2f} |"
            f" {1000 * float(np.median(waited)):15.1f} | {opening:.2f}"
        )


if __name__ == "__main__":
    main()
