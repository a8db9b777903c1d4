"""Each rule prefers what it says, and no rules at all mark everything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.rules import (
    BEST,
    DEFAULT_RULES,
    LOCKED,
    OFFLINE,
    PREFERRED,
    RULES,
    TIE,
    parse_rules,
    suggest_keeper,
    worth_key,
)
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Damage, Holdings, Photo
from tests.choosing.pictures import photo

NS = 10**9

BETTER_AND_WORSE = {
    "largest-picture": (photo(1, width_px=4000), photo(2, width_px=3800)),
    "largest-file": (photo(1, size_bytes=2000), photo(2, size_bytes=1500)),
    "smallest-file": (photo(1, size_bytes=1500), photo(2, size_bytes=2000)),
    "not-surrounded": (photo(1), photo(2, width_px=8000, added=("surrounded", "covered"))),
    "not-covered": (photo(1), photo(2, added=("covered",))),
    "not-sharpened": (photo(1, added=("covered",)), photo(2, added=("sharpened",))),
    "has-colour": (photo(1, added=("covered",)), photo(2, added=("greyed",))),
    "not-blurred": (photo(1, added=("covered",)), photo(2, added=("blurred",))),
    "best-quality": (photo(1, jpeg_quality=96), photo(2, jpeg_quality=75)),
    "sharpest": (photo(1, sharpness=200.0), photo(2, sharpness=50.0)),
    "oldest": (photo(1, taken_ns=10 * NS), photo(2, taken_ns=99 * NS)),
    "newest": (photo(1, taken_ns=99 * NS), photo(2, taken_ns=10 * NS)),
    "has-exif": (photo(1, has_exif=True), photo(2)),
    "has-date": (photo(1, taken_ns=5), photo(2)),
    "has-gps": (photo(1, latitude=0.0, longitude=0.0), photo(2, latitude=3.0)),
    "has-keywords": (photo(1, keywords=("a", "b")), photo(2, keywords=("a",))),
    "has-sidecar": (photo(1, companions=("xmp", "json")), photo(2, companions=("xmp",))),
    "highest-rating": (photo(1, rating=4), photo(2)),
    "made-from": (photo(1), photo(2, made="resaved")),
    "holds-more": (photo(1, holdings=Holdings(pages=3)), photo(2)),
    "raw-first": (photo(1, format="RAW"), photo(2)),
    "jpeg-first": (photo(1), photo(2, format="RAW")),
    "camera-original": (
        photo(1, camera="NIKON D90", software="Ver.1.00"),
        photo(2, camera="NIKON D90", software="Adobe Photoshop 24.0"),
    ),
    "not-a-copy-name": (photo(1, "/p/IMG_1.jpg"), photo(2, "/p/IMG_1 (1).jpg")),
    "shortest-name": (photo(1, "/p/IMG_1.jpg"), photo(2, "/p/IMG_1_final.jpg")),
    "shortest-path": (photo(1, "/p/z.jpg"), photo(2, "/p/a/a.jpg")),
    "folder:/p/album": (photo(1, "/p/album/z.jpg"), photo(2, "/p/a.jpg")),
    "not-in-folder:/p/phone": (photo(1, "/p/z.jpg"), photo(2, "/p/phone/a.jpg")),
}


def test_every_rule_is_tried_here_and_says_what_it_does() -> None:
    assert {text.split(":")[0] for text in BETTER_AND_WORSE} == set(RULES)
    assert all(name == rule.name for name, rule in RULES.items())
    assert all(rule.title and rule.better and rule.meaning for rule in RULES.values())
    assert set(DEFAULT_RULES) <= set(RULES)


@pytest.mark.parametrize("rule", BETTER_AND_WORSE)
def test_a_rule_keeps_the_better_one_and_names_itself(rule: str) -> None:
    better, worse = BETTER_AND_WORSE[rule]
    for order in ([better, worse], [worse, better]):
        suggestion = suggest_keeper(order, [rule])
        assert (suggestion.keeper, suggestion.kept, suggestion.removable) == (1, (1,), (2,))
        kept, gone = suggestion.verdicts
        name = rule.split(":", maxsplit=1)[0]
        assert (kept.code, gone.code, gone.keeper_better) == (BEST, name, (name,))


def test_the_first_rule_that_tells_them_apart_decides() -> None:
    large, old = photo(1, taken_ns=99 * NS), photo(2, width_px=1000, taken_ns=5 * NS)
    suggestion = suggest_keeper([large, old], ["largest-picture", "oldest"])
    verdict = suggestion.verdicts[1]
    assert (verdict.code, verdict.keeper_better, verdict.keeper_worse) == (
        "largest-picture", ("largest-picture",), ("oldest",),
    )  # fmt: skip
    assert suggest_keeper([large, old], ["oldest", "largest-picture"]).keeper == 2


def test_small_differences_tie_and_the_next_rule_decides() -> None:
    photos = [photo(1, jpeg_quality=91, size_bytes=1000), photo(2, jpeg_quality=92, size_bytes=9)]
    assert suggest_keeper(photos, ["best-quality", "largest-file"]).keeper == 1
    assert suggest_keeper(photos, ["best-quality~0", "largest-file"]).keeper == 2


@pytest.mark.parametrize("rule", ["largest-picture", "sharpest~0", "largest-file~50%"])
def test_photos_without_a_value_tie(rule: str) -> None:
    photos = [photo(1, width_px=0, size_bytes=0), photo(2, width_px=0, size_bytes=0)]
    verdict = suggest_keeper(photos, [rule]).verdicts[1]
    assert verdict.code == TIE


def test_equal_photos_are_told_apart_by_their_path_alone() -> None:
    first, second = photo(9, "/a/x.jpg"), photo(1, "/b/x.jpg")
    for photos in ([first, second], [second, first]):
        suggestion = suggest_keeper(photos)
        assert suggestion.order == (9, 1)
        assert suggestion.verdicts[1].code == TIE


def test_locked_photos_always_stay_and_are_relied_upon() -> None:
    photos = [photo(1), photo(2, "/locked/a.jpg", width_px=10), photo(3, "/locked/b.jpg")]
    suggestion = suggest_keeper(photos, locked=[Path("/locked")])
    assert suggestion.order == (3, 2, 1)
    assert suggestion.kept == (3, 2)
    assert [verdict.code for verdict in suggestion.verdicts[:2]] == [BEST, LOCKED]


def test_photos_of_a_disk_that_is_away_are_neither_removed_nor_relied_upon() -> None:
    photos = [photo(1, is_online=False), photo(2, width_px=10)]
    suggestion = suggest_keeper(photos)
    assert suggestion.order == (2, 1)
    assert suggestion.removable == ()
    assert suggestion.verdicts[1].code == OFFLINE


def test_an_earlier_preferred_folder_comes_first() -> None:
    photos = [photo(1, "/a/1.jpg", width_px=9), photo(2, "/b/2.jpg"), photo(3, "/c/3.jpg")]
    suggestion = suggest_keeper(photos, preferred=[Path("/a"), Path("/b")])
    assert suggestion.order == (1, 2, 3)
    assert [verdict.code for verdict in suggestion.verdicts[1:]] == [PREFERRED, PREFERRED]


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1 copy", "IMG_1 copy 2", "Copy of IMG_1", "IMG_1 - Kopie", "Kopie von IMG_1",
        "IMG_1 (12)", "IMG_1-edited", "IMG_1_edited", "IMG_1-bearbeitet", "IMG_1 - Copy (2)",
        "IMG_1(1)", "IMG_1~2", "IMG_1 - Copie", "IMG_1-COPY",
        "IMG_1 - 副本", "IMG_1 拷贝", "IMG_1のコピー",
    ],
)  # fmt: skip
def test_names_of_copies_are_known(name: str) -> None:
    photos = [photo(1, f"/p/{name}.jpg"), photo(2, "/p/zzz-original.jpg")]
    assert suggest_keeper(photos, ["not-a-copy-name"]).keeper == 2


@pytest.mark.parametrize("name", ["IMG_1", "copyright", "Edith", "photocopy", "credited", "P(2)x"])
def test_names_that_only_look_like_copies_are_no_copies(name: str) -> None:
    photos = [photo(1, f"/p/{name}.jpg"), photo(2, "/p/zzz.jpg")]
    assert suggest_keeper(photos, ["not-a-copy-name"]).verdicts[1].code == TIE


def test_the_default_rules_keep_the_original_of_a_phone_picture() -> None:
    original = photo(1, has_exif=True, camera="Pixel 7", jpeg_quality=95)
    sent = photo(2, "/p/IMG-WA1.jpg", width_px=1600, height_px=1200, jpeg_quality=80)
    edited = photo(3, "/p/1-edited.jpg", camera="Pixel 7", has_exif=True, software="Snapseed 2.0")
    raw = photo(4, "/p/1.dng", format="RAW", width_px=4000)
    assert suggest_keeper([sent, edited, original]).order == (1, 3, 2)
    assert suggest_keeper([sent, original, raw]).keeper == 4


def test_the_default_rules_keep_the_picture_rather_than_what_was_made_of_it() -> None:
    plain = photo(1, "/p/z copy.jpg", jpeg_quality=75, size_bytes=9)
    for added in ("surrounded", "covered", "sharpened"):
        other = photo(2, added=(added,), jpeg_quality=97, width_px=4000)
        suggestion = suggest_keeper([other, plain])
        assert (suggestion.keeper, suggestion.verdicts[1].code) == (1, f"not-{added}")
    larger = photo(3, width_px=8000, added=("covered",))
    assert suggest_keeper([larger, plain]).keeper == 3, "pixels are worth more than a clean corner"


def test_rules_are_written_as_they_are_read() -> None:
    texts = ["largest-picture", "largest-picture~10", "best-quality~5", "folder:/home/me/A:b"]
    choices = parse_rules([*texts, "oldest~0", "sharpest~20%"])
    assert [str(choice) for choice in choices] == [*texts, "oldest~0", "sharpest~20"]
    assert choices[1].tolerance == pytest.approx(0.1)
    assert choices[2].tolerance == 5
    assert choices[3].argument == "/home/me/A:b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prettiest", "no rule “prettiest”"),
        ("folder", "Write folder:/path/to/folder"),
        ("oldest:/x", "Write oldest"),
        ("oldest~soon", "not a tolerance"),
        ("oldest~-1", "not a tolerance"),
        ("oldest~inf", "not a tolerance"),
        ("oldest~nan", "not a tolerance"),
    ],
)
def test_a_rule_that_is_none_is_explained(text: str, message: str) -> None:
    with pytest.raises(KnownError, match=message):
        parse_rules([text])


def photos_strategy() -> st.SearchStrategy[list[Photo]]:
    return st.lists(
        st.builds(
            lambda *args: args,
            st.sampled_from(["/a", "/a/b", "/c"]),
            st.integers(0, 3),
            st.integers(0, 3),
            st.booleans(),
            st.one_of(st.none(), st.integers(0, 100)),
            st.sampled_from([(), ("surrounded",), ("covered", "sharpened")]),
        ),
        min_size=1,
        max_size=6,
    ).map(
        lambda rows: [
            photo(
                i,
                f"{folder}/{i}.jpg",
                width_px=width,
                size_bytes=size,
                is_online=is_online,
                jpeg_quality=quality,
                added=added,
            )
            for i, (folder, width, size, is_online, quality, added) in enumerate(rows)
        ]
    )


any_rules = st.lists(st.sampled_from([*BETTER_AND_WORSE, "largest-picture~50"]), max_size=6)
any_folders = st.lists(st.sampled_from([Path("/a"), Path("/a/b"), Path("/c")]), max_size=2)


@given(photos=photos_strategy(), rules=any_rules, locked=any_folders, preferred=any_folders)
def test_no_rules_ever_let_a_whole_group_or_a_locked_photo_go(
    photos: list[Photo], rules: list[str], locked: list[Path], preferred: list[Path]
) -> None:
    suggestion = suggest_keeper(photos, rules, locked, preferred)
    assert suggestion.keeper in suggestion.kept
    assert sorted(suggestion.order) == sorted(p.photo_id for p in photos)
    by_id = {p.photo_id: p for p in photos}
    for removable in suggestion.removable:
        path = by_id[removable].path
        assert not any(path.is_relative_to(folder) for folder in locked)
        assert by_id[removable].is_online
    if suggestion.removable:
        assert by_id[suggestion.keeper].is_online


@given(photos=photos_strategy(), rules=any_rules, data=st.data())
def test_the_order_of_a_group_is_that_of_the_library(
    photos: list[Photo], rules: list[str], data: st.DataObject
) -> None:
    whole = [p.photo_id for p in sorted(photos, key=worth_key(rules))]
    group = data.draw(st.permutations(photos))[: data.draw(st.integers(1, len(photos)))]
    order = suggest_keeper(group, rules).order
    assert list(order) == [number for number in whole if number in order]


def test_black_and_white_and_palettes_do_not_win_over_photos() -> None:
    png = photo(1, "/a.png", format="PNG", palette_bits=1)
    gif = photo(2, "/b.gif", format="GIF", palette_bits=8)
    jpeg = photo(3, "/folder/of/copies/c (1).jpg", jpeg_quality=85)
    lossless = photo(4, "/folder/d copy.png", format="PNG")
    assert suggest_keeper([png, gif, jpeg]).order == (3, 2, 1)
    assert suggest_keeper([png, lossless]).order == (4, 1)


WHOLE, BROKEN = photo(1, "/p/q/r/IMG (1).jpg", width_px=10), photo(2, damage=Damage.CUT)


@pytest.mark.parametrize("rules", [(), DEFAULT_RULES, ("largest-picture",), ("not-in-folder:/p",)])
def test_a_whole_photo_stays_before_a_damaged_one_whatever_the_rules(rules: list[str]) -> None:
    for order in ([WHOLE, BROKEN], [BROKEN, WHOLE]):
        suggestion = suggest_keeper(order, rules)
        assert suggestion.order == (1, 2)
        assert suggestion.verdicts[1].code == "not-damaged"
        assert min(order, key=worth_key(rules)) is WHOLE


def test_a_whole_photo_stays_before_a_damaged_one_in_a_locked_or_preferred_folder() -> None:
    folders = [BROKEN.path.parent]
    assert suggest_keeper([BROKEN, WHOLE], preferred=folders).order == (1, 2)
    suggestion = suggest_keeper([BROKEN, WHOLE], locked=folders)
    assert (suggestion.order, suggestion.kept) == ((1, 2), (1, 2))
    assert min([BROKEN, WHOLE], key=worth_key(locked=folders, preferred=folders)) is WHOLE


def test_among_damaged_photos_the_rules_and_folders_decide() -> None:
    other = photo(3, "/album/3.jpg", width_px=10, damage=Damage.ZEROS)
    assert suggest_keeper([BROKEN, other]).order == (2, 3)
    suggestion = suggest_keeper([BROKEN, other], preferred=[Path("/album")])
    assert suggestion.order == (3, 2)
    assert suggestion.verdicts[1].code == PREFERRED
