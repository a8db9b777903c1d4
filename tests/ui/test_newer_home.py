"""A start of the window on a data folder that a newer version has written to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.ui import app


def _libraries(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.libraries_json.write_text(json.dumps({"version": 2, "libraries": []}))


def _decisions(home: Home) -> None:
    Decisions(home).close()
    Seal(home.decisions_db).lift()
    with closing(sqlite3.connect(home.decisions_db)) as db, db:
        db.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize("newer", [_libraries, _decisions])
def test_it_is_said_in_a_dialog_and_nothing_is_written(
    newer: object, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(newer)
    home = Home(tmp_path / "home")
    newer(home)
    path = home.libraries_json if newer is _libraries else home.decisions_db
    before = path.read_bytes()
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda *words: told.append(words[-1]))
    assert app.run_window(home=home.root) == 1
    (said,) = told
    assert str(path) in said
    assert "newer version" in said
    assert path.read_bytes() == before
