"""What a JPEG itself says of its luma is read as it is stored; anything else says nothing."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from imgsim_desktop.reading.coded import open_coded
from tests.pictures import scene


def jpeg(tmp_path: Path, picture: Image.Image | None = None, **options: object) -> Path:
    path = tmp_path / "photo.jpg"
    (picture or Image.fromarray(scene(1))).save(path, **{"quality": 80, **options})
    return path


def test_luma_and_steps_are_those_of_the_file(tmp_path: Path) -> None:
    tag = Image.Exif()
    tag[274] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    path = jpeg(tmp_path, exif=tag, icc_profile=profile)

    coded = open_coded(path)

    assert coded is not None
    with Image.open(path) as image:
        table = image.quantization[0]
        image.draft("L", image.size)
        luma = np.asarray(image.convert("L"))
    assert np.array_equal(coded.light, luma)
    assert coded.steps.ravel().tolist() == table
    assert coded.orientation == 6


def test_a_grey_jpeg_has_luma_too(tmp_path: Path) -> None:
    grey = Image.fromarray(scene(1)).convert("L")
    coded = open_coded(jpeg(tmp_path, grey))
    assert coded is not None
    assert coded.light.shape == (240, 320)


@pytest.mark.parametrize("suffix", ["png", "webp", "tif"])
def test_other_formats_say_nothing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    Image.fromarray(scene(1)).save(path)
    assert open_coded(path) is None


def test_damaged_jpegs_inks_and_missing_files_say_nothing(tmp_path: Path) -> None:
    data = jpeg(tmp_path).read_bytes()
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(data[: len(data) * 2 // 3])
    assert open_coded(broken) is None
    assert open_coded(jpeg(tmp_path, Image.fromarray(scene(1)).convert("CMYK"))) is None
    assert open_coded(tmp_path / "missing.jpg") is None


def test_colours_stored_as_red_green_and_blue_have_no_luma(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(scene(1)).save(buffer, "JPEG", keep_rgb=True)
    path = tmp_path / "photo.jpg"
    path.write_bytes(buffer.getvalue())
    assert open_coded(path) is None
