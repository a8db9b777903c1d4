"""What lies beside a photo that goes: moved over, gone along, or a reason for it to stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.carrying import with_carried
from imgsim_desktop.choosing.followers import Beside, name_beside, with_followers
from imgsim_desktop.choosing.units import belongings, with_sidecars
from imgsim_desktop.companions import KIND_OF, owners
from imgsim_desktop.records import Description, FileStamp, Removal
from tests.choosing.belongings import BELONGING, is_photo

Disk = dict[str, bytes]
EDITS = b"edits"
"""What an XMP of this disk begins with that says how its photo was developed."""


def beside(disk: Disk) -> Beside:
    """The disk as a dictionary, paths below /photos."""

    def names_in(folder: Path) -> list[str]:
        paths = (Path("/photos") / name for name in disk)
        return [path.name for path in paths if path.parent == folder]

    def content_of(path: Path) -> bytes | None:
        return disk.get(str(path.relative_to("/photos")))

    return Beside(
        content_of,
        lambda path: (content_of(path) or b"").startswith(EDITS),
        lambda photos: belongings(photos, names_in, is_photo),
        lambda path: content_of(path) is not None,
    )


def planned(
    disk: Disk,
    *victims: str,
    keeper: str = "keep/IMG_1.HEIC",
    locked: bool = False,
    knows_loss: bool = False,
) -> list[Removal]:
    def stamp(name: str) -> FileStamp:
        return FileStamp(Path("/photos") / name, 1, 1, disk[name])

    asked = beside(disk)

    def names_in(folder: Path) -> list[str]:
        return [Path(name).name for name in disk if Path("/photos", name).parent == folder]

    removals = [Removal(stamp(v), stamp(keeper), knows_loss=knows_loss) for v in victims]
    return with_followers(
        with_sidecars(removals, names_in, is_photo), asked, is_locked=lambda _: locked
    )


def told(removal: Removal) -> tuple[set[str], dict[str, str], str | None]:
    """Sidecars that go along, those that move and to where, and what holds it back."""

    def short(path: Path) -> str:
        return str(path.relative_to("/photos"))

    held_back = None if removal.held_back is None else short(removal.held_back)
    follows = {short(a): short(b) for a, b in removal.follows}
    return {short(path) for path in removal.sidecars}, follows, held_back


EQUAL: Disk = {"keep/IMG_1.HEIC": b"photo", "a/IMG_1.HEIC": b"photo"}
OTHER: Disk = {"keep/IMG_1.HEIC": b"photo", "a/IMG_1.HEIC": b"smaller"}


@pytest.mark.parametrize(
    "name",
    ["IMG_1.MOV", "IMG_1.AAE", "IMG_O1.AAE", "IMG_1.HEIC.pp3", "IMG_1.dop", "IMG_1.cos",
     "IMG_1.WAV", "IMG_1.xmp", "IMG_1.HEIC.supplemental-metadata.json"],
)  # fmt: skip
def test_beside_equal_bytes_it_moves_over_where_nothing_of_its_kind_lies(name: str) -> None:
    (removal,) = planned({**EQUAL, f"a/{name}": b"1"}, "a/IMG_1.HEIC")
    assert told(removal) == (set(), {f"a/{name}": f"keep/{name}"}, None)


@pytest.mark.parametrize(
    "name", ["IMG_1.MOV", "IMG_1.AAE", "IMG_1.HEIC.pp3", "IMG_1.dop", "IMG_1.cos", "IMG_1.WAV"]
)
def test_where_another_of_its_kind_lies_the_photo_stays(name: str) -> None:
    """Which of the two films, or edits, the person wants is not ours to say."""
    disk = {**EQUAL, f"a/{name}": b"1", f"keep/{name}": b"2"}
    assert told(planned(disk, "a/IMG_1.HEIC")[0])[2] == f"a/{name}"


@pytest.mark.parametrize("disk", [EQUAL, OTHER], ids=["equal bytes", "other bytes"])
@pytest.mark.parametrize("name", ["IMG_1.MOV", "IMG_1.AAE", "IMG_1.xmp"])
def test_what_lies_beside_both_byte_for_byte_goes_along(disk: Disk, name: str) -> None:
    disk = {**disk, f"a/{name}": EDITS, f"keep/{name}": EDITS}
    assert told(planned(disk, "a/IMG_1.HEIC")[0]) == ({f"a/{name}"}, {}, None)


def test_a_film_beside_other_bytes_stays_with_its_photo_unless_the_person_knows() -> None:
    disk = {**OTHER, "a/IMG_1.MOV": b"film"}
    assert told(planned(disk, "a/IMG_1.HEIC")[0])[2] == "a/IMG_1.MOV"
    assert told(planned(disk, "a/IMG_1.HEIC", knows_loss=True)[0]) == ({"a/IMG_1.MOV"}, {}, None)
    own = {**disk, "keep/IMG_1.MOV": b"made anew with the smaller photo"}
    assert told(planned(own, "a/IMG_1.HEIC")[0]) == ({"a/IMG_1.MOV"}, {}, None)


def test_edits_in_an_xmp_beside_other_bytes_hold_the_photo_back_and_words_do_not() -> None:
    words = {**OTHER, "a/IMG_1.xmp": b"words"}
    assert told(planned(words, "a/IMG_1.HEIC")[0]) == ({"a/IMG_1.xmp"}, {}, None)
    edits = {**OTHER, "a/IMG_1.xmp": EDITS}
    assert told(planned(edits, "a/IMG_1.HEIC")[0])[2] == "a/IMG_1.xmp"
    assert told(planned(edits, "a/IMG_1.HEIC", knows_loss=True)[0])[2] == "a/IMG_1.xmp"
    for own in ("keep/IMG_1.xmp", "keep/IMG_1.HEIC.pp3"):
        disk = {**edits, own: b"edits of its own"}
        assert told(planned(disk, "a/IMG_1.HEIC")[0]) == ({"a/IMG_1.xmp"}, {}, None)


def test_words_move_all_together_or_are_carried() -> None:
    disk = {**EQUAL, "a/IMG_1.xmp": b"words", "a/IMG_1.HEIC.json": b"place"}
    (removal,) = planned(disk, "a/IMG_1.HEIC")
    assert {b for _, b in removal.follows} == {
        Path("/photos/keep/IMG_1.xmp"), Path("/photos/keep/IMG_1.HEIC.json"),
    }  # fmt: skip
    (carried,) = with_carried([removal], lambda *_: Description(keywords=("sea",)))
    assert carried.carried is None
    (removal,) = planned({**disk, "keep/IMG_1.HEIC.json": b"other"}, "a/IMG_1.HEIC")
    assert removal.follows == ()
    assert len(removal.sidecars) == 2


def test_nothing_moves_beside_a_photo_in_a_locked_folder() -> None:
    disk = {**EQUAL, "a/IMG_1.MOV": b"film"}
    assert told(planned(disk, "a/IMG_1.HEIC", locked=True)[0])[2] == "a/IMG_1.MOV"


def test_of_two_that_go_for_one_the_first_film_moves_and_another_one_holds_its_photo_back() -> None:
    disk = {**EQUAL, "b/IMG_1.HEIC": b"photo", "c/IMG_1.HEIC": b"photo",
            "a/IMG_1.MOV": b"film", "b/IMG_1.MOV": b"film", "c/IMG_1.MOV": b"other"}  # fmt: skip
    found = planned(disk, "a/IMG_1.HEIC", "b/IMG_1.HEIC", "c/IMG_1.HEIC")
    assert [told(removal) for removal in found] == [
        (set(), {"a/IMG_1.MOV": "keep/IMG_1.MOV"}, None),
        ({"b/IMG_1.MOV"}, {}, None),
        ({"c/IMG_1.MOV"}, {}, "c/IMG_1.MOV"),
    ]


def test_a_preview_is_nothing_to_lose() -> None:
    disk = {**OTHER, "a/IMG_1.THM": b"small"}
    assert told(planned(disk, "a/IMG_1.HEIC")[0]) == ({"a/IMG_1.THM"}, {}, None)


def test_a_removal_without_keeper_or_sidecar_is_as_it_was() -> None:
    (removal,) = planned(EQUAL, "a/IMG_1.HEIC")
    last = replace(removal, keeper=None, sidecars=(Path("/photos/a/IMG_1.MOV"),))
    found = with_followers([removal, last], beside(EQUAL), is_locked=lambda _: False)
    assert found == [removal, last]


@pytest.mark.parametrize(("photo", "name"), BELONGING)
def test_under_its_new_name_it_belongs_to_the_kept_photo(photo: str, name: str) -> None:
    suffix = Path(photo).suffix
    for other in (photo, f"other name (1){suffix}", f"DSC_0007{suffix.upper()}"):
        renamed = name_beside(name, photo, other)
        assert owners(renamed, [other]) == [other], renamed
        assert Path(renamed).suffix == Path(name).suffix


NAMES = ("IMG_1.MOV", "IMG_1.HEIC.MOV", "IMG_1.AAE", "IMG_1.pp3", "IMG_1.xmp", "IMG_1.HEIC.json")
LAYOUTS = st.fixed_dictionaries(
    {
        place: st.dictionaries(
            st.sampled_from(NAMES), st.sampled_from([b"1", b"2", EDITS]), max_size=4
        )
        for place in ("keep", "a", "b")
    }
)


@given(LAYOUTS, st.lists(st.booleans(), min_size=2, max_size=2))
def test_whatever_lies_where_no_film_and_no_edits_go_that_nothing_stands_for(
    layout: dict[str, dict[str, bytes]], equal: list[bool]
) -> None:
    disk: Disk = {"keep/IMG_1.HEIC": b"photo"}
    for place, is_equal in zip(("a", "b"), equal, strict=True):
        disk[f"{place}/IMG_1.HEIC"] = b"photo" if is_equal else place.encode()
    for place, files in layout.items():
        disk |= {f"{place}/{name}": content for name, content in files.items()}
    beside_keeper = dict(layout["keep"])
    for removal in planned(disk, "a/IMG_1.HEIC", "b/IMG_1.HEIC"):
        along, follows, held_back = told(removal)
        if held_back is not None:
            continue
        for path, goal in follows.items():
            assert goal not in disk, "nothing is written over"
            assert Path(goal).name not in beside_keeper
            beside_keeper[Path(goal).name] = disk[path]
        is_equal = removal.victim.content_hash == b"photo"
        for path in along:
            kind = KIND_OF[Path(path).suffix.lower()]
            if kind == "json" or (kind == "xmp" and disk[path] != EDITS):
                continue
            own = {
                n: c for n, c in beside_keeper.items() if KIND_OF[Path(n).suffix.lower()] == kind
            }
            has_edits = kind == "xmp" and any(Path(n).suffix == ".pp3" or n.endswith(".AAE")
                                              for n in beside_keeper)  # fmt: skip
            assert disk[path] in own.values() or (not is_equal and (own or has_edits)), path
