"""Rows of photos, fetched in pages when they are shown and forgotten when they are not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from imgsim_desktop.records import Photo

KEPT = 4000
"""Photos remembered: more than any screen shows, about 4 MB."""

FetchPhotos = Callable[[Sequence[int]], Mapping[int, Photo]]
"""Ids to photos; ids that are gone are left out."""


class PhotoPages:
    """Photos by id, one query for all that are missing. GUI thread."""

    def __init__(self, fetch: FetchPhotos, kept: int = KEPT) -> None:
        self._fetch = fetch
        self._kept = kept
        self._photos: OrderedDict[int, Photo] = OrderedDict()

    def get(self, photo_ids: Sequence[int]) -> dict[int, Photo]:
        """The photos of these ids; ids that are gone from the cache are left out."""
        known = self._photos
        missing = [photo_id for photo_id in photo_ids if photo_id not in known]
        if missing:
            known.update(self._fetch(missing))
        found = {}
        for photo_id in photo_ids:
            photo = known.get(photo_id)
            if photo is not None:
                known.move_to_end(photo_id)
                found[photo_id] = photo
        while len(known) > max(self._kept, len(photo_ids)):
            known.popitem(last=False)
        return found

    def one(self, photo_id: int) -> Photo | None:
        return self.get((photo_id,)).get(photo_id)

    def clear(self) -> None:
        """Forget all: the cache has changed."""
        self._photos.clear()
