"""What else a file holds beside the picture that is shown first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recording:
    """A film or a sound inside a picture's file."""

    digest: bytes
    """BLAKE2b, 16 bytes, of its bytes: equal only for one and the same recording."""
    seconds: float | None = None
    """None where its header cannot be read."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What one file holds beside the picture that is shown first.

    A photo that holds more is never suggested for removal beside one that holds less.
    """

    pages: int = 1
    """Frames of an animation, pages of a document, pictures of a collection: 1 for a plain photo,
    0 for several that are not counted."""
    is_animated: bool = False
    """They follow each other in time."""
    pages_digest: bytes = b""
    """BLAKE2b, 16 bytes, of all of them as they are stored; empty for a plain photo."""
    pages_hash: bytes = b""
    """The same of their decoded pixels; empty unless another file made it necessary to know."""
    film: Recording | None = None
    """Of a motion photo."""
    sound: Recording | None = None
    layers: int = 0
    layers_digest: bytes = b""
    maps: tuple[str, ...] = ()
    """Names of MAPS, in their order."""
    channel_bits: int = 8
    """Of one colour; at least 8."""
    is_transparent: bool = False
    """Some pixels let the ground through; false for an alpha channel that is opaque."""
    is_wide_gamut: bool = False
    """Its colour profile has colours that sRGB has not."""

    @property
    def has_more_pages(self) -> bool:
        return self.pages != 1

    def shows_same_pages(self, other: Holdings) -> bool:
        """Whether all pages of both are known to be equal, given that the first ones are."""
        if not self.has_more_pages and not other.has_more_pages:
            return True
        if self.pages != other.pages:
            return False
        is_stored_alike = self.pages_digest != b"" and self.pages_digest == other.pages_digest
        return is_stored_alike or (self.pages_hash != b"" and self.pages_hash == other.pages_hash)


MAPS = ("gain", "depth", "thermal")
"""Pictures that belong to the photo itself: how much brighter an HDR screen shows it, how far away
things are (and masks made of that), how warm they are."""

NOTHING_MORE = Holdings()
