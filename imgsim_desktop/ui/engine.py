"""What the window needs of the rooms below, as functions for its threads.

The only module of the window that joins rooms; the pipe, and with it OpenCV and the index, is
loaded when the first of these functions needs it, torch when the first of them embeds: each in the
thread that calls it, after the window has opened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from imgsim_desktop.control import Control
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.beside import open_upright
from imgsim_desktop.reading.formats import FORMATS
from imgsim_desktop.records import Library, Pixels
from imgsim_desktop.resources import resource
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.review.needed import NeededLooks
from imgsim_desktop.ui.search_worker import SearchTools
from imgsim_desktop.ui.session import LibrarySession

if TYPE_CHECKING:
    from imgsim_desktop.scan import Network, PhotoSearch, ScanSummary
    from imgsim_desktop.scan.networks import Backend

LARGE_SIDE_PX = 16_000
"""Of the large view: a longer side does not fit Qt's drawing coordinates at 2:1."""
QUERY_SIDE_PX = 320

NameNetwork = Callable[[str, Home], "Network"]


def _named_network(backend_id: str, home: Home) -> Network:
    from imgsim_desktop.scan import named_network

    return named_network(backend_id, home)


class Engine:
    """Made in the GUI thread; the functions it hands out run in other threads."""

    def __init__(self, session: LibrarySession, name_network: NameNetwork = _named_network) -> None:
        self._session = session
        self._name_network = name_network
        self._prepared: dict[str, str] = {}
        self._described_by: dict[str, str] = {}
        """Library key -> network of its last scan; written by the scan thread, whole entries."""
        self.growing: Callable[[], frozenset[Path]] = frozenset
        """Files that are being written; asked by the scan thread."""
        self._network_used = self._network_wished()

    def _network_wished(self) -> tuple[str, str]:
        return self._session.backend, self._session.settings.device

    def takes_other_network(self) -> bool:
        """Whether network or device have been changed in the settings since the last question."""
        wished = self._network_wished()
        changed, self._network_used = wished != self._network_used, wished
        return changed

    def prepare(self, library: Library, backend: str) -> None:
        """Let the next scans describe the library by this network, while another one is in use."""
        self._prepared[library.key] = backend

    def prepared(self, library: Library) -> str:
        """The network that is to describe it next; empty if none is waited for."""
        return self._prepared.get(library.key, "")

    def forget_prepared(self, library: Library) -> None:
        self._prepared.pop(library.key, None)

    def described_by(self, library: Library) -> str:
        """The network of its last scan; empty before the first one."""
        return self._described_by.get(library.key, "")

    def scan(self, library: Library, control: Control) -> ScanSummary:
        """Scan thread: bring the library up to date."""
        from imgsim_desktop.scan import scan

        settings, home = self._session.settings, self._session.home
        backend = self._prepared.get(library.key) or settings.backend_of(library)
        self._described_by[library.key] = backend
        network = self._name_network(backend, home)
        return scan(
            library,
            home,
            network,
            device=settings.device,
            threads=settings.threads,
            control=control,
            wanted=lambda: self._on_stage(library),
            needs=NeededLooks(
                home,
                library.key,
                settings.keep_rules,
                one_shot_of(settings.raw_and_jpeg),
                settings.confidence,
                lambda: self._looks_asked(library),
            ),
            growing=self.growing,
        )

    def _on_stage(self, library: Library) -> frozenset[int]:
        """Scan thread: contents of this library that somebody looks at now."""
        shown, contents = self._session.library, self._session.on_stage
        return contents if shown is not None and shown.key == library.key else frozenset()

    def _looks_asked(self, library: Library) -> frozenset[tuple[int, int]]:
        """Scan thread: pairs of its contents that somebody waits for."""
        shown, pairs = self._session.library, self._session.looks_asked
        return pairs if shown is not None and shown.key == library.key else frozenset()

    def search_tools(self, library: Library) -> SearchTools:
        """For the search thread; the network is opened at the first picture from outside."""
        home, (backend_id, device) = self._session.home, self._network_wished()
        name_network, least = self._name_network, self._session.settings.confidence

        def open_search(control: Control) -> PhotoSearch:
            from imgsim_desktop.scan import open_searcher

            model_key = name_network(backend_id, home).spec.model_key
            return open_searcher(library, home, model_key, control, least=least)

        return SearchTools(
            open_search=open_search,
            embed=_Embedder(lambda: name_network(backend_id, home).open(device)),
            small_picture=lambda path, control: open_upright(path, QUERY_SIDE_PX, control=control),
        )

    def open_picture(self, path: Path, control: Control) -> Pixels:
        """Threads `pictures`: the whole photo, decoded by a worker."""
        return open_upright(path, LARGE_SIDE_PX, control=control)

    def picture_filter(self) -> str:
        """For the file dialog: every format that can be read."""
        suffixes = sorted({suffix for each in FORMATS.values() for suffix in each.suffixes})
        patterns = " ".join(f"*{suffix}" for suffix in suffixes)
        pictures = QCoreApplication.translate("Engine", "Pictures")
        everything = QCoreApplication.translate("Engine", "All files")
        return f"{pictures} ({patterns});;{everything} (*)"

    @property
    def has_demo(self) -> bool:
        try:
            return any(resource("demo").iterdir())
        except FileNotFoundError:
            return False

    def demo_folder(self) -> Path:
        """Demo photos in a folder of their own, so that they can be trashed; copied once."""
        folder = self._session.home.demo / "Demo photos"
        if not folder.exists():
            shutil.copytree(resource("demo"), folder)
        return folder


class _Embedder:
    """Opens the network at the first call and keeps it. Search thread."""

    def __init__(self, open_network: Callable[[], Backend]) -> None:
        self._open = open_network
        self._backend: Backend | None = None

    def __call__(self, path: Path, control: Control) -> NDArray[np.float32]:
        if self._backend is None:
            self._backend = self._open()
        from imgsim_desktop.scan import embed_picture

        return embed_picture(path, self._backend, control)
