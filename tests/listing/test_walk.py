"""What the walk meets, what it passes over, and what it says about folders it cannot list."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imgsim_desktop.acting.claims import back_name, claim_name, part_name
from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.listing.foreign import FOREIGN, Foreign
from imgsim_desktop.listing.walk import EMPTY_FOLDER, walk
from imgsim_desktop.records import Failure, FoundFile, Library, Offline, PassedBy, Reason, Unnamed


def is_photo(path: Path) -> bool:
    return path.suffix.lower() == ".jpg"


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def meet(*folders: Path, **kwargs: object) -> list[FoundFile | Offline | Failure]:
    library = Library("key", "name", folders, **kwargs)  # type: ignore[arg-type]
    return list(walk(library, is_photo))


def names(root: Path, **kwargs: object) -> list[str]:
    """Paths below root of the files met; anything else fails the test."""
    met = meet(root, **kwargs)
    assert all(isinstance(item, FoundFile) for item in met), met
    return [item.path.relative_to(root).as_posix() for item in met if isinstance(item, FoundFile)]


def test_a_found_file_carries_what_stat_says(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jpg", b"12345")
    status = path.stat()
    assert meet(tmp_path) == [
        FoundFile(path, tmp_path, 5, status.st_mtime_ns, status.st_dev, status.st_ino)
    ]


def test_order_is_files_by_name_then_folders_by_name(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "z.jpg", "b/1.jpg", "a/c/3.jpg", "a/9.jpg", "a.jpg"):
        put(tmp_path / name)
    expected = ["a.jpg", "z.jpg", "a/9.jpg", "a/c/3.jpg", "b/1.jpg", "b/2.jpg"]
    assert names(tmp_path) == expected
    assert names(tmp_path) == expected


def test_only_photos_are_listed(tmp_path: Path) -> None:
    for name in ("a.jpg", "B.JPG", "notes.txt", "jpg"):
        put(tmp_path / name)
    (tmp_path / "folder.jpg").mkdir()
    assert names(tmp_path) == ["B.JPG", "a.jpg"]


def test_hidden_files_and_folders_are_met_only_on_request(tmp_path: Path) -> None:
    for name in ("a.jpg", ".b.jpg", ".c/d.jpg"):
        put(tmp_path / name)
    assert names(tmp_path) == ["a.jpg"]
    assert names(tmp_path, follow_hidden=True) == [".b.jpg", "a.jpg", ".c/d.jpg"]


@pytest.mark.parametrize("folder", ["#RECYCLE", "@eaDir", ".Trash-1000", "$RECYCLE.BIN"])
def test_the_case_of_a_name_does_not_matter(tmp_path: Path, folder: str) -> None:
    put(tmp_path / "a.jpg")
    put(tmp_path / folder / "b.jpg")
    assert names(tmp_path, follow_hidden=True) == ["a.jpg"]


def test_a_file_in_the_middle_of_a_move_is_passed_by(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    for name in (claim_name("1"), back_name("1"), part_name("1")):
        put(tmp_path / f"{name}.jpg")
    assert names(tmp_path, follow_hidden=True) == ["a.jpg"]


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.owner)
def test_each_sign_of_a_foreign_folder_keeps_us_out(tmp_path: Path, kind: Foreign) -> None:
    put(tmp_path / "a.jpg")
    inside = [f"Holiday{suffix}" for suffix in kind.suffixes] + list(kind.names)
    inside += [f"{prefix}1000" for prefix in kind.prefixes]
    inside += [f"by marker {number}" for number in range(len(kind.markers))]
    for folder in inside:
        put(tmp_path / folder / "deep" / "b.jpg")
    for number, marker in enumerate(kind.markers):
        (tmp_path / f"by marker {number}" / marker).touch()
    library = Library("key", "Photos", (tmp_path,), follow_hidden=True)
    found = list(walk(library, lambda path: path.suffix == ".jpg"))
    files = [item.path for item in found if isinstance(item, FoundFile)]
    assert files == [tmp_path / "a.jpg"]
    told = {item.path.name: item.owner for item in found if isinstance(item, PassedBy)}
    assert told == (dict.fromkeys(inside, kind.owner) if kind.is_told else {})


@pytest.mark.parametrize(
    "folder",
    [
        "A.photoslibrary", "A.photolibrary", "A.migratedphotolibrary", "A.aplibrary",
        "Photos Previews.lrdata", "A.lrlibrary", "A.cocatalog", "A.cosessiondb", "CaptureOne",
        "#snapshot", "~snapshot", ".snapshot", ".zfs", ".Trash", ".Trash-1000", ".Trashes",
        "@eaDir", "@Recycle", "#recycle", ".thumbnails", "$RECYCLE.BIN",
        "System Volume Information",
    ],
)  # fmt: skip
def test_no_photo_is_met_in_the_folder_of_another_program_or_of_the_system(
    tmp_path: Path, folder: str
) -> None:
    """Written out, so that a row which is lost from the table is noticed."""
    put(tmp_path / "2024" / "a.jpg")
    put(tmp_path / "2024" / folder / "deep" / "b.jpg")
    found = meet(tmp_path, follow_hidden=True)
    files = [item.path.name for item in found if isinstance(item, FoundFile)]
    assert files == ["a.jpg"]


@pytest.mark.parametrize("marker", [".immich", ".ppstorage"])
def test_no_photo_is_met_in_the_storage_of_a_photo_server_and_that_is_told(
    tmp_path: Path, marker: str
) -> None:
    """Immich puts its marker into each folder it keeps, PhotoPrism into that of its storage."""
    put(tmp_path / "a.jpg")
    put(tmp_path / "server" / "upload" / "b.jpg")
    put(tmp_path / "server" / marker)
    found = meet(tmp_path)
    assert [item.path.name for item in found if isinstance(item, FoundFile)] == ["a.jpg"]
    assert [item.path.name for item in found if isinstance(item, PassedBy)] == ["server"]


@pytest.mark.parametrize("root", ["Photos Library.photoslibrary/originals", "x.LRDATA", "marked"])
def test_a_foreign_folder_is_not_entered_even_if_it_is_asked_for(tmp_path: Path, root: str) -> None:
    put(tmp_path / root / "a.jpg")
    if root == "marked":
        (tmp_path / root / ".immich").touch()
    (found,) = walk(Library("key", "Photos", (tmp_path / root,)), lambda _path: True)
    assert isinstance(found, PassedBy)


@pytest.mark.parametrize("name", ["photoslibrary", "my.lrdata.backup", "snapshots", "immich"])
def test_a_name_that_only_resembles_one_is_a_folder_like_any_other(
    tmp_path: Path, name: str
) -> None:
    put(tmp_path / name / "a.jpg")
    assert names(tmp_path) == [f"{name}/a.jpg"]


def test_the_trash_of_the_home_folder_is_never_entered(tmp_path: Path) -> None:
    put(tmp_path / ".local/share/Trash/files/a.jpg")
    put(tmp_path / "Trash/b.jpg")
    assert names(tmp_path, follow_hidden=True) == ["Trash/b.jpg"]


def test_a_tagged_cache_folder_is_not_entered_unless_it_is_the_library_itself(
    tmp_path: Path,
) -> None:
    put(tmp_path / "a.jpg")
    put(tmp_path / "thumbs/CACHEDIR.TAG")
    put(tmp_path / "thumbs/deep/b.jpg")
    assert names(tmp_path) == ["a.jpg"]
    assert names(tmp_path / "thumbs") == ["deep/b.jpg"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.tmp.jpg", ["a.jpg", "private/c.jpg", "private/deep/d.jpg"]),
        ("private/*", ["a.jpg", "a.tmp.jpg"]),
        ("private", ["a.jpg", "a.tmp.jpg"]),
        ("private/", ["a.jpg", "a.tmp.jpg"]),
        ("deep", ["a.jpg", "a.tmp.jpg", "private/c.jpg"]),
        ("**/d.jpg", ["a.jpg", "a.tmp.jpg", "private/c.jpg"]),
        ("**/a.jpg", ["a.tmp.jpg", "private/c.jpg", "private/deep/d.jpg"]),
        ("[ab]*", ["private/c.jpg", "private/deep/d.jpg"]),
        ("", ["a.jpg", "a.tmp.jpg", "private/c.jpg", "private/deep/d.jpg"]),
    ],
)
def test_excludes_are_globs_on_the_name_or_the_path_below_the_folder(
    tmp_path: Path, pattern: str, left: list[str]
) -> None:
    for name in ("a.jpg", "a.tmp.jpg", "private/c.jpg", "private/deep/d.jpg"):
        put(tmp_path / name)
    assert names(tmp_path, excludes=(pattern,)) == left


def test_a_whole_path_leaves_out_that_folder_and_no_other_of_its_name(tmp_path: Path) -> None:
    for name in ("a.jpg", "x [1]/b.jpg", "deep/x [1]/c.jpg"):
        put(tmp_path / name)
    pattern = glob.escape((tmp_path / "x [1]").as_posix())
    assert names(tmp_path, excludes=(pattern,)) == ["a.jpg", "deep/x [1]/c.jpg"]
    assert len(names(tmp_path, excludes=(f"*{tmp_path.name}*",))) == 3


def test_symbolic_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside/secret.jpg")
    root = tmp_path / "root"
    photo = put(root / "a.jpg")
    (root / "loop").symlink_to(root)
    (root / "elsewhere").symlink_to(outside.parent)
    (root / "linked.jpg").symlink_to(photo)
    (root / "dangling.jpg").symlink_to(root / "nothing")
    assert names(root) == ["a.jpg"]


def test_a_library_folder_may_be_a_symbolic_link(tmp_path: Path) -> None:
    put(tmp_path / "real/a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path / "link") == ["a.jpg"]


def test_overlapping_folders_list_each_file_once(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    put(tmp_path / "sub/b.jpg")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "sub")
    for folders in ((tmp_path, tmp_path / "sub", link), (link, tmp_path / "sub", tmp_path)):
        met = [item for item in meet(*folders) if isinstance(item, FoundFile)]
        assert sorted(item.path.name for item in met) == ["a.jpg", "b.jpg"]


def test_a_hidden_folder_given_as_library_folder_is_listed(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    put(tmp_path / ".hidden/b.jpg")
    met = meet(tmp_path, tmp_path / ".hidden")
    assert [item.path.name for item in met if isinstance(item, FoundFile)] == ["a.jpg", "b.jpg"]


def test_of_hard_links_the_first_in_order_is_listed(tmp_path: Path) -> None:
    photo = put(tmp_path / "b/photo.jpg")
    (tmp_path / "a").mkdir()
    os.link(photo, tmp_path / "a/same.jpg")
    assert names(tmp_path) == ["a/same.jpg"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are Unicode there")
def test_names_that_are_no_utf8_are_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    put(tmp_path / name)
    (found,) = meet(tmp_path)
    assert isinstance(found, FoundFile)
    assert found.path.read_bytes() == b"x"


@pytest.mark.skipif(sys.platform == "win32", reason="paths are short there")
def test_depth_has_no_limit(tmp_path: Path) -> None:
    # deeper than Python's recursion limit, and than the longest path that can be opened at once
    depth = 1050
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(os.open("deep.jpg", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    met = meet(tmp_path)
    try:
        if os.pathconf(tmp_path, "PC_PATH_MAX") > 2 * depth + 200:
            assert [type(item) for item in met] == [FoundFile]
        else:
            assert met
    finally:
        _remove_deep(tmp_path, depth)


def _remove_deep(root: Path, depth: int) -> None:
    for level in range(depth, 0, -1):
        folder = root.joinpath(*["d"] * level)
        (folder / "deep.jpg").unlink(missing_ok=True)
        folder.rmdir()


def test_a_missing_folder_is_offline_and_the_others_go_on(tmp_path: Path) -> None:
    put(tmp_path / "here/a.jpg")
    met = meet(tmp_path / "gone", tmp_path / "here")
    assert isinstance(met[0], Offline)
    assert met[0].root == tmp_path / "gone"
    assert [type(item) for item in met] == [Offline, FoundFile]


def test_an_empty_folder_is_offline_because_it_may_be_an_unmounted_drive(tmp_path: Path) -> None:
    assert meet(tmp_path) == [Offline(tmp_path, EMPTY_FOLDER)]


def test_a_folder_without_photos_is_not_offline(tmp_path: Path) -> None:
    put(tmp_path / "notes.txt")
    assert meet(tmp_path) == []


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path, error: OSError) -> None:
    """Make listing one folder fail, whoever runs the test."""
    real = os.scandir

    def scandir(path: object) -> object:
        if os.fspath(path) == str(folder):  # type: ignore[call-overload]
            raise error
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), Reason.NO_PERMISSION),
        (OSError(5, "Input/output error"), Reason.READ_ERROR),
    ],
)
def test_a_folder_that_cannot_be_listed_is_a_failure_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: Reason
) -> None:
    put(tmp_path / "locked/a.jpg")
    put(tmp_path / "open/b.jpg")
    refuse(monkeypatch, tmp_path / "locked", error)
    failure, found = meet(tmp_path)
    assert isinstance(failure, Failure)
    assert (failure.file.path, failure.reason) == (tmp_path / "locked", reason)
    assert failure.detail == error.strerror
    assert isinstance(found, FoundFile)


def test_a_library_folder_without_permission_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, tmp_path, PermissionError(13, "Permission denied"))
    (failure,) = meet(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.file.path == tmp_path


def walking(root: Path, when: str, do: Callable[[], object]) -> list[object]:
    """All that is met while something happens at the moment a name is looked at first."""
    done: list[object] = []

    def judge(path: Path) -> bool:
        if path.name == when and not done:
            done.append(do())
        return is_photo(path)

    return list(walk(Library("key", "name", (root,)), judge))


def test_a_folder_deleted_while_walking_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    gone = put(tmp_path / "gone/b.jpg")
    put(tmp_path / "stays/c.jpg")
    met = walking(tmp_path, "a.jpg", lambda: shutil.rmtree(gone.parent))
    assert [item.path.name for item in met if isinstance(item, FoundFile)] == ["a.jpg", "c.jpg"]
    assert len(met) == 2


def test_a_library_folder_that_vanishes_while_walking_is_offline(tmp_path: Path) -> None:
    root = tmp_path / "usb"
    put(root / "a.jpg")
    put(root / "sub/b.jpg")

    def unplug() -> None:
        root.rename(tmp_path / "elsewhere")
        root.mkdir()  # what an unmounted drive leaves behind

    met = walking(root, "a.jpg", unplug)
    assert [type(item) for item in met] == [Offline]


def test_the_walk_stops_when_asked(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    put(tmp_path / "sub/b.jpg")
    control = Control()
    walker = walk(Library("key", "name", (tmp_path,)), is_photo, control)
    next(walker)
    control.stop()
    with pytest.raises(Cancelled):
        list(walker)


def is_picture(path: Path) -> bool:
    return path.read_bytes().startswith(b"picture")


def test_a_picture_with_an_odd_name_is_told_or_listed_where_that_is_wished(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")
    odd = [put(tmp_path / name, b"picture") for name in ("b.jpg_large", "c", "d.insp")]
    put(tmp_path / "notes", b"words")
    put(tmp_path / ".hidden", b"picture")
    (tmp_path / "link").symlink_to(odd[0])
    met = list(walk(Library("key", "name", (tmp_path,)), is_photo, is_picture=is_picture))
    assert [item for item in met if isinstance(item, Unnamed)] == [Unnamed(path) for path in odd]
    assert len(met) == 4
    wished = Library("key", "name", (tmp_path,), by_content=True)
    met = list(walk(wished, is_photo, is_picture=is_picture))
    assert [item.path.name for item in met if isinstance(item, FoundFile)] == [
        "a.jpg", "b.jpg_large", "c", "d.insp",
    ]  # fmt: skip


def test_what_lies_beside_photos_or_is_left_out_is_not_opened(tmp_path: Path) -> None:
    opened: list[str] = []
    for name in ("a.jpg", "a.xmp", "a.AAE", "a.MOV", "a.json", "out/x", "y"):
        put(tmp_path / name, b"picture")
    (tmp_path / "folder").mkdir()

    def look(path: Path) -> bool:
        opened.append(path.name)
        return True

    library = Library("key", "name", (tmp_path,), excludes=("out/*",))
    met = list(walk(library, is_photo, is_picture=look))
    assert opened == ["y"]
    assert [item.path.name for item in met if isinstance(item, Unnamed)] == ["y"]


def test_of_hard_links_with_odd_names_one_is_listed(tmp_path: Path) -> None:
    first = put(tmp_path / "a", b"picture")
    (tmp_path / "b").hardlink_to(first)
    library = Library("key", "name", (tmp_path,), by_content=True)
    assert len(list(walk(library, is_photo, is_picture=is_picture))) == 1
