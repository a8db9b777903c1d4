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


def toggle_lock(model: ReviewModel, folder: Path | None = None) -> FolderTurn | None:
    """Nothing in the folder of the current photo, or in this one, is ever removed, or may be."""
    decisions = model.session.decisions
    return _toggle(
        model,
        decisions.locked_folders,
        lambda folder, is_on: decisions.set_folder(folder, locked=is_on),
        folder,
    )


def toggle_prefer(model: ReviewModel, folder: Path | None = None) -> FolderTurn | None:
    """Of copies the one in the folder of the current photo, or in this one, is kept, or no more."""
    decisions = model.session.decisions
    return _toggle(
        model,
        decisions.preferred_folders,
        lambda folder, is_on: decisions.set_folder(folder, preferred=is_on),
        folder,
    )


def _toggle(
    model: ReviewModel,
    folders: Callable[[], Collection[Path]],
    put: Callable[[Path, bool], None],
    folder: Path | None,
) -> FolderTurn | None:
    """Say something of a folder, or take it back; None without one and without a photo."""
    current = model.current
    if folder is None and current is not None:
        folder = current.photo.path.parent
    if folder is None:
        return None
    is_on = folder not in folders()
    put(folder, is_on)
    model.library.reload()
    model.session.decisionsChanged.emit()
    return FolderTurn(folder, is_on)
