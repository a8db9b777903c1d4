"""What the gallery of a window shows."""

from __future__ import annotations

from imgsim_desktop.ui.main_window import MainWindow


def names(window: MainWindow) -> list[str]:
    """Of its photos, in order; those that have gone since it was filled are left out."""
    gallery = window.gallery
    assert gallery is not None
    found = window.session.fetch_shown(gallery.grid.ids.tolist())
    return [found[key].path.name for key in gallery.grid.ids.tolist() if key in found]


def id_of(window: MainWindow, name: str) -> int:
    """Of the photo of this name; StopIteration if it is not shown."""
    gallery = window.gallery
    assert gallery is not None
    found = window.session.fetch_shown(gallery.grid.ids.tolist())
    return next(key for key, photo in found.items() if photo.path.name == name)
