"""Small JPEGs by content hash: one file each, in 256 folders."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from imgsim_desktop.library.files import replace_file

CACHEDIR_TAG = b"""Signature: 8a477f597d28d172789f06886806bc55
# Thumbnails of ImgSim Desktop: backups may pass them by, they are made again.
# https://bford.info/cachedir/
"""

_PRUNED = ".pruned"
LISTED_FROM = 2_000
"""Thumbnails asked for from which on listing is cheaper, where other libraries have as many."""


def on_grounds(content_hash: bytes) -> tuple[bytes, bytes]:
    """Under which hashes a transparent picture stands on white and on black."""
    white, black = (
        hashlib.blake2b(content_hash, digest_size=len(content_hash), person=ground).digest()
        for ground in (b"on white", b"on black")
    )
    return white, black


def _name_of(content_hash: bytes) -> str:
    return f"{content_hash.hex()}.jpg"


class ThumbnailStore:
    """Any thread may read; only a scan writes. A lost thumbnail is made again by the next scan."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_tagged = False

    def path(self, content_hash: bytes) -> Path:
        name = _name_of(content_hash)
        return self.folder / name[:2] / name

    def get(self, content_hash: bytes) -> bytes | None:
        """The JPEG, or None if it is not there or cannot be read."""
        try:
            return self.path(content_hash).read_bytes()
        except OSError:
            return None

    def put(self, content_hash: bytes, jpeg: bytes) -> None:
        """Store it; no fsync, because it can be made again. Raises KnownError on a full disk."""
        if not self._is_tagged:
            tag = self.folder / "CACHEDIR.TAG"
            if not tag.exists():
                replace_file(tag, CACHEDIR_TAG, durable=False)
            self._is_tagged = True
        replace_file(self.path(content_hash), jpeg, durable=False)

    def has(self, content_hash: bytes) -> bool:
        return self.path(content_hash).exists()

    def lacking(self, content_hashes: Collection[bytes]) -> set[bytes]:
        """Those of them that have no thumbnail; for many a list of the folders, no stat each."""
        if len(content_hashes) < LISTED_FROM:
            return {some for some in content_hashes if not self.has(some)}
        there: set[str] = set()
        for prefix in {content_hash.hex()[:2] for content_hash in content_hashes}:
            try:
                with os.scandir(self.folder / prefix) as entries:
                    there.update(entry.name for entry in entries)
            except (FileNotFoundError, NotADirectoryError):
                continue
        return {some for some in content_hashes if _name_of(some) not in there}

    @property
    def pruned_ns(self) -> int:
        """When `prune` was through last; 0: never."""
        try:
            return (self.folder / _PRUNED).stat().st_mtime_ns
        except OSError:
            return 0

    def prune(self, keep: Collection[bytes], older_than_ns: int) -> int:
        """Delete the thumbnails of contents no library knows any more; returns how many.

        older_than_ns  only those made before this moment: who brings a photo back from the trash
                       soon finds its thumbnail
        """
        names = {content_hash.hex() for content_hash in keep}
        removed = 0
        for file in self.folder.glob("??/*.jpg"):
            if file.stem not in names and file.stat().st_mtime_ns < older_than_ns:
                file.unlink(missing_ok=True)
                removed += 1
        replace_file(self.folder / _PRUNED, b"", durable=False)
        return removed

    def usage(self) -> tuple[int, int]:
        """(thumbnails, their bytes); costs a stat each."""
        sizes = [file.stat().st_size for file in self.folder.glob("??/*.jpg")]
        return len(sizes), sum(sizes)
