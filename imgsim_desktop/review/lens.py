"""The folder lens, as both doors look through it and mark by it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from imgsim_desktop.choosing.lens import Lens, look_through, mark_held, partners_of
from imgsim_desktop.records import Photo
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.desk import ContentPair

__all__ = ["Lens", "look", "mark", "unlooked"]


def look(
    book: ReviewBook, photos: Iterable[Photo], inside: Path, other: Path, confidence: float
) -> Lens:
    """How much of one folder lies in another, by picture.

    photos  at least those of both folders, as the cache gives them

    Raises KnownError for one and the same folder.
    """
    apart = book.told_apart()

    def is_apart(a: Photo, b: Photo) -> bool:
        first, second = sorted((a.content_hash, b.content_hash))
        return (first, second) in apart

    partners = partners_of(book.desk.pairs, confidence)
    return look_through(photos, partners, inside, other, is_apart)


def unlooked(
    book: ReviewBook, photos: Iterable[Photo], inside: Path, other: Path
) -> set[ContentPair]:
    """Copies of which one lies in each folder and that were not compared in full size yet."""
    ours: set[int] = set()
    theirs: set[int] = set()
    for photo in photos:
        for folder, contents in ((inside, ours), (other, theirs)):
            if photo.path.is_relative_to(folder):
                contents.add(photo.content_id)
    return {
        (a, b)
        for a, b in book.desk.unlooked_pairs()
        if (a in ours and b in theirs) or (b in ours and a in theirs)
    }


def mark(book: ReviewBook, lens: Lens) -> set[int]:
    """Mark what lies safely in the other folder to go; returns its numbers on the desk.

    What is locked, cannot be reached or has no sure copy that stays is left unmarked.
    """
    return mark_held(book.desk.review, lens, lambda photo: book.desk.number_of(photo.photo_id))
