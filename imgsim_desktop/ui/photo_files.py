"""Photos as files: thrown away, moved, renamed, copied and cut where the person sees them.

One for the window. What is done goes through the review's committer, so there is one work on files
at a time, and the review knows what is gone; the journal is written first, and undo always works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Library, Outcome, OutcomeCode, Photo
from imgsim_desktop.review.arranging import (
    NewPath,
    Unit,
    checked_stem,
    follow_in_cache,
    follow_in_reviews,
    move_to,
    moved_by,
    rename,
    stem_and_ending,
    succeeded,
    units_in,
)
from imgsim_desktop.review.chosen import ChosenPlan, plan_chosen
from imgsim_desktop.review.commit import Act, ActingPlace, give_back, returned
from imgsim_desktop.review.journal import Journal, Operation
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.ui.act_job import place_of
from imgsim_desktop.ui.file_data import CUT, files
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog
from imgsim_desktop.ui.widgets.properties_dialog import PropertiesDialog
from imgsim_desktop.ui.widgets.trash_sheet import TrashSheet
from imgsim_desktop.ui.work import Work

T = TypeVar("T")

_TOPIC = "files"


@dataclass(frozen=True, slots=True)
class _Arranged:
    """What became of photos that were moved, renamed or brought back."""

    outcomes: Sequence[Outcome]
    moved: Sequence[NewPath]
    is_known: bool
    """Whether the library was told the new names already; else a scan finds out."""
    operations: frozenset[Operation] = frozenset()


class PhotoFiles(QObject):
    """GUI thread; files are touched in the thread `act`."""

    noticed = Signal(object)
    """Notice."""
    photosLeft = Signal(object)
    """frozenset of ids that are not in the library any more, or back in it: lists forget them."""
    addingUndone = Signal(object)
    """Outcomes of tags and albums that were taken back."""

    def __init__(
        self,
        window: QWidget,
        session: LibrarySession,
        model: ReviewModel,
        chosen_ids: Callable[[], NDArray[np.int64]],
        pages: PhotoPages,
        pictures: PictureLoader,
        thumbnails: ThumbnailLoader,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._model = window, session, model
        self._chosen_ids, self._pages = chosen_ids, pages
        self._pictures, self._thumbnails = pictures, thumbnails
        self._trashed: dict[int, int] = {}
        """Photos thrown away here since the last scan: number on the desk -> id."""
        self._cut: tuple[str, tuple[int, ...]] = ("", ())
        """Key of the library, and ids of the photos that were cut."""
        self._copied: Photo | None = None
        """Its picture is on its way to the clipboard."""
        model.committer.removed.connect(lambda _removed: self._hide_trashed())
        model.committer.returned.connect(lambda _returned: self._hide_trashed())
        session.libraryChanged.connect(self.forget)
        pictures.loaded.connect(self._take_picture)

    def forget(self) -> None:
        """The library has been looked at again, or is another one."""
        self._trashed.clear()
        self._session.away = frozenset()

    def _ids(self) -> list[int]:
        return [int(photo_id) for photo_id in self._chosen_ids()]

    def _photos(self, photo_ids: Iterable[int]) -> list[Photo]:
        return list(self._pages.get(list(photo_ids)).values())

    def _is_free(self) -> bool:
        """Whether files may be touched now; says why not."""
        if not self._model.is_moving:
            return True
        self._tell(self.tr("Files are being moved just now."), self.tr("Try again in a moment."))
        return False

    # the trash

    def trash(self) -> None:
        """Throw away what is chosen; asks where it is the last copy."""
        self.trash_photos(self._ids())

    def trash_photos(self, photo_ids: Sequence[int]) -> None:
        session, model = self._session, self._model
        cache = session.cache
        if cache is None or not photo_ids or not self._is_free():
            return
        model.refresh_now()
        shot = one_shot_of(session.settings.raw_and_jpeg)
        try:
            plan = plan_chosen(model.desk, cache, photo_ids, shot)
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, _TOPIC))
            return
        if not plan.going:
            self._say_nothing_goes(plan)
        elif plan.last_copies:
            sheet = TrashSheet(plan, self._thumbnails, self._window)
            sheet.accepted.connect(lambda: self._remove(plan))
            sheet.open()
        else:
            self._remove(plan)

    def _say_nothing_goes(self, plan: ChosenPlan) -> None:
        if plan.locked:
            hint = self.tr("Unlock their folder on the page of duplicates first.")
            self._tell(self.tr("These photos are in a locked folder."), hint)
        elif plan.offline:
            self._tell(self.tr("The disk of these photos is not connected."))
        else:
            self._tell(self.tr("These photos have not been read yet."))

    def _remove(self, plan: ChosenPlan) -> None:
        if not self._is_free():
            return
        self._trashed.update(
            (planned.victim, photo.photo_id)
            for planned, photo in zip(plan.planned, plan.going, strict=True)
        )
        carries = self._session.settings.carry_metadata
        act = Act(confirmed_last_copies=bool(plan.last_copies), carries=carries)
        self._try(lambda: self._model.remove(plan.planned, act))

    def _hide_trashed(self) -> None:
        """What is in the trash is shown no more, though the cache lists it until the next scan."""
        review = self._model.desk.review
        before = self._session.away
        self._session.away = frozenset(
            photo_id for number, photo_id in self._trashed.items() if review.is_gone(number)
        )
        changed = before ^ self._session.away
        if changed:
            self.photosLeft.emit(changed)

    # moving and renaming

    def move(self) -> None:
        """Ask for a folder of the library, and move there what is chosen."""
        ids, library = self._ids(), self._session.library
        photos = self._photos(ids[:1])
        if library is None or not photos or not self._is_free():
            return
        start = str(photos[0].path.parent)
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Move to a folder of this library"), start
        )
        if name:
            self.move_photos(ids, Path(name))

    def move_photos(self, photo_ids: Sequence[int], folder: Path) -> None:
        """Move photos into a folder of the library, with what belongs to them."""
        library = self._session.library
        if library is None or not photo_ids or not self._is_free():
            return
        if not any(folder.is_relative_to(root) for root in library.folders):
            self._tell(
                self.tr("This folder does not belong to the library."),
                self.tr("Photos are moved within their library only: add the folder to it first."),
                is_warning=True,
            )
            return
        place, units = place_of(self._session), self._units(photo_ids)
        self._arrange(library, units, partial(move_to, place, units, folder), place)

    def ask_name(self) -> None:
        """Another name for what is chosen; several are numbered."""
        units = self._units(self._ids())
        if not units or not self._is_free():
            return
        stem, ending = stem_and_ending(units[0][0].path.name)
        label = self.tr("New name, without {ending}:").format(ending=ending or ".jpg")
        if len(units) > 1:
            label = self.tr("New name of {photos}; they are numbered:").format(
                photos=said_photos(len(units))
            )
        name, is_sure = QInputDialog.getText(self._window, self.tr("Rename"), label, text=stem)
        if is_sure:
            self.rename_photos(units, name)

    def rename_photos(self, units: Sequence[Unit], name: str) -> None:
        """Give photos another name, with what belongs to them."""
        library = self._session.library
        if library is None or self._try(lambda: checked_stem(name)) is None:
            return
        place = place_of(self._session)
        self._arrange(library, units, partial(rename, place, units, name), place)

    def _units(self, photo_ids: Sequence[int]) -> list[Unit]:
        cache = self._session.cache
        if cache is None:
            return []
        shot = one_shot_of(self._session.settings.raw_and_jpeg)
        return self._try(lambda: units_in(cache, photo_ids, shot)) or []

    def _arrange(
        self,
        library: Library,
        units: Sequence[Unit],
        act: Callable[[Control], list[Outcome]],
        place: ActingPlace,
    ) -> None:
        home = self._session.home

        def run(control: Control) -> _Arranged:
            outcomes = act(control)
            moved = moved_by(place, succeeded(outcomes))
            return _Arranged(outcomes, moved, follow_in_cache(home, library, moved))

        count = sum(map(len, units))
        self._model.committer.start(Work("act", run, self._take_arranged), count)

    def _take_arranged(self, done: _Arranged) -> None:
        self._follow(done)
        entries = sorted(succeeded(done.outcomes))
        if not done.outcomes:
            self._tell(self.tr("They are there already, under that name."))
            return
        troubles = [o for o in done.outcomes if o.code is not OutcomeCode.DONE]
        is_renamed = all(one.before.parent == one.after.parent for one in done.moved)
        said = self.tr("{photos} renamed.") if is_renamed else self.tr("{photos} moved.")
        hint = ""
        if troubles:
            hint = self.tr("Not moved: {photos}.").format(photos=said_photos(len(troubles)))
            ProblemsDialog(troubles, self._window, said=hint).open()
        self.noticed.emit(
            Notice(
                said.format(photos=said_photos(len(done.moved))),
                hint,
                kind="warning" if troubles else "info",
                topic=_TOPIC,
                action_text=self.tr("Undo") if entries else "",
                action=(lambda: self._give_back(entries)) if entries else None,
            )
        )

    def _follow(self, done: _Arranged) -> None:
        """Decisions hold under the new names; lists show them."""
        if done.moved:
            self._model.save()
            self._try(lambda: follow_in_reviews(self._session.decisions, done.moved))
        self._session.poll()
        if done.moved and not done.is_known:
            self._model.filesMoved.emit()

    # undo

    def undo(self) -> None:
        """Take back the last thing done to files, whatever it was and whenever."""
        if self._is_free():
            self._give_back(None)

    def _give_back(self, entries: Sequence[str] | None) -> None:
        library = self._session.library
        if library is None or not self._is_free():
            return
        place, home = place_of(self._session), self._session.home

        def run(control: Control) -> _Arranged:
            outcomes = give_back(place, entries, control, among=frozenset(Operation))
            done = succeeded(outcomes)
            moved = moved_by(place, done)
            found = Journal(place.journal).entries() if done else []
            operations = frozenset(e.operation for e in found if e.entry_id in done)
            is_known = not moved or follow_in_cache(home, library, moved)
            if Operation.TAG in operations:
                from imgsim_desktop.scan import read_sidecars_again  # loads decoders

                read_sidecars_again(home, library, [outcome.path for outcome in outcomes])
            return _Arranged(outcomes, moved, is_known, operations)

        self._model.save()
        self._model.committer.start(Work("act", run, self._take_returned), len(entries or ()))

    def _take_returned(self, done: _Arranged) -> None:
        self._follow(done)
        if not done.outcomes:
            self._tell(self.tr("There is nothing to take back."))
        elif done.operations and done.operations <= {Operation.TAG, Operation.COPY}:
            self.addingUndone.emit(list(done.outcomes))
        elif done.operations == {Operation.RELOCATE}:
            back = said_photos(len(done.moved))
            troubles = [o for o in done.outcomes if o.code is not OutcomeCode.DONE]
            self._tell(self.tr("{photos} back under their old names.").format(photos=back))
            if troubles:
                ProblemsDialog(troubles, self._window).open()
        else:
            self._model.take_returned(returned(done.outcomes))

    # clipboard

    def copy(self) -> None:
        """Put the files into the clipboard, and the picture as well where it is one."""
        photos = self._photos(self._ids())
        if not photos:
            return
        self._copied = photos[0] if len(photos) == 1 and photos[0].is_online else None
        QGuiApplication.clipboard().setMimeData(files(photo.path for photo in photos))
        self._add_picture()
        self._tell(self.tr("{photos} copied.").format(photos=said_photos(len(photos))))

    def _take_picture(self, content_hash: bytes) -> None:
        if self._copied is not None and self._copied.content_hash == content_hash:
            self._add_picture()

    def _add_picture(self) -> None:
        """Beside the file, as soon as it is opened, and if that is still in the clipboard."""
        clipboard, photo = QGuiApplication.clipboard(), self._copied
        data = clipboard.mimeData()
        if photo is None or data is None or data.urls() != files([photo.path]).urls():
            return
        picture = self._pictures.picture(photo)
        if picture is not None:
            self._copied = None
            clipboard.setMimeData(files([photo.path], picture.steps[0]))

    def cut(self) -> None:
        """Remember what is chosen: pasting moves it to the folder chosen then."""
        ids, library = self._ids(), self._session.library
        photos = self._photos(ids)
        if library is None or not photos:
            return
        data = files(photo.path for photo in photos)
        data.setData(CUT, library.key.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._cut = library.key, tuple(ids)
        self._tell(
            self.tr("{photos} cut.").format(photos=said_photos(len(photos))),
            self.tr("Choose a folder at the side and paste: they are moved there."),
        )

    def paste_cut(self, folder: Path | None) -> bool:
        """Move what was cut here into a folder; False if the clipboard holds something else."""
        clipboard, library = QGuiApplication.clipboard(), self._session.library
        data = clipboard.mimeData()
        if data is None or not data.hasFormat(CUT) or library is None:
            return False
        key, ids = self._cut
        if not ids or key != library.key or bytes(data.data(CUT).data()) != key.encode():
            return False
        if folder is None:
            self._tell(
                self.tr("Where to?"), self.tr("Choose a folder at the side, and paste again.")
            )
            return True
        self._cut = ("", ())
        clipboard.clear()
        self.move_photos(ids, folder)
        return True

    # the rest

    def show_properties(self) -> None:
        photos = self._photos(self._ids()[:1])
        if photos:
            PropertiesDialog(photos[0], self._window).open()

    def _tell(self, sentence: str, hint: str = "", *, is_warning: bool = False) -> None:
        kind: Literal["info", "warning"] = "warning" if is_warning else "info"
        self.noticed.emit(Notice(sentence, hint, kind=kind, topic=_TOPIC, seconds=8))

    def _try(self, act: Callable[[], T]) -> T | None:
        """What the person can mend becomes a notice."""
        try:
            return act()
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, _TOPIC))
        return None
