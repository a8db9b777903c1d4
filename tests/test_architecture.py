"""The plan of the house, held by the syntax of its source: who imports whom, who catches what."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "imgsim_desktop"
ROOMS = {"listing", "reading", "embedding", "matching", "choosing", "acting", "library"}
GROUND = {
    "records",
    "errors",
    "control",
    "cores",
    "resources",
    "bounded_json",
    "companions",
    "private",
    "workers",
}
"""What everybody may import, and what itself imports only the standard library and numpy."""

HOMES: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui/",),
    "shiboken6": ("ui/",),
    "torch": ("embedding/",),
    "torchvision": ("embedding/",),
    "onnxruntime": ("embedding/graphs.py",),
    "onnx": ("embedding/learning/graphs.py",),
    "safetensors": ("embedding/",),
    "matplotlib": ("embedding/learning/",),
    "PIL": ("reading/",),
    "pi_heif": ("reading/",),
    "pillow_heif": ("reading/",),
    "pylibjxl": ("reading/",),
    "brotli": ("reading/jxl.py",),
    "pillow_jxl": ("reading/",),
    "rawpy": ("reading/",),
    "simplejpeg": ("reading/",),
    "hnswlib": ("matching/index.py",),
    "sklearn": ("matching/", "embedding/learning/"),  # themes and map; SVM of the evaluation
    "threadpoolctl": ("matching/",),
    "scipy": ("matching/tsne.py",),
    "openTSNE": ("matching/tsne.py",),
    "cv2": (  # pixels of pairs, edits, films, wide TIFF
        "matching/",
        "embedding/learning/",
        "reading/film.py",
        "reading/wide_tiff.py",
    ),
    "sqlite3": ("library/",),
    "appdirs": ("library/",),
    "send2trash": ("acting/",),
    "watchdog": ("listing/watching.py",),
}
"""One heavy dependency, one home."""

THIRD_PARTY = set(HOMES) | {"numpy"}

CATCHES_ALL = {
    "ui/work.py": "the top of a thread of the window",
    "ui/search_worker.py": "the top of the search thread",
    "workers/serve.py": "the top of a worker process, and around what it sends",
    "workers/foreman.py": "the top of the thread that owns the workers",
    "listing/patience.py": "the top of a listing thread",
    "cli/__init__.py": "the top of the command line's thread",
    "cli/without_console.py": "the top of a program that has no console",
    "reading/trouble.py": "around one file that is read",
    "acting/actor.py": "around one file that is acted on",
    "scan/look_beside.py": "around one pair that is compared in full size",
}
"""Where `except Exception` may stand, and why."""

SOURCES = sorted(PACKAGE.rglob("*.py"))


def place(source: Path) -> str:
    return source.relative_to(PACKAGE).as_posix()


@cache
def tree(source: Path) -> ast.Module:
    return ast.parse(source.read_text("utf-8"), str(source))


@cache
def nodes(source: Path) -> tuple[ast.AST, ...]:
    """All of its tree; each test would walk it anew."""
    return tuple(ast.walk(tree(source)))


@cache
def imports(source: Path) -> list[tuple[int, str]]:
    """(line, full module name) of each import, wherever in the file it stands."""
    package = ["imgsim_desktop", *source.relative_to(PACKAGE).parts[:-1]]
    found = []
    for node in nodes(source):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            found.append((node.lineno, module))
            found += [(node.lineno, f"{module}.{alias.name}") for alias in node.names]
    return found


@cache
def calls(source: Path) -> list[tuple[int, str]]:
    """(line, what is called as it is written) of each call."""
    return [
        (node.lineno, ast.unparse(node.func))
        for node in nodes(source)
        if isinstance(node, ast.Call)
    ]


def room_of(module: str) -> str | None:
    """First word below the package: "reading" for imgsim_desktop.reading.decode."""
    words = module.split(".")
    if words[0] != "imgsim_desktop" or len(words) == 1:
        return None
    known = ROOMS | GROUND | {"scan", "review", "cli", "ui", "api", "display"}
    return words[1] if words[1] in known else None


def own_room(source: Path) -> str:
    return source.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_open_to(own: str) -> set[str]:
    allowed = {own} | GROUND
    if own == "scan":
        allowed |= {"listing", "reading", "embedding", "matching", "library"}
    elif own == "review":
        allowed |= {"reading", "matching", "choosing", "acting", "library"}
    elif own in (
        "cli",
        "ui",
        "api",
    ):  # what they need of the other rooms scan and review offer by name
        allowed |= {"scan", "review", "library", "reading", "listing", "display"}
    elif own == "__init__":  # names what the interface for Python offers, and loads nothing
        allowed |= {"api"}
    elif own == "__main__":
        allowed |= {"cli", "ui", "display"}
    return allowed


def test_rooms_are_strangers_and_doors_do_not_lead_into_each_other() -> None:
    wrong = [
        f"{place(source)}:{line}: {module}"
        for source in SOURCES
        for line, module in imports(source)
        if (room := room_of(module)) is not None and room not in rooms_open_to(own_room(source))
    ]
    assert not wrong


def test_no_files_import_one_another_in_a_circle() -> None:
    """Imports for type checkers alone count, too: what they hide is a circle all the same."""
    files = {f"imgsim_desktop.{module_of(source)}".removesuffix("."): source for source in SOURCES}
    edges = {
        place(source): {place(files[name]) for name in imported_modules(source, set(files))}
        for source in SOURCES
    }
    assert not list(circles(edges))


def module_of(source: Path) -> str:
    """ "reading.decode"; a package by its name alone."""
    parts = source.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported_modules(source: Path, known: set[str]) -> Iterator[str]:
    """Modules a file imports from; `from package import module` takes the module alone."""
    for node in nodes(source):
        if isinstance(node, ast.Import):
            yield from ({alias.name for alias in node.names} & known)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield from ({name if name in known else str(node.module)} & known)


def circles(edges: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    """Largest sets of nodes in which each leads to each; a node by itself is none."""
    reached = {node: reachable(edges, node) for node in edges}
    left = set(edges)
    while left:
        node = left.pop()
        circle = {other for other in reached[node] if node in reached[other]} | {node}
        left -= circle
        if len(circle) > 1:
            yield frozenset(circle)


def reachable(edges: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = edges[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def test_the_window_starts_its_threads_in_three_files() -> None:
    """All other work goes through them, so that it is owned, can be stopped, and ends."""
    starters = {
        place(source)
        for source in SOURCES
        if place(source).startswith("ui/")
        and re.search(
            r"Thread\(|ThreadPoolExecutor\(|QProcess\(|QRunnable", source.read_text("utf-8")
        )
    }
    assert starters == {"ui/work.py", "ui/errands.py", "ui/training_run.py"}


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, set[str]] = {}
    for source in SOURCES:
        for node in tree(source).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, set()).add(place(source))
    found = {name: where for name, where in places.items() if len(where) > 1}
    assert found == {}


def test_each_heavy_dependency_has_one_home() -> None:
    wrong = [
        f"{place(source)}:{line}: {module} belongs to {homes}"
        for source in SOURCES
        for line, module in imports(source)
        if (homes := HOMES.get(module.split(".")[0])) and not place(source).startswith(homes)
    ]
    assert not wrong


def test_every_package_that_is_imported_is_known_here() -> None:
    known = THIRD_PARTY | {"imgsim_desktop", "__future__"} | sys.stdlib_module_names
    unknown = [
        f"{place(source)}:{line}: {module}"
        for source in SOURCES
        for line, module in imports(source)
        if module.split(".")[0] not in known
    ]
    assert not unknown


def test_the_review_is_known_without_widgets() -> None:
    """What a person does in a review can be shown by another page, and tested without any."""
    widgets = ("PySide6.QtWidgets", "imgsim_desktop.ui.widgets", "imgsim_desktop.ui.views")
    reviewing = "imgsim_desktop.ui.reviewing"
    names = sorted(p.stem for p in (PACKAGE / "ui" / "reviewing").glob("[a-z]*.py"))
    assert "model" in names
    code = f"import sys, {', '.join(f'{reviewing}.{name}' for name in names)}; "
    code += f"print([m for m in sys.modules if m.startswith({widgets})])"
    assert run_python(code).strip() == "[]"


def test_parts_of_the_page_of_duplicates_know_the_model_and_no_other_part() -> None:
    page = PACKAGE / "ui" / "views" / "duplicates"
    shared = "imgsim_desktop.ui.views.duplicates.telling"
    for source in page.glob("*.py"):
        known = {m for _, m in imports(source) if "ui.views.duplicates." in m}
        known = {m for m in known if not m.startswith(shared)}
        assert source.name == "view.py" or not known, source.name


def test_the_ground_floor_imports_only_the_standard_library_and_numpy() -> None:
    below = {f"imgsim_desktop.{other}" for other in GROUND} | {"imgsim_desktop"}
    outside = sys.stdlib_module_names | {"numpy"}
    wrong = [
        f"{place(source)}:{line}: {module}"
        for source in SOURCES
        if own_room(source) in GROUND
        for line, module in imports(source)
        if module.split(".")[0] not in outside
        and not any(module == b or module.startswith(b + ".") for b in below)
    ]
    assert not wrong


def catches_everything(node: ast.AST) -> bool:
    """And goes on; cleaning up and raising again swallows nothing."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    everything = {"Exception", "BaseException"}
    is_wide = any(t is None or (isinstance(t, ast.Name) and t.id in everything) for t in types)
    return is_wide and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)


def test_everything_is_caught_only_where_the_plan_says_so() -> None:
    lines = [
        f"{place(source)}:{node.lineno}"
        for source in SOURCES
        if place(source) not in CATCHES_ALL
        for node in nodes(source)
        if catches_everything(node)
    ]
    assert not lines


JSON_READERS = {"bounded_json.py"}
"""Whose limits of size and depth hold for all JSON, from outside or from a disk."""


def test_json_is_read_within_limits() -> None:
    lines = [
        f"{place(source)}:{line}: {call}"
        for source in SOURCES
        if place(source) not in JSON_READERS
        for line, call in calls(source)
        if call in {"json.load", "json.loads", "json.JSONDecoder"}
    ]
    assert not lines


def test_nothing_below_the_doors_prints_or_exits() -> None:
    lines = [
        f"{place(source)}:{line}: {call}"
        for source in SOURCES
        if own_room(source) not in ("cli", "ui", "__main__")
        for line, call in calls(source)
        if call in {"print", "exit", "quit", "sys.exit", "os._exit"}
    ]
    assert not lines


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("imgsim_desktop", ["torch", "PySide6", "PIL", "numpy"]),
        ("imgsim_desktop.__main__", ["torch", "PySide6", "PIL", "cv2", "hnswlib", "sklearn"]),
        ("imgsim_desktop.scan", ["torch", "PySide6", "sklearn"]),
        ("imgsim_desktop.embedding.registry", ["torch"]),
        ("imgsim_desktop.ui.app", ["torch", "torchvision", "sklearn"]),
    ],
)
def test_importing_does_not_bring_what_is_not_needed_yet(module: str, unwanted: list[str]) -> None:
    code = f"import sys, {module}; print([m for m in {unwanted} if m in sys.modules])"
    assert run_python(code).strip() == "[]"


def test_help_of_the_command_line_needs_no_heavy_import() -> None:
    code = (
        "import sys; from imgsim_desktop.__main__ import main; main(['--help']); "
        "print([m for m in ('torch', 'PySide6', 'PIL', 'cv2', 'hnswlib') if m in sys.modules])"
    )
    assert run_python(code).strip().splitlines()[-1] == "[]"
