"""Pictures to learn from: which are found, what they are called, and which labels they get."""

from __future__ import annotations

import gzip
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.errors import KnownError
from imgsim_desktop.scan.lessons import folder_label, gather_pictures, hold_back, usable_labels
from tests.pictures import save_photos


def labelled(*labels: str) -> PictureSet:
    count = len(labels)
    pixels = np.arange(count, dtype=np.uint8)[:, None, None, None] * np.ones((1, 2, 2, 3), np.uint8)
    return PictureSet(pixels, np.ones(count, np.float32), tuple(map(str, range(count))), labels)


def photos(folder: Path) -> Path:
    save_photos(folder / "cats", 3)
    save_photos(folder / "dogs" / "small", 2, first_seed=3)
    return folder


def test_folders_and_zips_are_read_in_order_with_their_folders_as_labels(tmp_path: Path) -> None:
    folder = photos(tmp_path / "pets")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.write(folder / "cats" / "0000.jpg", "cats/9.jpg")
        archive.writestr("cats/readme.txt", "no picture")
    found = gather_pictures([folder, tmp_path / "more.zip"], 24, labels="folders")
    assert found.names == (
        "pets/cats/0000.jpg", "pets/cats/0001.jpg", "pets/cats/0002.jpg",
        "pets/dogs/small/0000.jpg", "pets/dogs/small/0001.jpg", "more/cats/9.jpg",
    )  # fmt: skip
    assert found.labels == ("cats", "cats", "cats", "dogs/small", "dogs/small", "cats")
    assert found.pixels.shape == (6, 24, 24, 3)
    assert np.array_equal(found.pixels[0], found.pixels[5])
    assert found.aspect[0] == pytest.approx(4 / 3)


def test_pictures_in_the_top_folder_have_its_name_as_label() -> None:
    assert folder_label("cats/1.jpg") == "cats"
    assert folder_label("pets/cats/1.jpg") == "cats"


def test_unreadable_pictures_are_named_and_left_out(tmp_path: Path) -> None:
    folder = photos(tmp_path / "pets")
    for number in range(7):
        (folder / f"broken{number}.jpg").write_bytes(b"\xff\xd8 no picture")
    said: list[str] = []
    assert len(gather_pictures([folder], 24, say=said.append)) == 5
    assert sum("is left out" in sentence for sentence in said) == 5
    assert said[-1] == "7 pictures could not be read and are left out."


def test_if_none_can_be_read_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    with pytest.raises(KnownError, match="No picture could be read"):
        gather_pictures([tmp_path], 24)
    with pytest.raises(KnownError, match="no folder or zip file"):
        gather_pictures([tmp_path / "nowhere"], 24)


def test_a_damaged_zip_costs_the_damaged_pictures_only(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    paths = save_photos(tmp_path / "p", 2)
    with zipfile.ZipFile(archive, "w") as file:
        for path in paths:
            file.write(path, path.name)
    data = bytearray(archive.read_bytes())
    data[2000] ^= 0xFF  # in the first picture: its checksum is wrong now
    archive.write_bytes(bytes(data))
    said: list[str] = []
    found = gather_pictures([archive], 24, say=said.append)
    assert found.names == ("a/0001.jpg",)
    assert "0000.jpg is left out: it cannot be unpacked" in said[0]


def test_a_csv_file_gives_labels_by_path_or_name(tmp_path: Path) -> None:
    folder = photos(tmp_path / "pets")
    book = tmp_path / "labels.csv"
    book.write_text(
        "file,label\ncats/0002.jpg,tom\npets/dogs/small/0001.jpg,rex\ndogs\\small\\0000.jpg,rex\n"
        "gone.jpg,tom\n\n",
        "utf-8-sig",
    )
    said: list[str] = []
    found = gather_pictures([folder], 24, labels=str(book), say=said.append)
    assert dict(zip(found.names, found.labels, strict=True)) == {
        "pets/cats/0002.jpg": "tom", "pets/dogs/small/0000.jpg": "rex",
        "pets/dogs/small/0001.jpg": "rex",
    }  # fmt: skip
    assert said == ["1 files in labels.csv are not among the pictures."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cats/0000.jpg\n", "line 1: not a file and a label"),
        ("file,label\ncats/0000.jpg,tom,extra\n", "line 2: not a file and a label"),
        ("cats/0000.jpg,\n", "line 1: not a file and a label"),
        ("0000.jpg,tom\n", "0000.jpg is the name of 2 pictures"),
        ("cats/0000.jpg,tom\ncats/0000.jpg,kit\n", "line 2: cats/0000.jpg has the labels 'tom'"),
        ("nowhere.jpg,tom\n", "None of the 1 files"),
        ("\n", "are empty"),
    ],
)
def test_a_wrong_csv_file_is_said_with_its_line(text: str, words: str, tmp_path: Path) -> None:
    book = tmp_path / "labels.csv"
    book.write_text(text, "utf-8")
    with pytest.raises(KnownError, match=words):
        gather_pictures([photos(tmp_path / "pets")], 24, labels=str(book))


def test_labels_that_are_no_text_or_not_there_are_said(tmp_path: Path) -> None:
    folder = photos(tmp_path / "pets")
    with pytest.raises(KnownError, match="are no CSV file in UTF-8"):
        gather_pictures([folder], 24, labels=str(folder / "cats" / "0000.jpg"))
    with pytest.raises(KnownError, match="cannot be read"):
        gather_pictures([folder], 24, labels=str(tmp_path / "none.csv"))


def test_a_label_with_one_picture_is_left_out_and_said() -> None:
    said: list[str] = []
    kept = usable_labels(labelled("a", "b", "a", "c", "c"), said.append)
    assert kept.labels == ("a", "a", "c", "c")
    assert kept.classes.tolist() == [0, 0, 1, 1]
    assert said == ["Labels with one picture teach nothing and are left out: b."]


def test_one_label_only_teaches_nothing() -> None:
    with pytest.raises(KnownError, match="All 3 pictures have the label 'a'"):
        usable_labels(labelled("a", "a", "a", "b"), lambda _: None)
    with pytest.raises(KnownError, match="No two pictures have the same label"):
        usable_labels(labelled("a", "b"), lambda _: None)


def test_some_pictures_are_held_back_and_none_is_in_both_parts() -> None:
    everything = labelled(*"ab" * 50)
    learnt, held = hold_back(everything, seed=1)
    assert held is not None
    assert (len(learnt), len(held)) == (80, 20)
    assert sorted(learnt.names + held.names) == sorted(everything.names)
    assert hold_back(everything, seed=1)[0].names == learnt.names
    assert hold_back(everything, seed=2)[0].names != learnt.names
    assert hold_back(labelled("a"), seed=1)[1] is None


def test_a_limit_draws_by_seed(tmp_path: Path) -> None:
    folder = photos(tmp_path / "pets")
    first = gather_pictures([folder], 24, limit=3, seed=1).names
    assert len(first) == 3
    assert gather_pictures([folder], 24, limit=3, seed=1).names == first
    assert any(gather_pictures([folder], 24, limit=3, seed=s).names != first for s in range(2, 9))


def idx(*shape: int, data: bytes) -> bytes:
    return b"\x00\x00\x08" + bytes([len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + data


def test_mnist_is_read_from_its_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "datasets" / "mnist"
    folder.mkdir(parents=True)
    pixels = bytes(range(256)) * 7  # 2 pictures of 28 x 28 and more
    for part, count in (("train", 2), ("t10k", 1)):
        with gzip.open(folder / f"{part}-images-idx3-ubyte.gz", "wb") as file:
            file.write(idx(count, 28, 28, data=pixels[: count * 784]))
        with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz", "wb") as file:
            file.write(idx(count, data=bytes([7, 3][:count])))
    found = gather_pictures(["mnist"], 28, labels="folders", datasets=tmp_path / "datasets")
    assert found.names == ("mnist/train/7/00000", "mnist/train/3/00001")
    assert found.labels == ("train/7", "train/3")
    assert found.pixels[0, 0, :4, 0].tolist() == [0, 1, 2, 3]
    test = gather_pictures(["mnist-test"], 28, datasets=tmp_path / "datasets")
    assert test.names == ("mnist/test/7/00000",)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"nothing")
    with pytest.raises(KnownError, match="train-labels"):
        gather_pictures(["mnist"], 28, datasets=tmp_path / "datasets")


def test_cifar_is_read_from_its_binary_version(tmp_path: Path) -> None:
    folder = tmp_path / "datasets" / "cifar10"
    folder.mkdir(parents=True)
    record = bytes([5]) + bytes([10]) * 1024 + bytes([20]) * 1024 + bytes([30]) * 1024
    (folder / "data_batch_1.bin").write_bytes(record * 2)
    found = gather_pictures(["cifar10"], 32, labels="folders", datasets=tmp_path / "datasets")
    assert found.labels == ("train/dog", "train/dog")
    assert found.pixels[1, 5, 5].tolist() == [10, 20, 30]
    (folder / "data_batch_1.bin").write_bytes(record[:-1])
    with pytest.raises(KnownError, match="damaged or no file of CIFAR-10"):
        gather_pictures(["cifar10"], 32, datasets=tmp_path / "datasets")


def test_a_known_set_that_is_not_there_is_not_downloaded(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"nothing is downloaded.*Put the four files.*mnist"):
        gather_pictures(["mnist"], 28, datasets=tmp_path)
