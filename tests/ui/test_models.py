"""Trained models in the window: the list, and a network of its own for one library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.embedding.models import ModelFacts, StoredModel
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, load_settings
from imgsim_desktop.records import Library
from imgsim_desktop.scan import Network
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.models_dialog import ModelsDialog
from imgsim_desktop.ui.widgets.settings_dialog import SettingsDialog
from tests.fakes import FAKE_SPEC, FakeBackend, fake_network
from tests.pictures import save_photos
from tests.ui.fakes import colour_network, end_window

FACTS = ModelFacts(
    recipe="triplet", options={}, trained_on="2026-11-20", data="cats and dogs", pictures=1200,
    labels="folders", steps=300, views=9, minutes=9.5, seed=1,
    quality={"copies@1": 0.449, "precision@5": 0.82},
)  # fmt: skip
MODELS = [
    StoredModel("cats", Path("/x"), 2_345_678, FACTS),
    StoredModel("old", Path("/x"), 1000, None, "The model is damaged: it is cut off."),
    StoredModel("used", Path("/x"), 1000, FACTS),
]


@pytest.fixture
def models(qtbot: QtBot, light: QApplication) -> ModelsDialog:
    made = ModelsDialog()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # noqa: FBT003 - Qt
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def row(dialog: ModelsDialog, number: int) -> list[str]:
    items = [dialog.table.item(number, column) for column in range(dialog.table.columnCount())]
    return ["" if item is None else item.text() for item in items]


def test_a_model_is_listed_with_date_data_and_measured_quality(models: ModelsDialog) -> None:
    models.show_models(MODELS, "used", {"used"}, can_use=True)
    assert row(models, 0) == [
        "cats", "Triplet network", "2026-11-20", "cats and dogs, 1,200 photos",
        "45 % edited copies found first, 82 % nearest five with the same label", "2.3 MB",
    ]  # fmt: skip
    assert row(models, 1)[1] == "Cannot be used"
    assert "cut off" in row(models, 1)[4]
    assert row(models, 2)[0] == "used (in use)"


def test_what_cannot_be_done_with_a_model_is_not_offered(models: ModelsDialog) -> None:
    models.show_models(MODELS, "used", {"used"}, can_use=True)
    offered = {}
    for number, model in enumerate(MODELS):
        models.table.selectRow(number)
        buttons = (models.use, models.rename, models.export, models.remove)
        offered[model.name] = [button.isEnabled() for button in buttons]
    assert offered == {
        "cats": [True, True, True, True],
        "old": [False, True, False, True],
        "used": [False, False, True, False],
    }
    models.show_models(MODELS, "", (), can_use=False)
    models.table.selectRow(0)
    assert not models.use.isEnabled()
    assert "Open a library" in models.about.text()


def test_buttons_and_keys_say_which_model_is_meant(models: ModelsDialog, qtbot: QtBot) -> None:
    models.show_models(MODELS, "used", {"used"}, can_use=True)
    models.table.selectRow(0)
    for press, signal in (
        (models.use.click, models.useRequested),
        (models.export.click, models.exportRequested),
        (lambda: qtbot.keyClick(models.table, Qt.Key.Key_F2), models.renameRequested),
        (lambda: qtbot.keyClick(models.table, Qt.Key.Key_Delete), models.removeRequested),
    ):
        models.table.setFocus()
        with qtbot.waitSignal(signal) as heard:
            press()
        assert heard.args == ["cats"]


def test_without_models_the_list_says_where_they_come_from(models: ModelsDialog) -> None:
    models.show_models([], "", (), can_use=True)
    assert models.empty.isVisible()
    assert not models.use.isEnabled()


def test_a_bad_file_is_refused_with_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"no model at all")
    window.learning.import_file(tmp_path / "bad.safetensors")
    qtbot.waitUntil(lambda: window.notices.notice is not None, timeout=60_000)
    assert window.notices.notice is not None
    assert "is no model of this program" in window.notices.notice.sentence
    assert not window.session.home.weights.exists()


def test_settings_lead_to_the_training_and_to_the_models(
    qtbot: QtBot, session: LibrarySession, light: QApplication
) -> None:
    for name in ("learn", "models"):
        dialog = SettingsDialog(session)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # noqa: FBT003 - Qt
        qtbot.addWidget(dialog)
        dialog.show()
        with qtbot.waitSignal(getattr(dialog, f"{name}Requested")):
            getattr(dialog, name).click()
        assert not dialog.isVisible()


# a network of its own for one library


def test_each_library_keeps_its_own_network(session: LibrarySession, photos_folder: Path) -> None:
    first = session.libraries.open_for([photos_folder])
    session.use_network(first, "resnet50")
    session.save_settings()
    settings = load_settings(session.home)
    assert settings.backend_of(first) == "resnet50"
    assert settings.backend_of(Library("other", "Other", ())) == Settings().backend
    assert settings.backend_of(None) == Settings().backend
    assert settings.networks_in_use == {"resnet50", "builtin"}
    session.open_library(first)
    assert session.backend == "resnet50"
    session.choose_network("vgg19")
    assert session.settings.backend_of(first) == "vgg19"
    session.use_network(first, "vgg19")
    assert session.settings.library_backends == {}


def two_networks(name: str, _home: Home) -> Network:
    """Colour averages under two names, as a trained model and what was there before it."""
    if name == "builtin":
        return colour_network()
    spec = replace(FAKE_SPEC, id=name)
    return fake_network(lambda device: FakeBackend(device, spec), spec)


@pytest.fixture
def two(
    qtbot: QtBot, light: QApplication, session: LibrarySession, photos_folder: Path
) -> MainWindow:
    """A window over three scanned photos that knows two networks."""
    made = MainWindow(session, Engine(session, two_networks))
    qtbot.addWidget(made, before_close_func=end_window)
    with qtbot.waitExposed(made):
        made.show()
    save_photos(photos_folder, 3)
    made.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not made.scans.is_running, timeout=60_000)
    return made


def test_the_network_before_stays_in_use_until_all_is_described(
    qtbot: QtBot, two: MainWindow, session: LibrarySession
) -> None:
    library, before = session.library, session.model_key
    assert library is not None
    assert session.cache is not None
    used: list[str] = []
    session.settingsChanged.connect(lambda: used.append(session.backend))
    two.learning.useRequested.emit("resnet50")
    assert session.backend == "builtin"  # the scan has only begun
    qtbot.waitUntil(lambda: not two.scans.is_running, timeout=60_000)
    assert used == ["resnet50"]
    assert session.settings.library_backends == {library.key: "resnet50"}
    vectors = session.cache.status().vectors
    assert vectors[before] == 3  # going back costs nothing
    assert vectors[replace(FAKE_SPEC, id="resnet50").model_key] == 3


def test_a_switch_that_fails_leaves_everything_as_it_was(
    qtbot: QtBot, two: MainWindow, session: LibrarySession
) -> None:
    two.learning.useRequested.emit("nonsense")
    assert two.notices.notice is not None
    assert "There is no network named" in two.notices.notice.sentence
    assert not two.scans.is_running
    two.learning.useRequested.emit("resnet50")
    two.scans.stop()
    qtbot.waitUntil(lambda: not two.scans.is_running, timeout=60_000)
    stopped = session.settings.library_backends == {}
    assert stopped or session.backend == "resnet50"  # it may have been done before the stop
    assert two.engine.prepared(session.library) == ""  # type: ignore[arg-type]
