"""What the window does to a library's decisions, as a process: `python -m tests.fuzz.second_door`.

Opens the review through the room that window and command line share, decides group by group, saves
each decision as it is made, and takes every second one back.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.review.book import ReviewBook
from tests.fakes import FAKE_SPEC

PAUSE_S = 0.02


def main() -> int:
    home = find_home()
    library = LibraryList(home).all()[0]
    try:
        with closing(Decisions(home)) as decisions, closing(CacheReader(home, library)) as cache:
            book = ReviewBook(decisions, library.key)
            for _ in range(10):
                book.fill(cache, cache.pairs(FAKE_SPEC.model_key))
                book.desk.regroup(0.9)
                for number, group in enumerate(book.desk.review.groups):
                    book.desk.review.accept([group])
                    book.save()
                    time.sleep(PAUSE_S)
                    if number % 2:
                        book.desk.review.undo()
                        book.save()
    except KnownError as error:
        sys.stderr.write(f"imgsim: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
