"""What only one copy holds is never suggested for removal, whatever the rules are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.holdings import UNKNOWN, Held, beyond, lost_beside
from imgsim_desktop.choosing.lens import look_through, mark_held, partners_of
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.rules import DEFAULT_RULES, HOLDS, RULES, suggest_keeper
from imgsim_desktop.choosing.teaching import marks_of
from imgsim_desktop.records import (
    NOTHING_MORE,
    Group,
    Holdings,
    PairKind,
    PairTable,
    Photo,
    Recording,
)
from tests.choosing.pictures import photo

FILM = Recording(b"f" * 16, 2.4)

RICHER = {
    "film": Holdings(film=FILM),
    "sound": Holdings(sound=Recording(b"s" * 16)),
    "pages": Holdings(pages=13, pages_digest=b"p" * 16),
    "frames": Holdings(pages=3, is_animated=True, pages_digest=b"a" * 16),
    "layers": Holdings(layers=4, layers_digest=b"l" * 16),
    "gain": Holdings(maps=("gain",)),
    "depth": Holdings(maps=("depth",)),
    "thermal": Holdings(maps=("thermal",)),
    "transparency": Holdings(is_transparent=True),
    "bits": Holdings(channel_bits=16),
    "gamut": Holdings(is_wide_gamut=True),
    UNKNOWN: None,
}
AMOUNTS = {"film": 2.4, "pages": 12, "frames": 2, "layers": 4, "bits": 16}

RULE_LISTS = [
    DEFAULT_RULES, (), ("smallest-file",), ("newest",), ("largest-picture",), ("shortest-name",),
    ("folder:/plain",),
]  # fmt: skip


def group_of(*photos: Photo) -> Group:
    return Group(photos[0].photo_id, tuple(p.photo_id for p in photos), PairKind.SAME_PICTURE, 0.99)


def review_of(*photos: Photo, rules: tuple[str, ...] = DEFAULT_RULES, **other: object) -> Review:
    known = {p.photo_id: p for p in photos}
    return Review(
        [group_of(*photos)],
        known.__getitem__,
        rules=rules,
        is_verified=lambda _a, _b: True,
        **other,  # type: ignore[arg-type]
    )


def going(review: Review) -> set[int]:
    (group,) = review.groups
    return {p for p, mark in review.shown_marks(group).items() if mark is Mark.TRASH}


@pytest.mark.parametrize("rules", RULE_LISTS)
@pytest.mark.parametrize("name", RICHER)
def test_what_holds_more_stays_beside_what_holds_less(name: str, rules: tuple[str, ...]) -> None:
    rich = photo(1, "/rich/long name (1).jpg", size_bytes=9_000, holdings=RICHER[name])
    plain = photo(2, "/plain/a.jpg", size_bytes=100)
    review = review_of(rich, plain, rules=rules)
    assert 1 not in going(review)
    review.accept(review.groups)
    assert 1 not in {plan.victim for plan in review.planned(confirmed_last_copies=True)}


@pytest.mark.parametrize("name", [name for name in RICHER if name != UNKNOWN])
def test_by_default_what_holds_more_is_the_one_to_keep_and_the_other_goes(name: str) -> None:
    rich = photo(1, "/long/way/a copy.jpg", size_bytes=900, holdings=RICHER[name])
    plain = photo(2, "/a.jpg", size_bytes=1_000, jpeg_quality=98)
    suggestion = suggest_keeper([plain, rich])
    assert suggestion.keeper == 1
    assert suggestion.verdicts[1].code == "holds-more"
    assert suggestion.verdicts[1].keeper_holds == (Held(name, AMOUNTS.get(name)),)
    assert going(review_of(plain, rich)) == {2}


def test_holds_more_is_asked_before_every_rule_of_size_and_quality() -> None:
    before = DEFAULT_RULES[: DEFAULT_RULES.index("holds-more")]
    assert set(before) <= {"raw-first"}
    assert "holds-more" in RULES


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Holdings(film=FILM), Holdings(channel_bits=16)),
        (Holdings(film=FILM), Holdings(film=Recording(b"g" * 16, 2.4))),
        (Holdings(pages=3, pages_digest=b"x" * 16), Holdings(pages=3, pages_digest=b"y" * 16)),
        (Holdings(pages=9, pages_digest=b"x" * 16), Holdings(pages=3, pages_digest=b"y" * 16)),
        (
            Holdings(layers=2, layers_digest=b"x" * 16),
            Holdings(layers=2, layers_digest=b"y" * 16),
        ),
    ],
    ids=["film and bits", "two films", "other pages", "more pages", "other layers"],
)
@pytest.mark.parametrize("rules", RULE_LISTS)
def test_where_each_holds_something_else_neither_goes(
    ours: Holdings, theirs: Holdings, rules: tuple[str, ...]
) -> None:
    review = review_of(photo(1, holdings=ours), photo(2, holdings=theirs), rules=rules)
    assert going(review) == set()
    (group,) = review.groups
    assert review.suggestion(group).verdicts[1].code == HOLDS


def test_the_same_film_pages_and_layers_are_no_reason_to_keep_both() -> None:
    both = Holdings(
        film=FILM,
        pages=3,
        pages_digest=b"x" * 16,
        layers=2,
        layers_digest=b"y" * 16,
        maps=("gain",),
    )
    assert going(review_of(photo(1, holdings=both), photo(2, holdings=both))) == {2}
    decoded = [
        Holdings(pages=3, pages_digest=name * 16, pages_hash=b"same" * 4) for name in (b"x", b"y")
    ]
    assert len(going(review_of(*(photo(n, holdings=h) for n, h in enumerate(decoded))))) == 1


@pytest.mark.parametrize(
    ("plain", "instead"),
    [
        (photo(2, width_px=8000, height_px=6000), "pixels"),
        (photo(2, camera="NIKON D90"), "camera"),
    ],
)
def test_what_holds_more_but_is_worse_does_not_stand_for_the_photo(
    plain: Photo, instead: str
) -> None:
    small = photo(1, holdings=RICHER["frames"], width_px=4000)
    assert lost_beside(small, plain) == (Held(instead),)
    for rules in RULE_LISTS:
        assert going(review_of(small, plain, rules=rules)) == set()


def test_an_animation_in_256_colours_does_not_stand_for_the_photo_of_its_first_frame() -> None:
    gif = photo(1, format="GIF", palette_bits=8, holdings=RICHER["frames"])
    assert lost_beside(gif, photo(2)) == (Held("colours"),)
    assert lost_beside(gif, photo(2, palette_bits=8)) == ()


def test_files_that_hold_the_same_are_left_to_the_persons_rules() -> None:
    large, small = photo(1, width_px=8000), photo(2, size_bytes=10)
    assert going(review_of(large, small, rules=("smallest-file",))) == {1}


def test_equal_bytes_hold_the_same_even_where_it_is_not_known_what() -> None:
    one = photo(1, holdings=None)
    same = replace(one, photo_id=2, path=Path("/b.jpg"))
    assert beyond(one, same) == ()
    assert len(going(review_of(one, same))) == 1


def test_what_stays_for_its_film_lets_its_own_copies_go() -> None:
    best = photo(1, width_px=8000)
    film = photo(2, "/a.jpg", holdings=RICHER["film"])
    same_film = photo(3, "/b copy.jpg", holdings=RICHER["film"])
    plain = photo(4)
    review = review_of(best, film, same_film, plain, rules=("largest-picture", "not-a-copy-name"))
    (group,) = review.groups
    assert review.stays_for(group) == {3: 2, 4: 1}


def test_the_person_may_let_the_film_go() -> None:
    review = review_of(photo(1, holdings=RICHER["film"]), photo(2))
    review.mark([2], Mark.KEEP)
    review.mark([1], Mark.TRASH)
    assert [(plan.victim, plan.keeper) for plan in review.planned()] == [(1, 2)]


def test_marks_an_older_version_suggested_are_taken_back_where_something_would_be_lost() -> None:
    film, still, copy = photo(1), photo(2, width_px=8000), photo(3)
    before = review_of(film, still, copy, rules=("largest-picture",))
    before.accept(before.groups)
    assert {plan.victim for plan in before.planned()} == {1, 3}
    not_read = [replace(p, facts=replace(p.facts, holdings=None)) for p in (film, still, copy)]
    waiting = review_of(*not_read, rules=("largest-picture",), history=before.history)
    assert waiting.withdraw() == ()
    assert waiting.planned() == [], "nothing goes before it was read"
    assert waiting.mark_of(1) is Mark.TRASH
    rich = replace(film, facts=replace(film.facts, holdings=RICHER["film"]))
    now = review_of(rich, still, copy, rules=("largest-picture",), history=waiting.history)
    assert now.withdraw() == (1,)
    assert now.mark_of(1) is None
    assert {plan.victim for plan in now.planned()} == {3}
    assert not now.is_solved(now.groups[0])
    assert now.withdraw() == ()
    now.undo()
    assert now.mark_of(1) is Mark.TRASH


def test_a_mark_of_ones_own_is_never_taken_back() -> None:
    review = review_of(photo(1, holdings=RICHER["film"]), photo(2))
    review.mark([1], Mark.TRASH)
    review.choose_keeper(review.groups[0], 2)
    review.accept(review.groups)
    assert review.withdraw() == ()
    assert {plan.victim for plan in review.planned()} == {1}


def test_equal_bytes_may_go_before_they_were_read_again() -> None:
    one = photo(1, holdings=None)
    review = review_of(one, replace(one, photo_id=2, path=Path("/b.jpg")))
    review.accept(review.groups)
    assert len(review.planned()) == 1


def test_a_photo_to_go_is_checked_against_one_that_holds_all_of_it() -> None:
    film = photo(3, holdings=RICHER["film"])
    review = review_of(photo(1), photo(2, holdings=RICHER["film"]), film, rules=("oldest",))
    review.mark([1, 2], Mark.KEEP)
    review.mark([3], Mark.TRASH)
    assert [(plan.victim, plan.keeper) for plan in review.planned()] == [(3, 2)]


def test_a_lesson_about_folders_does_not_let_a_film_go() -> None:
    film = photo(1, "/phone/a.jpg", holdings=RICHER["film"])
    review = review_of(film, photo(2, "/album/a.jpg"))
    folders = (Path("/album"), Path("/phone"))
    assert marks_of(review, folders, review.groups[0]) == {}
    plain = review_of(photo(1, "/phone/a.jpg"), photo(2, "/album/a.jpg"))
    assert marks_of(plain, folders, plain.groups[0])[1] is Mark.TRASH


def test_a_film_does_not_go_because_the_still_lies_in_the_other_folder() -> None:
    for holdings, gone in ((RICHER["film"], 0), (NOTHING_MORE, 1)):
        photos = [photo(1, "/phone/a.jpg", holdings=holdings), photo(2, "/album/a.jpg")]
        pairs = PairTable.from_columns([1], [2])  # type: ignore[arg-type]
        lens = look_through(photos, partners_of(pairs, 0.9), Path("/phone"), Path("/album"))
        review = review_of(*photos)
        assert len(mark_held(review, lens, lambda p: p.photo_id)) == gone


def test_of_the_shots_of_a_burst_none_is_said_to_stay_for_its_film() -> None:
    shots = [photo(n, holdings=Holdings(film=Recording(bytes([n] * 16), 1.0))) for n in (1, 2)]
    assert suggest_keeper(shots).verdicts[1].code == HOLDS
    assert suggest_keeper(shots, are_copies=False).verdicts[1].code != HOLDS


recordings = st.sampled_from([None, Recording(b"f" * 16, 2.4), Recording(b"g" * 16)])
any_holdings = st.one_of(
    st.none(),
    st.builds(
        Holdings,
        pages=st.sampled_from([1, 1, 2, 0]),
        pages_digest=st.sampled_from([b"", b"x" * 16, b"y" * 16]),
        film=recordings,
        sound=recordings,
        layers=st.sampled_from([0, 0, 3]),
        layers_digest=st.sampled_from([b"x" * 16, b"y" * 16]),
        maps=st.sampled_from([(), ("gain",), ("gain", "depth")]),
        channel_bits=st.sampled_from([8, 8, 10, 16]),
        is_transparent=st.booleans(),
        is_wide_gamut=st.booleans(),
    ),
)
any_photos = st.lists(
    st.builds(
        lambda holdings, width, camera, folder: (holdings, width, camera, folder),
        any_holdings,
        st.sampled_from([400, 4000]),
        st.sampled_from([None, "NIKON D90"]),
        st.sampled_from(["/a", "/a/b", "/c"]),
    ),
    min_size=2,
    max_size=7,
).map(
    lambda rows: [
        photo(n, f"{folder}/{n}.jpg", holdings=holdings, width_px=width, camera=camera)
        for n, (holdings, width, camera, folder) in enumerate(rows)
    ]
)


@given(any_photos, st.lists(st.sampled_from(sorted(set(RULES) - {"folder", "not-in-folder"}))))
def test_nothing_a_file_holds_is_lost_by_taking_the_suggestions(
    photos: list[Photo], rules: list[str]
) -> None:
    review = review_of(*photos, rules=tuple(rules))
    review.accept(review.groups)
    gone = {plan.victim for plan in review.planned(confirmed_last_copies=True)}
    stays = [p for p in photos if p.photo_id not in gone]
    assert stays
    for victim in (p for p in photos if p.photo_id in gone):
        assert any(not lost_beside(kept, victim) for kept in stays)
        assert any(not beyond(victim, kept) for kept in stays)
