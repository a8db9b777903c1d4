"""Where a person is in a window, for the one that takes its place in another language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.ui.search_worker import Question
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.photo_sheet import SheetPlace


@dataclass(frozen=True, slots=True, eq=False)
class WindowPlace:
    """What a window shows, without its words."""

    library: str
    """Key; empty: none is open."""
    page: str
    folder: Path | None
    words: tuple[str, str]
    """Looked for on this page and on the others, as `ToolBar.words` says them."""
    gallery: SheetPlace | None
    question: Question | None
    """Of the panel of similar photos."""
    opened: OpenPhoto | None
    """The photo shown large."""
    is_scanning: bool
