"""What cannot be done in the review is said above the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing.model import ReviewModel

TOPIC = "review"


@contextmanager
def telling(model: ReviewModel, topic: str = TOPIC) -> Iterator[None]:
    """Tell a KnownError of an act instead of raising it: nothing was changed then."""
    try:
        yield
    except KnownError as error:
        model.noticed.emit(Notice.from_error(error, topic))
