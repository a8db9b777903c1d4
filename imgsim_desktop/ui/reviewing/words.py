"""What the review says about groups and photos."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.records import REMOVABLE_KINDS, PairKind
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.explain import reason_of
from imgsim_desktop.review.queue import Entry
from imgsim_desktop.ui.lane_words import said_lane
from imgsim_desktop.ui.models.reasons import (
    said_edit,
    said_kind,
)
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import (
    said_bytes,
    said_count,
    said_damage,
    said_name,
    said_percent,
)

translate = QCoreApplication.translate


class DuplicatesWords:
    """Sentences about what lies on the desk; the desk is another one for each library."""

    def __init__(self, desk: Callable[[], ReviewDesk]) -> None:
        self._desk = desk

    def entry(self, entry: Entry) -> str:
        """A sentence about a group, for screen readers and as tool tip."""
        group = entry.group
        photos = self._desk().photos(group.members[:1])
        name = next((said_name(photo.path) for photo in photos.values()), "")
        text = (
            translate("DuplicatesWords", "{lane}: {name} and {n} more, {sure} alike")
            if group.kind not in REMOVABLE_KINDS
            else translate(
                "DuplicatesWords", "{lane}: {name} and {n} more, {size} to gain, {sure} sure"
            )
        )
        if self._desk().waits_for_look(group):
            text += f", {translate('DuplicatesWords', 'not compared in full size yet')}"
        return text.format(
            lane=said_lane(entry.lane),
            name=name,
            n=said_count(len(group.members) - 1),
            size=said_bytes(entry.reclaim_bytes),
            sure=said_percent(group.confidence),
        )

    def folders(self, entry: Entry) -> str:
        """The faint line of a row: which folders meet, whether it waits for a look or for later."""
        photos = self._desk().photos(entry.group.members)
        folders = list(dict.fromkeys(said_name(photo.path.parent) for photo in photos.values()))
        where = " ↔ ".join(folders[:2]) + (" …" if len(folders) > 2 else "")
        said = []
        if self._desk().waits_for_look(entry.group):
            said.append(translate("DuplicatesWords", "not compared in full size yet"))
        if self._desk().review.is_skipped(entry.group):
            said.append(translate("DuplicatesWords", "later"))
        return " · ".join((*said, where))

    def note(self, keeper: int, number: int) -> str:
        """What was done to one photo to get the other."""
        if number == keeper:
            return ""
        photos = self._desk().photos((keeper, number))
        if len({photo.content_id for photo in photos.values()}) == 1:
            return said_kind(PairKind.IDENTICAL)
        damage = photos[number].facts.damage if number in photos else None
        if damage is not None:
            return said_damage(damage)
        pair = self._desk().pair(keeper, number)
        if pair is None:
            return ""
        if pair.kind not in REMOVABLE_KINDS:  # its edits are what the thumbnails took it for
            return said_kind(pair.kind)
        return ", ".join(map(said_edit, pair.edits)) or said_kind(pair.kind)

    def reason(self, entry: Entry, current: StageItem) -> str:
        """Why the current photo is to stay or may go."""
        desk, number = self._desk(), current.photo.photo_id
        keeper = desk.review.keeper(entry.group)
        pair = None if number == keeper else desk.pair(keeper, number)
        if pair is not None and pair.kind in REMOVABLE_KINDS and not pair.looked:
            return translate(
                "DuplicatesWords", "Not compared in full size yet: stays until that is done."
            )
        return said(reason_of(desk.review, entry.group, number))
