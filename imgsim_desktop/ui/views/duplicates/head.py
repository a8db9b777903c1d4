"""How sure copies must be, and the numbers of what there is to do."""

from __future__ import annotations

from PySide6.QtCore import QObject

from imgsim_desktop.review.queue import TODO
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.widgets.confidence_slider import ConfidenceSlider
from imgsim_desktop.ui.widgets.lane_list import LaneList
from imgsim_desktop.ui.widgets.review_page import ReviewPage


class HeadPart(QObject):
    """The slider, the figures beside it and those of the lanes; GUI thread."""

    def __init__(
        self, model: ReviewModel, slider: ConfidenceSlider, lanes: LaneList, page: ReviewPage
    ) -> None:
        super().__init__(page)
        self._model, self._slider, self._lanes, self._page = model, slider, lanes, page
        slider.set_confidence(model.confidence)
        slider.confidenceChanged.connect(model.set_confidence)

    def show_changed(self, what: Changed) -> None:
        desk, listing = self._model.desk, self._model.listing
        if Changed.GROUPS in what:
            self._slider.set_confidences(desk.confidences)
        if Changed.CONFIDENCE in what:
            self._show_confidence()
        if Changed.NUMBERS in what:
            for lane in desk.lanes:
                gain = listing.gain_bytes(desk, lane) if lane in TODO else 0
                self._lanes.set_numbers(lane, len(listing.passing(desk, lane)), gain)
            self._page.say_figures(listing.figures(desk), is_whole=not listing.is_filtered)

    def _show_confidence(self) -> None:
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)  # noqa: FBT003 - Qt
            self._slider.set_confidence(self._model.confidence)
            self._slider.blockSignals(False)  # noqa: FBT003 - Qt
            self._slider.update()
        self._page.say_sureness(self._model.confidence)
