"""Room kept for the day when the disk of the data folder is full: people come to make room then.

SQLite needs some of it only to open what is there (32 kB a database), and a commit writes down what
was decided and done: 2 MB are enough for thousands of photos. The journal keeps its own.
"""

from __future__ import annotations

import logging
import os
import shutil

from imgsim_desktop.library.files import replace_file
from imgsim_desktop.library.paths import Home

SPARE_BYTES = 2 << 20
TIGHT_BYTES = 2 * SPARE_BYTES
"""With less than this a scan would only use up what is needed to tidy up."""

_log = logging.getLogger(__name__)


class SpareRoom:
    """A file that is there while there is room, and gone when it is needed."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @property
    def is_tight(self) -> bool:
        """Whether the disk is nearly full. A quota is not seen, only the disk."""
        try:
            return shutil.disk_usage(self._home.root).free < TIGHT_BYTES
        except OSError:  # there is nothing yet
            return False

    def keep(self) -> None:
        """Take the room, unless that was done; a disk that is nearly full is left alone."""
        path = self._home.spare_room
        try:
            if path.exists() or shutil.disk_usage(path.parent).free < 2 * TIGHT_BYTES:
                return
            # No zeros: file systems that compress would keep no room for them.
            replace_file(path, os.urandom(SPARE_BYTES), durable=False)
        except OSError as error:
            _log.warning("no room was kept for tidying up: %s", error)

    def give(self) -> bool:
        """Free it if the disk is nearly full, and say whether it is."""
        if not self.is_tight:
            return False
        try:
            self._home.spare_room.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("the room kept for tidying up stays taken: %s", error)
        return True
