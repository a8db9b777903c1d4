"""config.toml: options that are always meant, and `imgsim config`, which shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.cli.config_file import ALLOWED
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_config, find_home
from imgsim_desktop.library.settings import Settings, save_settings
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos

DOC = Path(__file__).parents[2] / "docs" / "command-line.md"


def configure(text: str) -> Path:
    path = find_config()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def album(photos_folder: Path) -> Path:
    save_photos(photos_folder, 3)
    return photos_folder


def rows(imgsim: Imgsim, *words: object) -> dict[str, tuple[object, str]]:
    lines = imgsim("config", "--json", *words).lines
    return {
        f"{line['command']}.{line['option']}".lstrip("."): (line["value"], line["from"])
        for line in lines
    }


def test_without_a_file_the_window_and_the_program_decide(imgsim: Imgsim) -> None:
    assert rows(imgsim)["device"] == ("auto", "built in")
    save_settings(find_home(), Settings(device="cpu"))
    assert rows(imgsim)["device"] == ("cpu", "window")
    assert rows(imgsim)["data-folder"] == (str(find_home().root), "$IMGSIM_HOME")
    assert rows(imgsim)["config-file"][1] == "is not there"


def test_the_file_counts_more_than_the_window_and_less_than_the_command(
    imgsim: Imgsim, album: Path
) -> None:
    save_settings(find_home(), Settings(device="cpu"))
    configure(
        'device = "cuda"\nthreads = 3\nexclude = ["*0001.jpg"]\n[pairs]\nmin-confidence = 0.99\n'
    )
    found = rows(imgsim)
    assert found["device"] == ("cuda", "config.toml")
    assert found["threads"] == (3, "config.toml")
    assert found["pairs.min-confidence"] == (0.99, "config.toml")
    assert imgsim("scan", album, "--device", "cpu").out.startswith("2 photos")
    said = imgsim("scan", album, "--device", "cpu", "--no-excludes", "--exclude", "*0002.jpg")
    assert said.out.startswith("2 photos")
    (library,) = LibraryList(find_home()).all()
    assert library.excludes == ("*0002.jpg",), "what is named takes the place of the file's list"


def test_an_option_of_one_command_is_its_own(imgsim: Imgsim, album: Path) -> None:
    (album / "copy.jpg").write_bytes((album / "0000.jpg").read_bytes())
    everything = imgsim("pairs", album, "--json", "--min-confidence", 0).out
    configure("[pairs]\nmin-confidence = 0\n")
    assert imgsim("pairs", album, "--json").out == everything
    assert imgsim("pairs", album, "--json", "--min-confidence", 1).out.count("\n") == 1


def test_quiet_may_stand_in_it(imgsim: Imgsim, album: Path) -> None:
    (album / "Aperture.aplibrary").mkdir()
    configure("quiet = true")
    assert imgsim("scan", album).err == ""
    configure("verbose = true")
    assert "Reading photos" in imgsim("scan", album).err
    assert imgsim("scan", album, "-q").err == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("device = ", "Invalid value"),
        ("yes = true", "there is no “yes” here"),
        ("[duplicates]\ntrash = true", "there is no “trash” here"),
        ("[nothing]\nkeep = []", "there is no “nothing” here"),
        ("threads = 0", "threads: 0 is no whole number from 1 on"),
        ("threads = true", "threads must be a text or a number"),
        ('exclude = "x"', "exclude must be a list of texts"),
        ('quiet = "yes"', "quiet must be true or false"),
        ('device = "warp"', "warp is none of"),
        ("[scan]\nmin-confidence = 1", "`imgsim scan` has no --min-confidence"),
    ],
)
def test_a_mistake_in_it_is_named_and_nothing_is_done(
    imgsim: Imgsim, album: Path, text: str, said: str
) -> None:
    path = configure(text)
    answer = imgsim("scan", album)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert str(path) in answer.err


def test_what_is_no_text_or_too_large_is_refused(imgsim: Imgsim, album: Path) -> None:
    find_config().parent.mkdir(parents=True, exist_ok=True)
    find_config().write_bytes(b"\xff\xfe\x00")
    assert imgsim("scan", album).code == 1
    configure("# " + "x" * 200_000)
    assert "larger" in imgsim("scan", album).err


def test_a_home_on_the_command_line_has_its_own_file(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    configure('device = "cuda"')
    other = tmp_path / "other home"
    assert rows(imgsim, "--home", other)["device"] == ("auto", "built in")
    assert rows(imgsim, "--home", other)["data-folder"] == (str(other), "--home")


def test_for_people_it_is_a_line_an_option(imgsim: Imgsim) -> None:
    configure("[duplicates]\nkeep = ['oldest', 'largest-file']")
    lines = imgsim("config").out.splitlines()
    (keep,) = [line for line in lines if line.startswith("duplicates.keep")]
    assert keep.endswith("oldest, largest-file  (config.toml)")


def test_the_documents_name_every_option_that_may_stand_in_it() -> None:
    page = DOC.read_text("utf-8")
    assert all(f"`{option}`" in page for option in ALLOWED)
