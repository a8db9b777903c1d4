"""The pipe: joins listing, reading, embedding, matching and the library; no algorithm of its own.

    named_network(backend_id) -> Network                            before torch is loaded
    scan(library, home, network, ...) -> ScanSummary                everything that is new
    find_pairs(library, home, model_key, control) -> PairTable      which contents are copies
    open_searcher(library, home, model_key, control) -> PhotoSearch similar photos, best first
    embed_picture(path, backend) -> vectors of whole and parts      a picture from outside
    theme_library(library, home, model_key, ...) -> LibraryThemes   photos of one kind together
    load_map / map_library(library, home, model_key) -> LibraryMap  a place in the plane a photo

Importing this package imports next to nothing; no part of it imports torch or Qt.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgsim_desktop.scan.describe import Network, embed_picture, named_network
    from imgsim_desktop.scan.looking import Needs
    from imgsim_desktop.scan.map import LibraryMap, load_map, map_library
    from imgsim_desktop.scan.pairs import find_pairs
    from imgsim_desktop.scan.relinking import Relinked, relink
    from imgsim_desktop.scan.run import ScanSummary, scan
    from imgsim_desktop.scan.search import Match, PhotoSearch, lacks_graph, open_searcher
    from imgsim_desktop.scan.sidecars import read_sidecars_again
    from imgsim_desktop.scan.themes import LibraryTheme, LibraryThemes, load_themes, theme_library

__all__ = [
    "LibraryMap",
    "LibraryTheme",
    "LibraryThemes",
    "Match",
    "Needs",
    "Network",
    "PhotoSearch",
    "Relinked",
    "ScanSummary",
    "embed_picture",
    "find_pairs",
    "lacks_graph",
    "load_map",
    "load_themes",
    "map_library",
    "named_network",
    "open_searcher",
    "read_sidecars_again",
    "relink",
    "scan",
    "theme_library",
]

_HOMES = {
    "LibraryMap": "map",
    "LibraryTheme": "themes",
    "LibraryThemes": "themes",
    "Match": "search",
    "Needs": "looking",
    "Network": "describe",
    "PhotoSearch": "search",
    "ScanSummary": "run",
    "embed_picture": "describe",
    "find_pairs": "pairs",
    "lacks_graph": "search",
    "load_map": "map",
    "load_themes": "themes",
    "map_library": "map",
    "named_network": "describe",
    "open_searcher": "search",
    "Relinked": "relinking",
    "read_sidecars_again": "sidecars",
    "relink": "relinking",
    "scan": "run",
    "theme_library": "themes",
}
"""Which module has each name. It is loaded when the name is first asked for: the window opens
before OpenCV, the index and all that compares pictures are needed."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no {name}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


class _Callable(ModuleType):
    """`imgsim_desktop.scan(...)` is the interface's function, and this package all the same."""

    def __call__(self, *folders: object, **how: object) -> object:
        return import_module("imgsim_desktop.api").scan(*folders, **how)


sys.modules[__name__].__class__ = _Callable
