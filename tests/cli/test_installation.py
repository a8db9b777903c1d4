"""What the command line says about networks, formats and the machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop import cli
from imgsim_desktop.cli import doctor
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.formats import FORMATS
from imgsim_desktop.scan import named_network
from imgsim_desktop.scan.networks import rate_of


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_backends_names_every_network_with_its_licence(own_control, capsys) -> None:
    assert cli.run(["backends", "--json"]) == 0
    found = lines(capsys)
    assert [line["name"] for line in found] == list(BACKENDS)
    assert all(line["licence"] for line in found)
    assert [line["name"] for line in found if line["chosen"]] == ["builtin"]
    assert [line["name"] for line in found if line["ready"]] == ["builtin"]


def test_the_chosen_network_is_marked(own_control, capsys) -> None:
    assert cli.run(["backends", "--backend", "resnet50"]) == 0
    marked = [line for line in capsys.readouterr().out.splitlines() if line.startswith("*")]
    assert [line.split()[1] for line in marked] == ["resnet50"]


def test_nothing_is_downloaded_without_consent(own_control, capsys, tmp_path: Path) -> None:
    assert cli.run(["backends", "--download", "resnet50"]) == 2
    assert "nothing was fetched" in capsys.readouterr().err
    assert not (tmp_path / "imgsim-home" / "weights").exists()


def test_a_no_at_the_terminal_leaves_everything_as_it_is(
    own_control, capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return "n\n"

    monkeypatch.setattr("sys.stdin", Terminal())
    assert cli.run(["backends", "--download", "resnet50"]) == 1
    said = capsys.readouterr().err
    assert BACKENDS["resnet50"].licence in said
    assert "Download it? [y/N]" in said
    assert "were not downloaded" in said


def test_a_network_without_weights_is_told_with_the_way_to_get_them(
    own_control, capsys, photos_folder: Path
) -> None:
    from tests.pictures import save_photos

    save_photos(photos_folder, 1)
    assert cli.run(["scan", str(photos_folder), "--backend", "resnet50"]) == 1
    assert "imgsim backends --download resnet50" in capsys.readouterr().err


def test_an_unknown_network_is_told_with_those_there_are(own_control, capsys) -> None:
    assert cli.run(["scan", ".", "--backend", "nonsense"]) == 1
    assert "There is no network named 'nonsense'. There are: builtin" in capsys.readouterr().err


def test_weights_from_a_file_have_a_model_key_of_their_own(tmp_path: Path) -> None:
    weights = tmp_path / "mine.safetensors"
    weights.write_bytes(b"one")
    one = named_network("builtin", weights_file=weights).spec.model_key
    weights.write_bytes(b"two")
    two = named_network("builtin", weights_file=weights).spec.model_key
    assert len({one, two, named_network("builtin").spec.model_key}) == 3
    with pytest.raises(KnownError, match="cannot be read"):
        named_network("builtin", weights_file=tmp_path / "absent")


@pytest.mark.slow
def test_doctor_names_packages_devices_formats_and_files(
    own_control, capsys, tmp_path: Path
) -> None:
    assert cli.run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "torch 2" in said
    engine = re.search(r"opens on (cpu|cuda), by (ONNX Runtime|torch): (\d+) photos a second", said)
    assert engine is not None
    assert int(engine[3]) > 0
    assert (engine[1] == "cpu") == (engine[2] == "ONNX Runtime")
    assert all(name in said for name in FORMATS)
    assert str(tmp_path / "imgsim-home" / "journal.jsonl") in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (True, ", AVX2"),
        (False, ", no AVX2: all works, but much slower, and the map is coarser"),
        (None, ": 3"),
    ],
)
def test_doctor_says_what_the_processor_can_do(
    own_control, monkeypatch, capsys, feature: bool | None, said: str
) -> None:
    monkeypatch.setattr(doctor, "cores", lambda: 3)
    monkeypatch.setattr(doctor, "has_avx2", lambda: feature)
    assert cli.run(["doctor"]) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("processor"))
    assert line.endswith(said)


@pytest.mark.parametrize(
    ("device", "devices", "has_card", "has_avx2", "said"),
    [
        ("cuda", ("cuda", "cpu"), True, True, ""),
        ("cpu", ("cuda", "cpu"), True, True, "--device cuda"),
        ("cpu", ("cpu",), True, True, "a torch that knows the graphics card of this machine"),
        ("cpu", ("cpu",), False, False, "a processor with AVX2"),
        ("cpu", ("cpu",), False, True, ""),
        ("cpu", ("cpu",), False, None, ""),
    ],
)
def test_doctor_says_what_would_be_faster(
    monkeypatch: pytest.MonkeyPatch, device: str, devices: tuple[str, ...], has_card: bool,
    has_avx2: bool | None, said: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(doctor, "may_have_accelerator", lambda: has_card)
    assert doctor._faster(device, devices, has_avx2=has_avx2) == said


def test_a_rate_counts_whole_pictures_and_parts() -> None:
    backend = Counting()
    rate = rate_of(backend, seconds=0.0)  # type: ignore[arg-type]
    assert backend.asked == [(32, 128), (32, 192)] * 2  # the first batch warms up
    assert rate > 0


class Counting:
    spec = BACKENDS["builtin"]

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def embed_batch(self, pixels: NDArray[np.uint8]) -> None:
        self.asked.append(pixels.shape[:2])

    embed_parts = embed_batch


def test_doctor_ends_with_1_where_the_network_cannot_be_opened(own_control, capsys) -> None:
    assert cli.run(["doctor", "--backend", "resnet50"]) == 1
    assert "TROUBLE  The weights of ResNet50" in capsys.readouterr().out
