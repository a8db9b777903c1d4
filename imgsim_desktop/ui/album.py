"""An album folder: which photos go in, and what is said when they are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Photo
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.widgets.notice import Notice


def stamps_of(photos: Iterable[Photo]) -> list[FileStamp]:
    """Those that can be reached now, as they were scanned."""
    return [
        FileStamp(photo.path, photo.size_bytes, photo.mtime_ns, photo.content_hash)
        for photo in photos
        if photo.is_online
    ]


def album_notice(album: Path, outcomes: Sequence[Outcome]) -> Notice:
    """What became of the copies, with a button that shows the folder."""
    t = QCoreApplication.translate
    done = sum(outcome.code is OutcomeCode.DONE for outcome in outcomes)
    failed = len(outcomes) - done
    hint = t("album", "{photos} not copied: changed or gone since the scan, or stopped.")

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(album)))

    return Notice(
        t("album", "{photos} copied to {folder}.").format(photos=said_photos(done), folder=album),
        hint.format(photos=said_photos(failed)) if failed else "",
        kind="warning" if failed else "info",
        topic="album",
        action_text=t("album", "Show the folder"),
        action=show,
    )
