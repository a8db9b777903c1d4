"""A small library whose copies are known, and the command line beside it in this process.

Everything lies below one folder: photos, data folder, trash. `restore` puts all of it back as it
was, at the same place, so that thousands of trials begin alike.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from imgsim_desktop import cli
from imgsim_desktop.cli import options
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, save_settings
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.records import NamedTheme
from imgsim_desktop.scan import load_map, map_library
from tests.fakes import FAKE_SPEC, fake_network
from tests.pictures import save_photo

GROUPS = (
    {"a.jpg", "a copy.jpg", "again/a.jpg", "locked/a.jpg"},
    {"b.jpg", "small b.jpg"},
    {"c.jpg", "c copy.jpg"},
)
"""Files of one picture; one of each must stay. All others are strangers, and stay all."""
LOCKED = "locked"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str


def trial_options(description: str | None, *, trials: int) -> argparse.ArgumentParser:
    """--trials, --seed and --only, as every long run takes them; see `seeds`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--trials", type=int, default=trials)
    parser.add_argument("--seed", type=int, default=1, help="of the first trial")
    parser.add_argument("--only", type=int, help="run this one trial and tell all of it")
    return parser


def seeds(args: argparse.Namespace) -> Sequence[int]:
    """Those of the trials that were asked for."""
    return range(args.seed, args.seed + args.trials) if args.only is None else [args.only]


@contextlib.contextmanager
def scanned_world() -> Iterator[tuple[World, str]]:
    """The library in a folder of its own, entered, and its pairs as they are at first."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder).resolve() / "world")
        world.folder.mkdir()
        with world.entered():
            world.make()
            yield world, world.must("pairs", world.photos, "--json").out


class World:
    """One folder. Changes the environment of this process: it is for a process of its own, or for
    a test that puts the environment back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.photos, self.home = folder / "photos", Home(folder / "home")
        self._kept = folder.with_name(folder.name + ".kept")

    def environment(self) -> dict[str, str]:
        return {
            "IMGSIM_HOME": str(self.home.root),
            "XDG_DATA_HOME": str(self.folder / "xdg"),
            "XDG_CACHE_HOME": str(self.folder / "xdg-cache"),
            "OMP_NUM_THREADS": "1",
        }

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """The environment, the fake network, and an index file also for few photos."""
        defaults = Searcher.load_or_build.__func__.__kwdefaults__
        before = dict(os.environ), options.named_network, defaults["exact_below"]
        os.environ.update(self.environment())
        options.named_network = lambda *_: fake_network()
        defaults["exact_below"] = 2
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before[0])
            options.named_network, defaults["exact_below"] = before[1:]

    def make(self) -> None:
        """Photos, a scan, a commit that can be undone, settings, a lock, a map; then keep it."""
        for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "f.jpg")):
            save_photo(self.photos / name, number)
        for name in ("a copy.jpg", "again/a.jpg", "locked/a.jpg", "small b.jpg", "c copy.jpg"):
            (self.photos / name).parent.mkdir(exist_ok=True)
        for name in ("a copy.jpg", "locked/a.jpg"):
            shutil.copyfile(self.photos / "a.jpg", self.photos / name)
        shutil.copyfile(self.photos / "c.jpg", self.photos / "c copy.jpg")
        with Image.open(self.photos / "a.jpg") as image:
            image.save(self.photos / "again" / "a.jpg", quality=50)
        with Image.open(self.photos / "b.jpg") as image:
            image.resize((240, 180)).save(self.photos / "small b.jpg", quality=85)
        wishes = Settings(confidence=0.9, theme="dark", carry_metadata=False)
        save_settings(self.home, wishes)
        decisions = Decisions(self.home)
        decisions.set_folder(self.photos / LOCKED, locked=True)
        decisions.name_theme(NamedTheme("Cats", (b"1" * 16,)))
        decisions.close()
        for made in self.home.backups.glob("*"):
            made.unlink()
        Decisions(self.home).close()  # makes the daily copy, with the lock in it
        self.must("duplicates", self.photos, "--trash", "--yes")
        self.must("undo")
        (c_copy,) = (self.photos / "c copy.jpg",)
        assert c_copy.exists()
        library = LibraryList(self.home).all()[0]
        map_library(library, self.home, FAKE_SPEC.model_key)
        self.must("duplicates", self.photos, "--json")
        shutil.copytree(self.folder, self._kept, symlinks=True)

    def restore(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder, symlinks=True)

    def run(self, *words: object) -> Said:
        """A command, in this process."""
        out, err = io.StringIO(), io.StringIO()
        said = tuple(map(str, words))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run(said)
        return Said(said, code, out.getvalue(), err.getvalue())

    def must(self, *words: object) -> Said:
        said = self.run(*words)
        assert said.code == 0, said
        return said

    def show_map(self) -> None:
        """What the window's page does when it is opened."""
        for library in LibraryList(self.home).all():
            with contextlib.suppress(KnownError):  # it is said
                load_map(library, self.home, FAKE_SPEC.model_key)

    def files(self) -> dict[str, str]:
        """Name below the photo folder -> hash of its bytes."""
        return {
            path.relative_to(self.photos).as_posix(): _hash(path)
            for path in sorted(self.photos.rglob("*"))
            if path.is_file() and not path.relative_to(self.photos).parts[0].startswith(".")
        }

    def contents(self) -> set[str]:
        """Hashes of all files anywhere in this world."""
        return {_hash(path) for path in self.folder.rglob("*") if path.is_file()}


def lost(before: dict[str, str], world: World) -> set[str]:
    """Photos whose bytes are nowhere any more."""
    there = world.contents()
    return {name for name, content in before.items() if content not in there}


def wrongly_gone(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """What must not have gone: strangers, locked photos, the last one of a group."""
    gone = set(before) - set(now)
    wrong = [name for name in gone if not any(name in group for group in GROUPS)]
    wrong += [name for name in gone if name.startswith(LOCKED)]
    wrong += [f"all of {sorted(group)}" for group in GROUPS if not group & set(now)]
    return wrong


def wrongly_named(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Names that hold other bytes than they did."""
    return [name for name, content in now.items() if before.get(name, content) != content]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
