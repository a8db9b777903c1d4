"""Where things are kept. The only place that knows a file name below the home."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import appdirs

from imgsim_desktop.private import tighten

APP_NAME = "imgsim-desktop"
HOME_VARIABLE = "IMGSIM_HOME"
CONFIG_NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Home:
    """One folder that holds everything the program remembers."""

    root: Path

    @property
    def libraries_json(self) -> Path:
        return self.root / "libraries.json"

    @property
    def settings_json(self) -> Path:
        return self.root / "settings.json"

    @property
    def decisions_db(self) -> Path:
        return self.root / "decisions.db"

    @property
    def window_lock(self) -> Path:
        """Held while a start of the window finds out whether another one is there."""
        return self.root / "window.lock"

    @property
    def window_socket(self) -> Path:
        """Where the open window listens, on systems without a folder for such things."""
        return self.root / "window.socket"

    @property
    def lock(self) -> Path:
        """Held for milliseconds by whoever changes one of the files here."""
        return self.root / "home.lock"

    @property
    def backups(self) -> Path:
        """Copies of decisions.db, one a day."""
        return self.root / "decisions-backups"

    @property
    def journal(self) -> Path:
        """Every file operation, one line before and one after."""
        return self.root / "journal.jsonl"

    @property
    def receipts(self) -> Path:
        """What each commit did, as CSV and HTML; written beside the journal by `acting`."""
        return self.root / "receipts"

    @property
    def spare_room(self) -> Path:
        """Holds nothing but room, for the day when the disk is full."""
        return self.root / "spare-room"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails"

    @property
    def weights(self) -> Path:
        """Networks that were downloaded or trained."""
        return self.root / "weights"

    @property
    def trainings(self) -> Path:
        """A folder for each training that was begun in the window."""
        return self.root / "trainings"

    @property
    def datasets(self) -> Path:
        """Where `mnist` and `cifar10` are looked for; the person puts them there."""
        return self.root / "datasets"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def demo(self) -> Path:
        """The copy of the demo photos that may be thrown away."""
        return self.root / "demo"

    def library(self, key: str) -> Path:
        """Folder of one library's expendable files."""
        return self.root / "libraries" / key

    def cache_db(self, key: str) -> Path:
        return self.library(key) / "cache.db"

    def writer_lock(self, key: str) -> Path:
        """Held by whoever scans the library."""
        return self.library(key) / "writer.lock"

    def trying(self, key: str) -> Path:
        """Which files a scan has open now."""
        return self.library(key) / "trying.json"

    def index(self, key: str, model_key: str) -> Path:
        """HNSW file of one library and one network."""
        return self.library(key) / "index" / f"{_file_name(model_key)}.hnsw"

    def places(self, key: str, model_key: str) -> Path:
        """Where photos stand on the map of one library and one network."""
        return self.library(key) / "map" / f"{_file_name(model_key)}.npz"

    def themes(self, key: str, model_key: str) -> Path:
        """The themes of one library and one network that were found last."""
        return self.library(key) / "themes" / f"{_file_name(model_key)}.npz"


def _file_name(model_key: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", model_key)


def find_config(override: Path | None = None) -> Path:
    """Where config.toml of the command line is looked for: in the user's folder for such files, or
    in the data folder where the caller or IMGSIM_HOME names one."""
    named = override or os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute() / CONFIG_NAME
    return Path(appdirs.user_config_dir(APP_NAME, appauthor=False)) / CONFIG_NAME


def find_home(override: Path | None = None) -> Home:
    """The folder named by the caller, or else by IMGSIM_HOME, or else the user's data folder.

    Nothing is created; whoever writes creates what it needs, for the owner alone. What an older
    version left open to others is closed to them.
    """
    named = override or os.environ.get(HOME_VARIABLE)
    if named:
        home = Home(Path(named).expanduser().absolute())
    else:
        home = Home(Path(appdirs.user_data_dir(APP_NAME, appauthor=False)))
    tighten(home.root)
    return home
