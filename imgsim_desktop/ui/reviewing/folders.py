"""Folders that are never touched, and folders whose copies are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.ui.reviewing.model import ReviewModel


@dataclass(frozen=True, slots=True)
class FolderTurn:
    """What is said of a folder now."""

    folder: Path
    is_on: bool


def toggle_lock(model: ReviewModel) -> FolderTurn | None:
    """Nothing in the folder of the current photo is ever removed, or may be again."""
    decisions = model.session.decisions
    return _toggle(
        model,
        decisions.locked_folders,
        lambda folder, is_on: decisions.set_folder(folder, locked=is_on),
    )


def toggle_prefer(model: ReviewModel) -> FolderTurn | None:
    """Of copies the one in the folder of the current photo is kept, or no more."""
    decisions = model.session.decisions
    return _toggle(
        model,
        decisions.preferred_folders,
        lambda folder, is_on: decisions.set_folder(folder, preferred=is_on),
    )


def _toggle(
    model: ReviewModel,
    folders: Callable[[], Collection[Path]],
    put: Callable[[Path, bool], None],
) -> FolderTurn | None:
    """Say something of the folder of the current photo, or take it back; None without a photo."""
    current = model.current
    if current is None:
        return None
    folder = current.photo.path.parent
    is_on = folder not in folders()
    put(folder, is_on)
    model.library.reload()
    model.session.decisionsChanged.emit()
    return FolderTurn(folder, is_on)
