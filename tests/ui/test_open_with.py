"""Another program for the photos chosen: which there are, and how it is told what to open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui import open_with
from imgsim_desktop.ui.desktop_entries import Desk, Program, programs_for
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.open_with import OpenWith, _outside, programs_of, start, types_of
from tests.ui.review import Review

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="desktop entries are of other systems"),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support"),
]
OpenMenu = tuple[OpenWith, list[list[str]], QAction]
"""The menu, what it has started, and the action it follows."""


class System:
    """Folders of a desktop, with programs and entries made up."""

    def __init__(self, place: Path) -> None:
        self.own, self.shared = place / "own", place / "shared"
        self.config, self.bin = place / "config", place / "bin"
        for folder in (self.own, self.shared, self.config, self.bin):
            folder.mkdir(parents=True)
        self.desk = Desk((self.own, self.shared), (self.config,), ("GNOME",), ("zh_CN", "zh"))

    def program(self, name: str) -> Path:
        path = self.bin / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return path

    def entry(
        self, entry_id: str, more: str = "", *, types: str = "image/jpeg;", own: bool = False
    ) -> None:
        """An entry of a program that is there; `more` are lines of it, which come first."""
        command = entry_id.removesuffix(".desktop").rpartition("/")[2]
        self.program(command)
        path = (self.own if own else self.shared) / "applications" / entry_id
        path.parent.mkdir(parents=True, exist_ok=True)
        rest = f"Type=Application\nName={command.title()}\nExec={command} %F\nMimeType={types}\n"
        path.write_text(f"# made up\n[Desktop Entry]\n{more}\n{rest}", "utf-8")

    def lists(self, text: str, *, name: str = "mimeapps.list") -> None:
        (self.config / name).write_text(text, "utf-8")

    def ids(self, *types: str) -> list[str]:
        return [p.entry_id for p in programs_for(types or ("image/jpeg",), self.desk)]

    def one(self, *types: str) -> Program:
        (program,) = programs_for(types or ("image/jpeg",), self.desk)
        return program


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    made = System(tmp_path / "system")
    monkeypatch.setenv("PATH", str(made.bin))
    return made


FILES = [Path("/photos/a b.jpg"), Path("/photos/$(rm -rf ~);'\".jpg")]


def test_programs_that_name_the_type_are_offered_and_others_not(system: System) -> None:
    system.entry("viewer.desktop")
    system.entry("player.desktop", types="video/mp4;")
    assert system.ids() == ["viewer.desktop"]
    assert system.ids("image/png") == []


def test_the_default_one_is_first_and_what_is_taken_out_is_not_there(system: System) -> None:
    for name in ("a", "b", "c", "d"):
        system.entry(f"{name}.desktop")
    system.entry("e.desktop", types="text/plain;")
    system.lists(
        "[Default Applications]\nimage/jpeg=gone.desktop;c.desktop;\n"
        "[Added Associations]\nimage/jpeg=e.desktop;\n"
        "[Removed Associations]\nimage/jpeg=b.desktop;\n"
    )
    assert system.ids() == ["c.desktop", "e.desktop", "a.desktop", "d.desktop"]


def test_the_list_of_the_desktop_comes_before_that_of_all(system: System) -> None:
    for name in ("a", "b"):
        system.entry(f"{name}.desktop")
    system.lists("[Default Applications]\nimage/jpeg=a.desktop\n")
    system.lists("[Default Applications]\nimage/jpeg=b.desktop\n", name="gnome-mimeapps.list")
    assert system.ids()[0] == "b.desktop"


def test_a_cache_is_believed_where_there_is_one(system: System) -> None:
    system.entry("a.desktop")
    system.entry("b.desktop", types="")
    cache = system.shared / "applications" / "mimeinfo.cache"
    cache.write_text("[MIME Cache]\nimage/jpeg=b.desktop;away.desktop;\n")
    assert system.ids() == ["b.desktop"]


def test_narrower_types_come_first(system: System) -> None:
    system.entry("any.desktop", types="image/x-dcraw;")
    system.entry("own.desktop", types="image/x-canon-cr2;")
    assert system.ids("image/x-canon-cr2", "image/x-dcraw") == ["own.desktop", "any.desktop"]


@pytest.mark.parametrize(
    "line",
    [
        "NoDisplay=true", "Hidden=true", "Terminal=true", "Type=Link", "OnlyShowIn=KDE;",
        "NotShowIn=GNOME;", "Exec=not-there %f", "TryExec=not-there", "Exec=",
    ],
)  # fmt: skip
def test_what_cannot_or_must_not_be_offered_is_left_out(system: System, line: str) -> None:
    system.entry("viewer.desktop", line)
    assert system.ids() == []


def test_this_program_does_not_offer_itself(system: System) -> None:
    system.entry("imgsim-desktop.desktop")
    assert system.ids() == []


def test_the_entry_of_the_person_hides_that_of_the_system(system: System) -> None:
    system.entry("viewer.desktop")
    system.entry("viewer.desktop", "Hidden=true", own=True)
    assert system.ids() == []


def test_an_id_with_a_dash_may_be_a_file_in_a_folder(system: System) -> None:
    system.entry("kde/okular.desktop")
    program = system.one()
    assert program.entry_id == "kde-okular.desktop"
    assert program.path.parent.name == "kde"


def test_names_are_in_the_language_of_the_window(system: System) -> None:
    system.entry("viewer.desktop", "Name[zh_CN]=看图\nName[zh]=圖\nName[de]=Betrachter")
    assert system.one().name == "看图"
    system.desk = replace(system.desk, languages=("zh_TW", "zh"))
    assert system.one().name == "圖"
    system.desk = replace(system.desk, languages=("fr",))
    assert system.one().name == "Viewer"


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("viewer %F", [["viewer", "{0}", "{1}"]]),
        ("viewer %f", [["viewer", "{0}"], ["viewer", "{1}"]]),
        ("viewer", [["viewer", "{0}"], ["viewer", "{1}"]]),
        ("viewer %U", [["viewer", "{u0}", "{u1}"]]),
        ("viewer --open=%f", [["viewer", "--open={0}"], ["viewer", "--open={1}"]]),
        ("viewer %i -t %c 100%% %F", [["viewer", "-t", "Viewer", "100%", "{0}", "{1}"]]),
        (r'viewer "a \\"b\\" \\$c" %F', [["viewer", 'a "b" $c', "{0}", "{1}"]]),
        ("viewer @@u %U @@", [["viewer", "@@u", "{u0}", "{u1}", "@@"]]),
    ],
)
def test_each_file_is_an_argument_of_its_own(
    system: System, command: str, lines: list[list[str]]
) -> None:
    system.entry("viewer.desktop", f"Exec={command}")
    names = {"0": str(FILES[0]), "1": str(FILES[1])}
    names |= {"u0": FILES[0].as_uri(), "u1": FILES[1].as_uri()}

    def filled(word: str) -> str:
        for key, value in names.items():
            word = word.replace("{" + key + "}", value)
        return word

    assert system.one().command_lines(FILES) == [[filled(w) for w in line] for line in lines]


def test_a_name_with_field_codes_is_not_expanded_again(system: System) -> None:
    system.entry("viewer.desktop", "Exec=viewer x%f")
    file = Path("/photos/100%F %k.jpg")
    assert system.one().command_lines([file]) == [["viewer", f"x{file}"]]


@pytest.mark.parametrize("broken", [b"", b"\xff\xfe\x00", b"[Desktop Entry", b"Exec=x\n" * 9])
def test_an_entry_that_cannot_be_read_is_left_out(system: System, broken: bytes) -> None:
    system.entry("good.desktop")
    (system.shared / "applications" / "bad.desktop").write_bytes(broken)
    system.lists("[Default Applications]\nimage/jpeg=bad.desktop;../../x.desktop;none.desktop\n")
    assert system.ids() == ["good.desktop"]


def test_the_environment_says_where_to_look(tmp_path: Path) -> None:
    desk = Desk.of(
        {"XDG_DATA_DIRS": "/a:/b:not/absolute", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"},
        tmp_path,
        "zh_CN",
    )
    assert desk.data == (tmp_path / ".local/share", Path("/a"), Path("/b"))
    assert desk.config == (tmp_path / ".config", Path("/etc/xdg"))
    assert desk.languages == ("zh_CN", "zh")
    lists = [str(path) for path in desk.lists()]
    assert lists[:3] == [
        str(tmp_path / ".config" / name)
        for name in ("ubuntu-mimeapps.list", "gnome-mimeapps.list", "mimeapps.list")
    ]


def test_a_type_follows_from_the_name_alone() -> None:
    assert types_of(Path("/nowhere/a.jpg"))[0] == "image/jpeg"
    assert types_of(Path("/nowhere/a.CR2"))[0] == "image/x-canon-cr2"


@pytest.fixture
def menu(qtbot: QtBot, system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenMenu]:
    monkeypatch.setenv("XDG_DATA_HOME", str(system.own))
    monkeypatch.setenv("XDG_DATA_DIRS", str(system.shared))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(system.config))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(system.config))
    parent = QWidget()
    qtbot.addWidget(parent)
    action, started = QAction(parent), list[list[str]]()

    def run(line: list[str]) -> bool:
        started.append(line)
        return "broken" not in line[0]

    made = OpenWith(action, lambda: FILES, parent, start=run, platform="linux")
    yield made, started, action
    parent.close()


def test_a_program_of_the_menu_gets_the_photos(system: System, menu: OpenMenu) -> None:
    system.entry("paint & draw.desktop", "Name=Paint & Draw\nExec=viewer -n %F")
    system.program("viewer")
    made, started, _action = menu
    made.aboutToShow.emit()
    (only,) = made.actions()
    assert only.text() == "Paint && Draw"
    only.trigger()
    assert started == [["viewer", "-n", *map(str, FILES)]]


def test_what_cannot_be_started_is_told(system: System, menu: OpenMenu) -> None:
    system.entry("broken.desktop")
    made, _started, _action = menu
    told: list[Notice] = []
    made.noticed.connect(told.append)
    made.aboutToShow.emit()
    made.actions()[0].trigger()
    assert told[0].sentence == "Broken could not be started."


def test_where_nothing_is_known_the_menu_says_so(
    menu: OpenMenu,
) -> None:
    made, _started, action = menu
    made.aboutToShow.emit()
    (only,) = made.actions()
    assert not only.isEnabled()
    assert only.text() == "No program is known for them"
    action.setEnabled(False)
    assert not made.menuAction().isEnabled()


def test_programs_for_photos_of_two_kinds_open_both(
    system: System, menu: object, tmp_path: Path
) -> None:
    system.entry("both.desktop", types="image/jpeg;image/png;")
    system.entry("one.desktop")
    assert [p.entry_id for p in programs_of([Path("/a.jpg"), Path("/b.png")])] == ["both.desktop"]


def test_other_systems_ask_by_themselves(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[tuple[Path, str]] = []
    monkeypatch.setattr(
        open_with.os, "startfile", lambda path, verb: asked.append((path, verb)), raising=False
    )
    windows = OpenWith(QAction(parent), lambda: FILES, parent, platform="win32")
    windows.fill()
    windows.actions()[0].trigger()
    assert asked == [(file, "openas") for file in FILES]
    started: list[list[str]] = []
    monkeypatch.setattr(
        open_with.QFileDialog,
        "getOpenFileName",
        lambda *_: ("/Applications/Preview.app", ""),
    )
    mac = OpenWith(
        QAction(parent),
        lambda: FILES,
        parent,
        start=lambda line: not started.append(line),
        platform="darwin",
    )
    mac.fill()
    mac.actions()[0].trigger()
    assert started == [["/usr/bin/open", "-a", "/Applications/Preview.app", *map(str, FILES)]]


def test_a_program_is_started_beside_this_one_with_its_arguments_as_they_are(
    qtbot: QtBot, tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    code = "import sys, pathlib; p = pathlib.Path(sys.argv[1]); "
    code += "t = p.with_suffix('.new'); t.write_text('\\n'.join(sys.argv[2:])); t.rename(p)"
    assert start([sys.executable, "-c", code, str(said), *map(str, FILES)])
    qtbot.waitUntil(said.exists)
    assert said.read_text().splitlines() == list(map(str, FILES))
    assert not start([str(tmp_path / "not there")])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows finds libraries in another way")
def test_a_program_does_not_find_the_libraries_of_a_bundle_of_ours() -> None:
    assert _outside({"LD_LIBRARY_PATH": "/bundle"}, is_bundle=False) == []
    kept = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/own"}
    assert _outside(kept, is_bundle=True) == ["/usr/bin/env", "LD_LIBRARY_PATH=/own"]
    nothing = _outside({"LD_LIBRARY_PATH": "/bundle"}, is_bundle=True)
    assert nothing == ["/usr/bin/env", "-u", "LD_LIBRARY_PATH"]


def test_the_menu_stands_behind_the_command_in_the_menus_of_photos(scanned: MainWindow) -> None:
    window = scanned
    external = window.actions_by_name["external"]
    gallery = window.gallery
    assert gallery is not None
    own = next(m for m in window.findChildren(OpenWith) if m.parent() is window).menuAction()
    assert not own.isEnabled()
    gallery.grid.select_all()
    assert own.isEnabled()
    menus = [m for m in window.menuBar().findChildren(QMenu) if external in m.actions()]
    assert menus
    for menu in menus:
        assert menu.actions()[menu.actions().index(external) + 1] is own
    gallery.menuRequested.emit((window.mapToGlobal(window.rect().center()), gallery.chosen_ids()))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert popup.actions()[popup.actions().index(external) + 1] is own
    popup.close()


def test_the_menu_of_a_card_has_it_too(review: Review) -> None:
    view = review.view
    external = view.commands.by_name["external"]
    view._show_menu(view.stage.grid, "card", view.stage.grid.rect().center())
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    behind = popup.actions()[popup.actions().index(external) + 1]
    assert behind.text() == "Open with"
    popup.close()
