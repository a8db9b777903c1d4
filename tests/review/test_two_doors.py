"""The same folder and the same decisions give the same from window and command line.

The window's side is driven through the objects it uses (`ReviewBook`, `review.commit`), the command
line by its words.
"""

from __future__ import annotations

import ast
import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import imgsim_desktop
from imgsim_desktop.acting.journal import Journal
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import (
    Act,
    acting_place,
    add_tag,
    copy_album,
    give_back,
    plan_of,
    remove,
    returned,
    settle,
)
from imgsim_desktop.review.exchange import load_marks, said_loaded, snapshot, write_groups
from imgsim_desktop.review.explain import DEFAULT_RULES, reason_of
from imgsim_desktop.review.journal import ADDITIONS
from imgsim_desktop.review.marking import Mark
from imgsim_desktop.ui.adding import stamps_of
from tests.cli.conftest import Imgsim, imgsim, own_control
from tests.fakes import fake_network
from tests.pictures import save_photo

__all__ = ["imgsim", "own_control"]


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Two pictures twice and one once."""
    for seed, name in ((1, "a"), (2, "b"), (3, "c")):
        save_photo(photos_folder / f"{name}.jpg", seed)
    (photos_folder / "copies").mkdir()
    for name in ("a", "b"):
        shutil.copy2(photos_folder / f"{name}.jpg", photos_folder / "copies" / f"{name}.jpg")
    return photos_folder


@contextmanager
def window(album: Path, rules: Sequence[str] = DEFAULT_RULES) -> Iterator[ReviewBook]:
    """The review as the window has it after a scan."""
    home = find_home()
    library = LibraryList(home).open_for([album])
    with closing(Decisions(home)) as decisions, closing(CacheReader(home, library)) as cache:
        book = ReviewBook(decisions, library.key, rules)
        settle(acting_place(home))
        book.settle(acting_place(home))
        book.fill(cache, cache.pairs(fake_network().spec.model_key))
        book.desk.regroup(0.9)
        yield book


def commit(book: ReviewBook) -> list[Outcome]:
    """What the window does when its sheet is accepted."""
    home = find_home()
    act = Act(carries=True)
    plan = plan_of(book.desk)
    book.begin_commit(plan.planned, act)
    place = acting_place(home, book.desk.locked)
    outcomes = remove(place, book.desk.review.removals(plan.planned), act)
    book.end_commit(plan.planned, outcomes, act)
    return outcomes


def tree(album: Path) -> set[str]:
    return {path.relative_to(album).as_posix() for path in album.rglob("*") if path.is_file()}


def listed(imgsim: Imgsim, album: Path) -> dict[str, bool]:
    """Whether each photo in a group stays, as the command line says."""
    said = imgsim("duplicates", album, "--json")
    assert said.code == 0, said.err
    return {m["path"]: m["keep"] for group in said.lines for m in group["members"]}


def group_with(book: ReviewBook, name: str) -> Any:
    review = book.desk.review
    return next(
        g for g in review.groups if any(review.photo(n).path.name == name for n in g.members)
    )


def test_keep_all_said_in_the_window_holds_on_the_command_line(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        book.desk.review.keep_all(group_with(book, "a.jpg"))
        book.save()
    assert listed(imgsim, album) == {
        "a.jpg": True, "copies/a.jpg": True, "b.jpg": True, "copies/b.jpg": False,
    }  # fmt: skip
    before = tree(album)
    said = imgsim("duplicates", album, "--trash", "--yes")
    assert "1 of 1 file moved to the trash" in said.err
    assert before - tree(album) == {"copies/b.jpg"}


def test_a_mark_made_in_the_window_goes_with_the_command_line_and_the_other_way_round(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        group = group_with(book, "a.jpg")
        plain = next(n for n in group.members if book.desk.review.photo(n).path.parent == album)
        book.desk.review.keep_only(group, *(n for n in group.members if n != plain))
        book.save()
    imgsim("duplicates", album, "--trash", "--yes")
    assert tree(album) == {"copies/a.jpg", "b.jpg", "c.jpg"}
    with window(album) as book:
        step = book.desk.review.next_undo
        assert step is not None
        assert (step.action, len(step.entries)) == ("commit", 2)
        assert not book.desk.marked()


@pytest.mark.parametrize("door", ["window", "command line"])
def test_accepting_everything_gives_one_plan_one_move_one_receipt(
    imgsim: Imgsim, album: Path, own_trash: Path, door: str
) -> None:
    imgsim("scan", album)
    if door == "window":
        with window(album) as book:
            book.desk.review.accept(book.desk.review.groups)
            commit(book)
    else:
        imgsim("duplicates", album, "--trash", "--yes")
    assert tree(album) == {"a.jpg", "b.jpg", "c.jpg"}
    home = find_home()
    (receipt,) = home.receipts.glob("*.csv")
    with receipt.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    told = [sorted((key, value) for key, value in row.items() if "a.jpg" in str(value)
                   or "b.jpg" in str(value)) for row in rows]  # fmt: skip
    assert len(told) == 2
    assert {e.why.split()[0] for e in Journal(home.journal).entries()} == {"identical"}
    assert {e.why.split()[2] for e in Journal(home.journal).entries()} == {"shortest-path"}


def test_what_the_command_line_brings_back_is_not_marked_in_the_window(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        book.desk.review.accept(book.desk.review.groups)
        commit(book)
    assert imgsim("undo").code == 0
    imgsim("scan", album)
    with window(album) as book:
        assert not book.desk.marked()
        assert not any(map(book.desk.review.is_solved, book.desk.review.groups))


def test_what_came_back_though_nobody_told_the_review_is_in_question_again(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        book.desk.review.accept(book.desk.review.groups)
        commit(book)
    give_back(acting_place(find_home()))  # and here the program is killed
    imgsim("scan", album)
    with window(album) as book:
        assert not book.desk.marked()
        assert len(book.desk.review.groups) == 2
        assert not any(map(book.desk.review.is_solved, book.desk.review.groups))
    assert sorted(listed(imgsim, album).values()) == [False, False, True, True]


def test_what_the_window_brings_back_the_command_line_suggests_again(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    before = tree(album)
    imgsim("duplicates", album, "--trash", "--yes")
    with window(album) as book:
        back = returned(give_back(acting_place(find_home())))
        assert book.take_back(back.entry_ids) == 2
    assert tree(album) == before
    assert sorted(listed(imgsim, album).values()) == [False, False, True, True]


def test_a_commit_that_was_cut_short_is_told_and_undone_by_itself(
    imgsim: Imgsim, album: Path, own_trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imgsim("duplicates", album, "--action", "move", "--to", album.parent / "out", "--yes")
    imgsim("undo")
    imgsim("scan", album)
    home: Home = find_home()
    with window(album) as book:
        review = book.desk.review
        review.accept(review.groups)
        plan = plan_of(book.desk)
        book.begin_commit(plan.planned, Act())
        first = plan.planned[:1]
        (outcome,) = remove(acting_place(home), review.removals(first), Act())
        # here the program is killed
    with window(album) as book:
        step = book.desk.review.next_undo
        assert step is not None
        assert step.entries == [outcome.entry_id]
        assert len(book.desk.marked()) == 1, "the other one is still marked"
        assert book.desk.review.planned()
    said = imgsim("undo")
    assert said.err.endswith("1 of 1 file brought back.\n")


def test_the_command_line_tells_a_commit_that_was_cut_short(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        review = book.desk.review
        review.accept(review.groups)
        plan = plan_of(book.desk)
        book.begin_commit(plan.planned, Act())
        remove(acting_place(find_home()), review.removals(plan.planned[:1]), Act())
    said = imgsim("duplicates", album, "--json")
    assert "1 of 2 photos were moved" in said.err
    assert "were moved" not in imgsim("duplicates", album, "--json").err


def test_marks_loaded_from_a_file_are_all_that_goes(
    imgsim: Imgsim, album: Path, own_trash: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "groups.json"
    imgsim("duplicates", album, "--export", exported)
    document = json.loads(exported.read_text())
    for group in document["groups"]:
        for member in group["members"]:
            is_a = Path(member["path"]).name == "a.jpg"
            member["mark"] = ("trash" if "copies" in member["path"] else "keep") if is_a else ""
    exported.write_text(json.dumps(document))
    with window(album) as book:
        review = book.desk.review
        review.accept([group_with(book, "b.jpg")])
        book.save()
    imgsim("duplicates", album, "--load", exported, "--trash", "--yes")
    assert tree(album) == {"a.jpg", "b.jpg", "c.jpg", "copies/b.jpg"}


def test_the_lens_marks_the_same_from_both_doors(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    said = imgsim("lens", album / "copies", album, "--in", album, "--trash", "--yes")
    assert said.code == 0, said.err
    assert tree(album) == {"a.jpg", "b.jpg", "c.jpg"}
    with window(album) as book:
        step = book.desk.review.history.done[-2]
        assert step.action == "lens"


def written_by_the_window(book: ReviewBook, path: Path) -> bytes:
    write_groups(path, snapshot(book.desk.review), ThumbnailStore(find_home().thumbnails).get)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".json", ".html"])
def test_both_doors_write_the_same_groups_to_a_file(
    imgsim: Imgsim, album: Path, tmp_path: Path, suffix: str
) -> None:
    ours = tmp_path / f"line{suffix}"
    assert imgsim("duplicates", album, "--export", ours).code == 0
    with window(album) as book:
        assert written_by_the_window(book, tmp_path / f"window{suffix}") == ours.read_bytes()


def test_a_review_that_is_loaded_sets_the_same_marks_and_says_the_same(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "groups.json"
    imgsim("duplicates", album, "--export", exported)
    document = json.loads(exported.read_text())
    for group in document["groups"]:
        for member in group["members"]:
            member["mark"] = "keep" if "copies" in member["path"] else "trash"
    document["groups"][1]["members"].append({"path": "nowhere", "content_hash": "", "mark": "keep"})
    exported.write_text(json.dumps(document))
    line = imgsim("duplicates", album, "--load", exported, "--json")
    with window(album) as book:
        said = said_loaded(load_marks(exported, book.desk.review))
        kept = {p.path.relative_to(album).as_posix() for p in book.desk.marked().values()}
    assert said == ("4 marks taken from the file.", "Not taken: 1 in no group here.")
    assert line.err.splitlines() == [f"imgsim: {sentence}" for sentence in said]
    assert kept == {m["path"] for g in line.lines for m in g["members"] if not m["keep"]}
    assert kept == {"a.jpg", "b.jpg"}


def with_marks(imgsim: Imgsim, album: Path, path: Path) -> Path:
    """An exported review in which the copies stay and the photos they were made of go."""
    imgsim("duplicates", album, "--export", path)
    document = json.loads(path.read_text())
    for group in document["groups"]:
        for member in group["members"]:
            member["mark"] = "keep" if "copies" in member["path"] else "trash"
    path.write_text(json.dumps(document))
    return path


def marked_in_the_window(album: Path) -> set[str]:
    with window(album) as book:
        return {p.path.relative_to(album).as_posix() for p in book.desk.marked().values()}


def test_a_review_that_the_command_line_loads_stays_and_the_window_can_take_it_back(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    loaded = with_marks(imgsim, album, tmp_path / "groups.json")
    assert imgsim("duplicates", album, "--load", loaded).code == 0
    assert marked_in_the_window(album) == {"a.jpg", "b.jpg"}
    assert [path for path, stays in listed(imgsim, album).items() if not stays] == [
        "a.jpg", "b.jpg",
    ]  # fmt: skip
    with window(album) as book:
        step = book.desk.review.undo()
        assert step is not None
        assert step.action == "load"
        book.save()
    assert marked_in_the_window(album) == set()


def test_who_says_no_keeps_the_marks_of_the_file_and_no_suggestion_is_accepted(
    imgsim: Imgsim, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = with_marks(imgsim, album, tmp_path / "groups.json")
    monkeypatch.setattr("imgsim_desktop.cli.carry_out.agrees", lambda _question: False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    before = tree(album)
    assert "Nothing was touched" in imgsim("duplicates", album, "--trash").err
    assert marked_in_the_window(album) == set(), "what was only suggested is no decision"
    said = imgsim("duplicates", album, "--load", loaded, "--trash")
    assert "Nothing was touched" in said.err
    assert marked_in_the_window(album) == {"a.jpg", "b.jpg"}
    assert tree(album) == before


def test_a_step_undone_in_the_window_is_not_carried_out_and_one_done_again_is(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    imgsim("scan", album)
    with window(album) as book:
        book.desk.review.keep_all(group_with(book, "b.jpg"))
        group = group_with(book, "a.jpg")
        copy = next(n for n in group.members if book.desk.review.photo(n).path.parent != album)
        book.desk.review.keep_only(group, copy)
        book.desk.review.undo()
        book.save()
    assert not listed(imgsim, album)["copies/a.jpg"]
    with window(album) as book:
        assert book.desk.review.redo() is not None
        book.save()
    assert listed(imgsim, album)["copies/a.jpg"]
    assert imgsim("duplicates", album, "--trash", "--yes").code == 0
    assert tree(album) == {"copies/a.jpg", "b.jpg", "copies/b.jpg", "c.jpg"}
    with window(album) as book:
        assert book.desk.review.next_redo is None, "what was moved is no step to do again"


class Crash(BaseException):
    """The program dies here."""


def die(*_: object, **__: object) -> None:
    raise Crash


def accept_all(imgsim: Imgsim, album: Path, door: str) -> None:
    if door == "command line":
        imgsim("duplicates", album, "--trash", "--yes")
        return
    with window(album) as book:
        book.desk.review.accept(book.desk.review.groups)
        commit(book)


@pytest.mark.parametrize("dies_in", ["moved", "done"])
@pytest.mark.parametrize("killed", ["window", "command line"])
def test_a_crash_is_settled_alike_by_whichever_door_comes_next(
    imgsim: Imgsim,
    album: Path,
    own_trash: Path,
    monkeypatch: pytest.MonkeyPatch,
    killed: str,
    dies_in: str,
) -> None:
    """Killed before the first photo has moved, or right after it, before that was written down."""
    imgsim("scan", album)
    before = tree(album)
    away = {"moved": 0, "done": 1}[dies_in]
    found: dict[str, list[object]] = {}
    for door in ("window", "command line"):
        with monkeypatch.context() as crash:
            if dies_in == "done":
                crash.setattr(Journal, "done", die)
            else:
                crash.setattr("imgsim_desktop.acting.xdg_trash.XdgTrash.take", die)
            with pytest.raises(Crash):
                accept_all(imgsim, album, killed)
        journal = Journal(find_home().journal)
        assert journal.unfinished()
        if door == "window":
            with window(album) as book:
                marked = {photo.path.name for photo in book.desk.marked().values()}
        else:
            assert "cut off by a crash" in imgsim("duplicates", album, "--json").err
            marked = {Path(name).name for name in marked_in_the_window(album)}
        assert not Journal(find_home().journal).unfinished()
        assert len(before - tree(album)) == away
        state = journal.entries()[-1].state.value
        step = own_step(album)
        found[door] = [len(tree(album)), len(marked), state, step]
        imgsim("undo")
        assert tree(album) == before
    assert found["window"] == found["command line"]


def own_step(album: Path) -> tuple[str, int]:
    """The last step of the review, and how many photos it moved."""
    with window(album) as book:
        step = book.desk.review.next_undo
        assert step is not None
        return step.action, len(step.entries)


def stamps(album: Path, *names: str) -> list[FileStamp]:
    with closing(CacheReader(find_home(), LibraryList(find_home()).open_for([album]))) as cache:
        return stamps_of(p for p in cache.photos() if p.path.relative_to(album).as_posix() in names)


def test_a_tag_is_the_same_from_both_doors_and_either_takes_it_away(
    imgsim: Imgsim, album: Path
) -> None:
    before = tree(album)
    themes = imgsim("themes", album, "--k", 2, "--json").lines
    names = themes[0]["members"]
    line = imgsim("themes", album, "--k", 2, "--theme", 1, "--tag", "Sea", "--yes")
    assert line.code == 0, line.err
    assert len(tree(album) - before) == len(names) > 1
    told = {name: (album / name).read_bytes() for name in tree(album) - before}
    place = acting_place(find_home())
    back = returned(give_back(place, among=ADDITIONS))
    assert (back.photos, tree(album)) == (len(names), before), "the window takes it away"
    outcomes = add_tag(place, stamps(album, *names), "Sea")
    assert {o.code for o in outcomes} == {OutcomeCode.DONE}
    assert {name: (album / name).read_bytes() for name in tree(album) - before} == told
    ours, theirs = [batch.entries for batch in Journal(place.journal).batches()]
    told_of = [{(e.operation, e.keeper, e.why) for e in entries} for entries in (ours, theirs)]
    assert told_of[0] == told_of[1]
    undone = imgsim("undo")
    assert f"{len(names)} of {len(names)} files taken back" in undone.err
    assert tree(album) == before


def test_an_album_made_in_the_window_is_known_and_taken_away_by_the_command_line(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    imgsim("scan", album)
    before = tree(album)
    made, outcomes = copy_album(
        acting_place(find_home()), tmp_path, "Best", stamps(album, "a.jpg", "c.jpg")
    )
    assert {o.code for o in outcomes} == {OutcomeCode.DONE}
    assert tree(made) == {"a.jpg", "c.jpg"}
    lines = imgsim("journal", "-n", 5, "--json").lines
    assert [line["operation"] for line in lines] == ["copy", "copy"]
    (made / "c.jpg").write_bytes(b"changed since")
    undone = imgsim("undo")
    assert undone.code == 1
    assert "1 of 2 files taken back" in undone.err
    assert tree(made) == {"c.jpg"}, "what somebody has changed stays"
    assert tree(album) == before


@pytest.mark.parametrize("rule", ["shortest-path", "not-in-folder", "newest"])
def test_a_rule_has_one_plan_and_one_reason_at_both_doors(
    imgsim: Imgsim, album: Path, rule: str
) -> None:
    rule = f"{rule}:{album}/copies" if rule == "not-in-folder" else rule
    said = imgsim("duplicates", album, "--explain", "--json", "--keep", rule).lines
    line = {m["path"]: (m["keep"], m["why"]) for group in said for m in group["members"]}
    with window(album, rules=[rule]) as book:
        review = book.desk.review
        shown = {
            review.photo(n).path.relative_to(album).as_posix(): (
                mark is Mark.KEEP, reason_of(review, group, n),
            )
            for group in review.groups
            for n, mark in review.shown_marks(group).items()
        }  # fmt: skip
    assert shown == line
    assert len(shown) == 4


@pytest.mark.parametrize("door", ["window", "command line"])
def test_a_folder_that_vanishes_before_the_answer_costs_a_sentence_and_no_photo(
    imgsim: Imgsim, album: Path, own_trash: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    imgsim("scan", album)
    away = album.parent / "away"
    if door == "window":
        with window(album) as book:
            book.desk.review.accept(book.desk.review.groups)
            (album / "copies").rename(away)
            outcomes = commit(book)
            assert {outcome.code for outcome in outcomes} == {OutcomeCode.GONE}
    else:

        def answer(_question: str) -> bool:
            (album / "copies").rename(away)
            return True

        monkeypatch.setattr("imgsim_desktop.cli.carry_out.agrees", answer)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        said = imgsim("duplicates", album, "--trash")
        assert said.code == 1
        assert said.err.count("not moved to the trash: the file is gone") == 2
        assert "0 of 2 files moved to the trash" in said.err
    away.rename(album / "copies")
    assert tree(album) == {"a.jpg", "b.jpg", "c.jpg", "copies/a.jpg", "copies/b.jpg"}


def test_only_one_place_makes_an_actor() -> None:
    package = Path(imgsim_desktop.__file__).parent
    makes = [
        source.relative_to(package).as_posix()
        for source in package.rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Actor"
    ]
    assert makes == ["review/commit.py"]
