"""How many threads the libraries below may use while ours look at pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Let BLAS and OpenCV stay in the thread that calls them; they are put back afterwards.

    Two threads of ours with two each of theirs wait for one another: of 1,000 pictures on two cores
    the whole scan took 49 s of processor instead of 31.
    """
    from threadpoolctl import threadpool_limits

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"):
            yield
    finally:
        cv2.setNumThreads(before)


def stay_in_one_thread() -> None:
    """The same for the rest of this process."""
    from threadpoolctl import threadpool_limits

    cv2.setNumThreads(1)
    threadpool_limits(1, "blas")
