"""What one decides about groups and photos: each act is one step of the review.

Each returns what it changed, and the model has told it. They raise KnownError where a photo must
not be marked, for instance one in a locked folder; nothing is changed then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from imgsim_desktop.records import Group, Step
from imgsim_desktop.review.exchange import Loaded, load_marks
from imgsim_desktop.review.lens import Lens
from imgsim_desktop.review.lens import mark as mark_by
from imgsim_desktop.review.marking import Mark, Review
from imgsim_desktop.review.queue import BROWSE_ONLY, TODO, Entry, Lane
from imgsim_desktop.review.teaching import FolderLesson, marks_of
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel

# marks of the group on the stage


def toggle(model: ReviewModel) -> Changed:
    """Keep or trash the current photo; of several chosen all, what the current one gets."""
    entry, number, chosen = model.entry, model.current_photo, model.chosen
    if entry is None or number is None:
        return Changed.NOTHING
    review = model.desk.review
    if len(chosen) < 2:
        review.toggle(number, entry.group)
    else:
        shown = review.shown_marks(entry.group)
        mark = Mark.KEEP if shown.get(number) is Mark.TRASH else Mark.TRASH
        review.mark([item.photo.photo_id for item in chosen], mark)
    return model.stepped(Changed.MARKS)


def toggle_number(model: ReviewModel, n: int) -> Changed:
    """Keep or trash photo n of the group, and go to it."""
    entry, numbers = model.entry, model.numbers
    if entry is None or n > len(numbers):
        return Changed.NOTHING
    model.stand_on(numbers[n - 1])
    what = model.announce(Changed.PHOTO)  # gone to, even if it must not be marked
    model.desk.review.toggle(numbers[n - 1], entry.group)
    return what | model.stepped(Changed.MARKS)


def mark_photo(model: ReviewModel, number: int, *, stays: bool) -> Changed:
    """Keep or trash a photo of any group, which stays as decided as it is."""
    model.desk.review.mark([number], Mark.KEEP if stays else Mark.TRASH)
    return model.stepped(Changed.MARKS)


def choose_keeper(model: ReviewModel) -> Changed:
    """Compare the others with the current photo, and keep it."""
    entry, number = model.entry, model.current_photo
    if entry is None or number is None:
        return Changed.NOTHING
    model.desk.review.choose_keeper(entry.group, number)
    return model.stepped(Changed.MARKS)


def split(model: ReviewModel) -> Changed:
    """Only the current photo does not belong to the others."""
    entry, number = model.entry, model.current_photo
    if entry is None or number is None:
        return Changed.NOTHING
    review = model.desk.review
    if number == entry.group.keeper or len(review.members(entry.group)) < 3:
        return not_duplicates(model)
    review.split(entry.group, number)
    model.stand_on(None)
    return model.stepped(Changed.MARKS | Changed.PHOTO)


# what solves groups


def accept(model: ReviewModel) -> Changed:
    """Take the marks shown of all groups chosen, and go on; not before they were looked at."""
    groups = [entry.group for entry in model.chosen_entries]
    if model.looking.put_off(groups):
        return Changed.NOTHING
    return _decide(model, lambda *chosen: model.desk.review.accept(chosen))


def accept_all(model: ReviewModel, entries: Sequence[Entry]) -> Changed:
    """Take the marks shown of these groups, as one step."""
    groups = [entry.group for entry in entries]
    return solve(model, entries, lambda: model.desk.review.accept(groups, "accept-lane"))


def keep_only(model: ReviewModel) -> Changed:
    """Keep the photos chosen, let the others of the group go."""
    chosen = [item.photo.photo_id for item in model.chosen]
    return _decide_one(model, chosen, lambda group: model.desk.review.keep_only(group, *chosen))


def keep_number(model: ReviewModel, n: int) -> Changed:
    """Keep photo n of the group only."""
    kept = model.numbers[n - 1 : n]
    return _decide_one(model, kept, lambda group: model.desk.review.keep_only(group, *kept))


def keep_best(model: ReviewModel, n: int) -> Changed:
    """Keep the best n of the group."""
    return _decide_one(model, model.numbers, lambda group: model.desk.review.keep_best(group, n))


def keep_all(model: ReviewModel) -> Changed:
    return _decide(model, model.desk.review.keep_all)


def not_duplicates(model: ReviewModel) -> Changed:
    return _decide(model, model.desk.review.not_duplicates)


def keep_related(model: ReviewModel) -> Changed:
    return _decide(model, model.desk.review.keep_related)


def skip(model: ReviewModel) -> Changed:
    """Leave all groups chosen for later, and go on."""
    entries = model.chosen_entries
    if not entries:
        return Changed.NOTHING
    model.desk.review.skip(*(entry.group for entry in entries))
    return model.stepped(model.go_to_row(model.listing.row + 1))


def take_offer(model: ReviewModel, lesson: FolderLesson) -> Changed:
    """Decide the groups of a lesson as it says."""
    review, lanes = model.desk.review, model.desk.lanes
    folders = (lesson.kept, lesson.let_go)
    wanted = [(group, marks_of(review, folders, group)) for group in lesson.groups]
    wanted = [(group, marks) for group, marks in wanted if marks]
    meant = {id(group) for group, _ in wanted}
    entries = [e for lane in TODO for e in lanes[lane] if id(e.group) in meant]
    return solve(model, entries, lambda: review.decide(wanted, "teach"))


def solve(model: ReviewModel, entries: Sequence[Entry], act: Callable[[], object]) -> Changed:
    """A step that solves groups: they leave their lane, and the next one comes up."""
    if not entries:
        return Changed.NOTHING
    act()
    model.put_in_lanes([entry.group for entry in entries])
    model.lessons.watch(model.desk.review, entries)
    if model.lane is Lane.SOLVED:
        return model.stepped(Changed.OFFER | model.go_to_row(model.listing.row + 1))
    what = model.take_off(entries)
    if not model.listing.entries:
        what |= _leave_empty_lane(model)
    return model.stepped(Changed.OFFER | what)


def _decide(model: ReviewModel, act: Callable[..., object]) -> Changed:
    """Solve all groups chosen; `act` takes them as arguments."""
    entries = model.chosen_entries
    return solve(model, entries, lambda: act(*(entry.group for entry in entries)))


def _decide_one(
    model: ReviewModel, photos: Collection[int], act: Callable[[Group], object]
) -> Changed:
    """Solve the group on the stage, whatever else is chosen; nothing without photos."""
    entry = model.entry
    if entry is None or not photos:
        return Changed.NOTHING
    return solve(model, [entry], lambda: act(entry.group))


def _leave_empty_lane(model: ReviewModel) -> Changed:
    """The next lane with something to do, or none: all is done."""
    todo = [lane for lane in TODO if model.listing.passing(model.desk, lane)]
    lane = todo[0] if todo and model.lane not in BROWSE_ONLY else model.lane
    return model.list_lane(lane)


# many at once


def mark_by_lens(model: ReviewModel, lens: Lens) -> int:
    """Mark what a folder holds and another has, too; returns how many photos."""
    book = model.library.book
    assert book is not None, "there is a lens with a library only"
    count = len(mark_by(book, lens))
    model.decided_many()
    return count


def load_decisions(model: ReviewModel, path: Path) -> Loaded:
    """Marks of an exported review, where they still fit; one step that undo takes back.

    Raises KnownError for a file that is none.
    """
    loaded = load_marks(path, model.desk.review)
    model.decided_many()
    return loaded


# steps back and forth


def undo(model: ReviewModel) -> Changed:
    """Take the last step back; one that moved files brings them back first."""
    step = model.desk.review.next_undo
    if step is None or model.is_moving:
        return Changed.NOTHING
    if step.entries:
        model.give_back(step.entries)
        return Changed.MOVING
    model.desk.review.undo()
    return _go_to(model, step)


def redo(model: ReviewModel) -> Changed:
    """Do the last undone step again; a commit that was taken back is no step any more."""
    step = model.desk.review.next_redo
    if step is None or model.is_moving:
        return Changed.NOTHING
    model.desk.review.redo()
    return _go_to(model, step)


def _go_to(model: ReviewModel, step: Step) -> Changed:
    """After undo and redo: go where the step was made."""
    review = model.desk.review
    model.lessons.watch(review, ())
    cells = dict.fromkeys(change.cell.photos for change in step.changes)
    photos = [photo for cell in cells for photo in cell]
    groups = _groups_of(review, photos)
    model.put_in_lanes(groups)
    # A step about a whole group names its members; one about a photo is shown among copies.
    named = [group for group in groups if group.members in cells]
    shown = next(iter(named or groups), None)
    if shown is None:
        what = model.fill_lane(model.current_photo)
    else:
        photo = next(photo for photo in shown.members if named or photo in photos)
        what = model.list_lane(model.desk.lane_of(shown), photo)
    return model.stepped(Changed.OFFER | what)


def _groups_of(review: Review, photos: Iterable[int]) -> list[Group]:
    return list({id(g): g for photo in photos for g in review.groups_of(photo)}.values())
