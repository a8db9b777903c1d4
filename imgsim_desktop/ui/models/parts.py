"""The parts of one photo in the order in which one steps through them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.part_loader import Part
from imgsim_desktop.ui.texts import locale, said_count


@dataclass(frozen=True, slots=True)
class Parts:
    """First the picture itself, then further pages or frames, then the frames of a film."""

    photo: Photo
    film_frames: int = 0
    """0: not known yet, which is found out by opening the first one."""

    @property
    def pages(self) -> int:
        holdings = self.photo.facts.holdings
        return 1 if holdings is None else max(1, holdings.pages)

    @property
    def _has_film(self) -> bool:
        holdings = self.photo.facts.holdings
        return holdings is not None and holdings.film is not None

    def __len__(self) -> int:
        return self.pages + (max(1, self.film_frames) if self._has_film else 0)

    def part(self, number: int) -> Part | None:
        """Part `number`; None for the picture itself, which others open."""
        if number == 0:
            return None
        content_hash = self.photo.content_hash
        if number < self.pages:
            return Part(content_hash, "page", number)
        return Part(content_hash, "film", number - self.pages)

    def said(self, number: int) -> str:
        """ "Page 3 of 12", "Film: 0.4 of 2.4 s"."""
        t = QCoreApplication.translate
        holdings = self.photo.facts.holdings
        assert holdings is not None
        part = self.part(number)
        if part is not None and part.kind == "film":
            return self._said_film(part.number)
        if self.pages == 1:
            return t("parts", "Photo, with a film behind it")
        text = t("parts", "Page {n} of {count}")
        if holdings.is_animated:
            text = t("parts", "Frame {n} of {count}")
        return text.format(n=said_count(number + 1), count=said_count(self.pages))

    def _said_film(self, frame: int) -> str:
        t = QCoreApplication.translate
        holdings = self.photo.facts.holdings
        seconds = None if holdings is None or holdings.film is None else holdings.film.seconds
        if seconds is None or not self.film_frames:
            return t("parts", "Film, frame {n}").format(n=said_count(frame + 1))
        return t("parts", "Film: {at} of {length} s").format(
            at=locale().toString(seconds * frame / self.film_frames, "f", 1),
            length=locale().toString(seconds, "f", 1),
        )
