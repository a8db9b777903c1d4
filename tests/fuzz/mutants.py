"""Lines that keep a photo safe, each broken once: a focused test must fail.

    python -m tests.fuzz.mutants [--only WORDS] [--table]

Works on a copy of the checkout. Runs the focused tests unbroken first, then with each line broken;
ends with 1 if a broken line was not noticed. `--table` prints the table of tests/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT_S: Final = 900.0
"""Of one run of focused tests; a broken line may also make them hang."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line, and what it is broken to."""

    promise: str
    """What is not kept any more."""
    file: str
    """Below imgsim_desktop/."""
    old: str
    """Stands there once."""
    new: str
    tests: str
    """Words for pytest, paths below tests/."""


def _mutants() -> list[Mutant]:
    claims, copies = "acting/claims.py", "acting/copies.py"
    mover, checks = "acting/mover.py", "acting/checks.py"
    batch, recovery = "acting/batch.py", "acting/recovery.py"
    book, commit = "review/book.py", "review/commit.py"
    looking, beside = "scan/looking.py", "scan/look_beside.py"
    made_from = "matching/derivation/made_from.py"
    second, kinds = "matching/look/second.py", "matching/kinds.py"
    full_look, one_region = "matching/test_second_look.py -k ", "matching/test_regions.py -k "
    regions = "matching/look/regions.py"
    groups, run, pairs = "matching/groups.py", "scan/run.py", "scan/pairs.py"
    synced, races = "acting/test_synced.py", "acting/test_races_between_disks.py"
    relocating, chosen = "acting/test_relocating.py", "review/test_chosen.py"
    return [
        Mutant(
            "A photo is renamed over no other file",
            batch,
            "for _, goal in (*removal.follows, *removal.goals):",
            "for _, goal in removal.follows:",
            relocating,
        ),
        Mutant(
            "No photo is moved into a locked folder",
            batch,
            "moved.append(job.folder / removal.victim.path.name)",
            "pass",
            relocating,
        ),
        Mutant(
            "A moved photo is not parted from a file that another one needs, too",
            batch,
            "if job.operation is Operation.RELOCATE:  # what is moved",
            "if False:  # what is moved",
            relocating,
        ),
        Mutant(
            "An undo of removals takes no move or new name back",
            "acting/entries.py",
            "REMOVALS = frozenset(Operation) - ADDITIONS - {Operation.RELOCATE}",
            "REMOVALS = frozenset(Operation) - ADDITIONS",
            relocating,
        ),
        Mutant(
            "Photos thrown away together do not stand for one another",
            "review/desk.py",
            "kept = [other for other in self._copies_of(number) if other not in going]",
            "kept = self._copies_of(number)",
            chosen,
        ),
        Mutant(
            "What was thrown away a moment ago stands for no other photo",
            "review/desk.py",
            "self._photos[copy].is_online and not self.review.is_gone(copy)",
            "self._photos[copy].is_online",
            chosen,
        ),
        Mutant(
            "A copy that holds less stands for no photo that is thrown away",
            "choosing/marks.py",
            "return plan if is_whole and self._plans.is_known(plan) else Planned(victim, None)",
            "return plan",
            "review/test_chosen.py",
        ),
        Mutant(
            "Nobody throws a last copy away in the window without having been asked",
            "ui/photo_files.py",
            "elif plan.last_copies:",
            "elif False:",
            "ui/test_photo_files.py",
        ),
        Mutant(
            "Other programs copy photos that are dragged to them, and never move them",
            "ui/file_data.py",
            "drag.exec(Qt.DropAction.CopyAction)",
            "drag.exec(Qt.DropAction.MoveAction)",
            "ui/test_photo_files.py",
        ),
        Mutant(
            "A commit is on the disk in the journal before a file is touched",
            "acting/journal.py",
            "self._append([intent_line(entry) for entry in entries], durable=True)",
            "self._append([intent_line(entry) for entry in entries])",
            synced,
        ),
        Mutant(
            "A RAW and its JPEG are one unit in the journal",
            batch,
            "others = () if job.operation in LINKS else job.removal.shot",
            "others: tuple[Path, ...] = ()",
            "acting/test_shots.py",
        ),
        Mutant(
            "Half a shot does not go while the other half stays",
            batch,
            "if other not in own and os.path.lexists(other):\n                raise",
            "if other in own and os.path.lexists(other):\n                raise",
            "acting/test_shots.py",
        ),
        Mutant(
            "A sidecar that RAW and JPEG share goes with them",
            batch,
            "if other not in own and os.path.lexists(other)\n    }",
            "if os.path.lexists(other)\n    }",
            "acting/test_shots.py",
        ),
        Mutant(
            "Half a shot is not planned when the other half is a last copy",
            "choosing/marks.py",
            "return whole_shots(self, planned)",
            "return list(planned)",
            "choosing/test_shots.py",
        ),
        Mutant(
            "A commit knows which files are one shot",
            "choosing/plan.py",
            "shot=tuple(review.photo(n).path for n in sorted(review.shot_of(plan.victim))),",
            "shot=(),",
            "choosing/test_shots.py",
        ),
        Mutant(
            "The other file of a shot is known though it has no copy",
            "review/book.py",
            "if not wanted.keys().isdisjoint(shot):",
            "if False:",
            "cli/test_shots.py",
        ),
        Mutant(
            "What lies beside a copy of equal bytes moves beside the kept one",
            "review/commit.py",
            "units = with_followers(units, _BESIDE, is_locked=place.is_locked)",
            "",
            "cli/test_followers.py",
        ),
        Mutant(
            "A film or an edit beside a copy that nothing stands for holds the copy back",
            batch,
            "if removal.held_back is not None and job.operation not in LINKS:",
            "if False:",
            "acting/test_followers.py cli/test_followers.py",
        ),
        Mutant(
            "Nothing is put beside a photo in a locked folder",
            batch,
            "for path in (removal.victim.path, *removal.sidecars, *moved):",
            "for path in (removal.victim.path, *removal.sidecars):",
            "acting/test_followers.py",
        ),
        Mutant(
            "A photo comes back though what moved beside the kept one was written to",
            mover,
            "if resting is None and entry.operation is Operation.FOLLOW:",
            "if False:",
            "acting/test_followers.py",
        ),
        Mutant(
            "Another film beside the kept copy is no reason for this one to go",
            "choosing/followers.py",
            "is_lost = is_equal or not has_own",
            "is_lost = not has_own",
            "choosing/test_followers.py cli/test_followers.py",
        ),
        Mutant(
            "An order of rules of an older version gets those that guard something",
            "choosing/newer_rules.py",
            "grown = [*rules[:at], *guards, *rules[at:]]",
            "grown = [*rules]",
            "choosing/test_newer_rules.py review/test_own_rules.py",
        ),
        Mutant(
            "A mark of an older version whose photo is no copy any more is taken back",
            "review/book.py",
            "taken = self.desk.withdraw_unseen(also_own=document is None, is_over=is_over)",
            "taken = self.desk.withdraw_unseen(also_own=False, is_over=is_over)",
            "review/test_old_marks.py review/test_unseen.py",
        ),
        Mutant(
            "An undo is on the disk in the journal before a file is touched",
            "acting/journal.py",
            "            ],\n            durable=True,\n        )",
            "            ]\n        )",
            synced,
        ),
        Mutant(
            "What must last is synced, not only written",
            copies,
            "        if durable:\n            os.fsync(file.fileno())",
            "        if durable:\n            file.fileno()",
            synced,
        ),
        Mutant(
            "A line that a full disk cut off is taken away again",
            copies,
            "        file.truncate(before)\n        raise",
            "        raise",
            "acting/test_journal.py acting/test_damage.py",
        ),
        Mutant(
            "A copy on another disk is synced before the file goes",
            claims,
            "            os.fsync(write.fileno())",
            "            write.fileno()",
            synced,
        ),
        Mutant(
            "Its name is synced, too",
            claims,
            "        goal.sync()\n",
            "",
            synced,
        ),
        Mutant(
            "A copy with other bytes than the file is none",
            claims,
            "            if copied != self._content_hash:",
            "            if not copied:",
            races,
        ),
        Mutant(
            "A file that was written to during its copy stays",
            claims,
            "        if not self.is_undisturbed():",
            "        if self.is_undisturbed() is None:",
            races,
        ),
        Mutant(
            "What was written at the moment of the unlink is kept",
            claims,
            "        if self.is_file(os.fstat(file.fileno())):\n            self.is_away = True",
            "        if True:\n            self.is_away = True",
            "acting/test_races.py " + races,
        ),
        Mutant(
            "Only the bytes that were decided about go",
            claims,
            "        if hash_stream(file) != stamp.content_hash:",
            "        if not hash_stream(file):",
            "acting/test_races.py acting/test_undo.py",
        ),
        Mutant(
            "A file that another program writes stays",
            claims,
            "        if self._lease is Lease.REFUSED:",
            "        if self._lease is None:",
            races,
        ),
        Mutant(
            "A renamed file is looked at once more where it has arrived",
            claims,
            "is_it = is_there and (self._checked is None or self._is_at(goal, name))",
            "is_it = is_there",
            "acting/test_races.py",
        ),
        Mutant(
            "A rename never replaces a file",
            "acting/renaming.py",
            '"linux": ("renameat2", 1),',
            '"linux": ("renameat2", 0),',
            "acting/test_renaming.py",
        ),
        Mutant(
            "The kept copy still has the bytes it had",
            checks,
            "if hash_regular(keeper.path, self._hash_stream)[1] != keeper.content_hash:",
            "if not hash_regular(keeper.path, self._hash_stream):",
            "acting/test_actor.py acting/test_races.py",
        ),
        Mutant(
            "The kept copy opens",
            checks,
            "        if not self._can_decode(keeper.path):",
            "        if self._can_decode is None:",
            "acting/test_actor.py",
        ),
        Mutant(
            "A last copy goes only when that was confirmed",
            checks,
            "        elif not may_be_last:",
            "        elif may_be_last is None:",
            "acting/test_actor.py",
        ),
        Mutant(
            "The kept copy of one is not the victim of another",
            checks,
            "        if _names([keeper.path]) & self._going:",
            "        if not self._going:",
            "acting/test_actor.py",
        ),
        Mutant(
            "Nothing goes from a locked folder",
            batch,
            "            if self._locked.holds(path):",
            "            if self._locked is None:",
            "acting/test_actor.py",
        ),
        Mutant(
            "A link replaces equal bytes only",
            batch,
            "            if keeper is None or keeper.content_hash != removal.victim.content_hash:",
            "            if keeper is None:",
            "acting/test_links.py",
        ),
        Mutant(
            "A sidecar that another photo needs stays",
            batch,
            "jobs = [_without_shared(job, own) for job in jobs]",
            "jobs = list(jobs)",
            "acting/test_units_on_disk.py",
        ),
        Mutant(
            "The kept copy is looked at while the other is claimed",
            mover,
            "                    _check_keeper(entry, claim, check_keeper)\n",
            "",
            "acting/test_races.py",
        ),
        Mutant(
            "A photo and its sidecars come back together or not at all",
            mover,
            "            stuck = self._roll_back(moved)",
            "            stuck: list[Entry] = []",
            "acting/test_units_on_disk.py acting/test_undo.py",
        ),
        Mutant(
            "Only what the person put back is back",
            mover,
            "            if self._is_it(entry, path):\n                return None",
            "            if entry is not None:\n                return None",
            "acting/test_undo.py",
        ),
        Mutant(
            "After a crash a photo is wholly gone or wholly there",
            recovery,
            "        if out and is_half:",
            "        if out and is_half is None:",
            "acting/test_crash.py",
        ),
        Mutant(
            "After a crash a claimed file gets its name again",
            recovery,
            "                    told.append(self._mover.put_claims_back(entry))",
            "                    told.append(entry.entry_id)",
            "acting/test_crash.py",
        ),
        Mutant(
            "Decisions of another program are taken in before groups are shown",
            book,
            "        if self.is_behind():\n            self.save()",
            "        if self.is_behind() is None:\n            self.save()",
            "review/test_book.py review/test_two_doors.py",
        ),
        Mutant(
            "What another program brought back is not marked any more",
            book,
            "        if back:\n            self.take_back(back)",
            "        if back is None:\n            self.take_back(back)",
            "review/test_two_doors.py",
        ),
        Mutant(
            "A commit that was cut short is told",
            book,
            "        if len(done) in (0, len(planned)):",
            "        if len(done) <= len(planned):",
            "review/test_two_doors.py",
        ),
        Mutant(
            "Only what has really gone is called gone",
            commit,
            "        if outcome.code is OutcomeCode.DONE\n    }",
            "        if outcome.code is not None\n    }",
            "review/test_book.py",
        ),
        Mutant(
            "Pairs below the confidence join nothing",
            groups,
            "    accepted = wanted & (pairs.confidence >= min_confidence) & (a != b)",
            "    accepted = wanted & (a != b)",
            "matching/test_groups.py",
        ),
        Mutant(
            "Look-alikes join no copies",
            groups,
            "    accepted = wanted & (pairs.confidence >= min_confidence) & (a != b)",
            "    accepted = (pairs.confidence >= min_confidence) & (a != b)",
            "matching/test_groups.py",
        ),
        Mutant(
            "Who was not verified against the kept one is told as such",
            groups,
            "    for at in np.flatnonzero(~is_verified).tolist():",
            "    for at in ():",
            "matching/test_groups.py",
        ),
        Mutant(
            "A member that the others contradict leaves",
            groups,
            "    keep[worst] = False\n",
            "",
            "matching/test_groups.py",
        ),
        Mutant(
            "A lock is held by one writer",
            "library/lock.py",
            "        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)",
            "        fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)",
            "scan/test_scan.py -k second_writer",
        ),
        Mutant(
            "Decisions are copied before a newer version changes their file",
            "library/upgrades.py",
            "                copy_database(db, copy)\n",
            "                copy.touch()\n",
            "library/test_two_versions.py",
        ),
        Mutant(
            "Nothing changes its form while an older version has it open",
            "library/upgrades.py",
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA locking_mode = NORMAL",
            "library/test_two_versions.py",
        ),
        Mutant(
            "Decisions that a newer version has changed meanwhile are not written",
            "library/decisions.py",
            "                refuse_newer(db, DECISIONS_MIGRATIONS, self.path)",
            "                pass",
            "library/test_two_versions.py",
        ),
        Mutant(
            "A copy of the decisions by a newer version is not put back",
            "library/backups.py",
            "    if is_newer(backup):\n",
            "    if False:\n",
            "library/test_two_versions.py",
        ),
        Mutant(
            "A journal of a newer version is not written",
            "acting/story.py",
            "    version = max(version, *map(needs, lines.values()), 0)\n",
            "",
            "library/test_two_versions.py",
        ),
        Mutant(
            "A damaged copy of the decisions is not put back",
            "library/backups.py",
            "    if not _is_good(backup):",
            "    if not backup:",
            "library/test_decisions.py",
        ),
        Mutant(
            "A file that ended the program twice is not opened a third time",
            "library/trying.py",
            "        deaths[known] = deaths.get(known, 0) + is_alone",
            "        deaths[known] = deaths.get(known, 0)",
            "scan/test_bad_decoders.py -k guilty",
        ),
        Mutant(
            "A disk that was unplugged while it was read loses nothing known",
            run,
            "        return failure.reason is Reason.GONE or not self._is_there(failure.file.root)",
            "        return failure.reason is None",
            "scan/test_scan.py -k deleted_while",
        ),
        Mutant(
            "What cannot be read for the moment stays known",
            run,
            "        return failure.reason in PASSING and failure.file.path in self._remembered",
            "        return failure.reason is None",
            "scan/test_reading_again.py -k for_the_moment",
        ),
        Mutant(
            "A folder that is away is masked, not forgotten",
            run,
            "        for root in self._offline:\n            self._cache.mask_root(root)",
            "        for root in ():\n            self._cache.mask_root(root)",
            "scan/test_scan.py -k unplugged",
        ),
        Mutant(
            "A photo without a look is compared once it can be seen",
            pairs,
            "    compared = np.setdiff1d(new, unseen)",
            "    compared = new",
            "scan/test_pairs.py -k without_a_look",
        ),
        Mutant(
            "A last copy goes only if somebody confirmed it, by whichever door",
            commit,
            "        confirmed_last_copies=act.confirmed_last_copies,",
            "        confirmed_last_copies=True,",
            "review/test_commit.py",
        ),
        Mutant(
            "A folder that is locked is locked for whoever commits",
            commit,
            "            locked_folders=self.locked,",
            "            locked_folders=(),",
            "review/test_commit.py",
        ),
        Mutant(
            "What belongs to a photo goes along",
            commit,
            "        units = with_sidecars(units, names_in, is_photo)\n",
            "",
            "review/test_commit.py",
        ),
        Mutant(
            "Sidecars stay where a link takes the name",
            commit,
            "    if act.operation not in LINKS:  # where",
            "    if act.operation is not None:  # where",
            "review/test_commit.py",
        ),
        Mutant(
            "A quarantine lies in the innermost folder of a library",
            "choosing/lens.py",
            "    return max(holding, key",
            "    return min(holding, key",
            "review/test_commit.py",
        ),
        Mutant(
            "All decisions are kept before anything moves",
            book,
            "        self.save()\n        names = ",
            "        names = ",
            "review/test_book.py",
        ),
        Mutant(
            "A mark of old is taken back once its photos prove to be no copies",
            book,
            "also_own=document is None",
            "also_own=False",
            "review/test_unseen.py",
        ),
        Mutant(
            "What Stop breaks off has kept what was looked at",
            looking,
            "    finally:\n        if results:",
            "    finally:\n        if not results:",
            "scan/test_looking.py -k stop",
        ),
        Mutant(
            "A pair that may go well another time is not given up",
            looking,
            "    may_pass = lost.how in (How.OVERDUE, How.MEMORY)",
            "    may_pass = lost.how is None",
            "scan/test_looking.py -k worker_along",
        ),
        Mutant(
            "What another version saw is not believed",
            looking,
            "    if cache.note(_NOTE) != version:",
            "    if cache.note(_NOTE) is None:",
            "scan/test_looking.py -k another_way",
        ),
        Mutant(
            "A photo that was written to is not looked at as the one it was",
            beside,
            "        if (status.st_size, status.st_mtime_ns) != ",
            "        if (status.st_size, original.mtime_ns) != ",
            "scan/test_looking.py -k original_that",
        ),
        Mutant(
            "A photo that is written to while it is looked at was not seen",
            beside,
            "    return _trouble_of(task) or answer",
            "    return answer",
            "scan/test_looking.py -k while_it",
        ),
        Mutant(
            "Pixels are called equal only where all are",
            beside,
            " (task.a.height_px, task.a.width_px, 3) and np.array_equal(a, b):",
            " (task.a.height_px, task.a.width_px, 3):",
            "scan/test_looking.py -k pixel",
        ),
        Mutant(
            "Of two plain pictures neither is said to come first",
            made_from,
            " or light is None or not is_textured(light):",
            " or light is None:",
            "matching/test_derivation.py -k equal",
        ),
        Mutant(
            "Only a much smaller file is made of a JPEG without loss",
            made_from,
            "    if bound is None or share > bound[1]:",
            "    if bound is None:",
            "matching/test_derivation.py -k without_loss",
        ),
        Mutant(
            "Two exposures that moved together a little are no copies in another tone",
            second,
            "        or (registration.sway > _TOGETHER and registration.sway_px > _TOGETHER_PX)",
            "        or False",
            full_look + "moved_together",
        ),
        Mutant(
            "Of two exposures the noise in the shadows tells where no other noise does",
            second,
            "        return signs.shadows < _OTHER_SHADOWS",
            "        return False",
            full_look + "shadows_alone",
        ),
        Mutant(
            "Coarse detail of the shadows tells two exposures from a copy in another tone",
            second,
            "        or (not is_soft and _differ_in_shadows(signs))",
            "        or False",
            full_look + "shadows_alone",
        ),
        Mutant(
            "A scene that sways by a twentieth of a pixel does not lie still",
            "matching/look/frame.py",
            "    if len(steps) < _ENOUGH or step > _STILL_PX:",
            "    if len(steps) < _ENOUGH:",
            "matching/test_look_shortcuts.py -k sways",
        ),
        Mutant(
            "Two shots that moved as a hand does are no copies",
            second,
            "        moved\n        or signs.focus",
            "        False\n        or signs.focus",
            full_look + "moved_together",
        ),
        Mutant(
            "A shot whose shadows and places are its own is no copy",
            second,
            "        or exposed_anew\n",
            "",
            full_look + "moved_together",
        ),
        Mutant(
            "Two shots of a focus stack are no copies",
            second,
            "        moved\n        or signs.focus > _FOCUS",
            "        moved",
            full_look + "own_tell",
        ),
        Mutant(
            "Two shots of which neither holds the range of the other are no copies",
            second,
            "        or signs.range > _RANGE\n",
            "",
            full_look + "own_tell",
        ),
        Mutant(
            "Two shots with noise of their own are no copies",
            second,
            "        or own_noise\n",
            "",
            full_look + "own_tell",
        ),
        Mutant(
            "Pictures of which nothing is found in one another are no copies",
            kinds,
            "    if look is None:\n        return replace(first, kind=PairKind.VARIANT)",
            "    if look is None:\n        return first",
            full_look + "regions_of_a_look",
        ),
        Mutant(
            "Other content makes a variant",
            kinds,
            "    if kinds - _ONE_SIDED or len",
            "    if len",
            full_look + "regions_of_a_look",
        ),
        Mutant(
            "Something of its own on each of the two makes a variant",
            kinds,
            " or len(sides) > 1 or",
            " or",
            full_look + "regions_of_a_look",
        ),
        Mutant(
            "Words on one of two pages make a variant",
            kinds,
            " or (kinds and look.is_drawn):",
            ":",
            full_look + "regions_of_a_look",
        ),
        Mutant(
            "What moved by a pixel is seen where all else is exact",
            "matching/look/blocks.py",
            "    light = np.maximum(light, exact)\n",
            "",
            one_region + "fine_lines",
        ),
        Mutant(
            "A digit in relief hides no other digit",
            "matching/look/patch.py",
            "        if fine[0] > _HIDDEN_FINE * fine[1]:\n            return False\n",
            "",
            one_region + "in_relief",
        ),
        Mutant(
            "What is softer in one of two tells whether each has such parts",
            second,
            "        if one.kind is RegionKind.HIDDEN:\n            cells",
            "        if False:\n            cells",
            full_look + "softer_in_one",
        ),
        Mutant(
            "Of a part of a library only what lies in it can go",
            book,
            "for photo in cache.photos(wanted) if is_shown(photo.path)]",
            "for photo in cache.photos(wanted)]",
            "cli/test_places.py -k one_stays_in_it",
        ),
        Mutant(
            "A stroke of four pixels is seen",
            "matching/look/blocks.py",
            " LIGHT), passed(cells, contrast, shown, STROKES)",
            " LIGHT), passed(windows, contrast, shown, LIGHT)",
            one_region + "dot_of_four",
        ),
        Mutant(
            "A thing of another colour is seen though it is as light",
            regions,
            "    passed = np.maximum(blocks.light, blocks.colour)\n    hot",
            "    passed = blocks.light\n    hot",
            one_region + "another_colour",
        ),
        Mutant(
            "An answer in ink on a form is no addition",
            regions,
            "patch.is_written_on_paper(3 - side) or patch.has_ink_of(side)",
            "patch.has_ink_of(side)",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "A stroke more in the ink of a date is no addition",
            regions,
            "patch.is_written_on_paper(3 - side) or patch.has_ink_of(side)",
            "patch.is_written_on_paper(3 - side)",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "An answer on a form is no addition",
            regions,
            "patch.is_written_on_paper(3 - side) or patch.continues(side)",
            "patch.continues(side)",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "One spot more of a die is no addition",
            regions,
            "patch.is_written_on_paper(3 - side) or patch.continues(side)",
            "patch.is_written_on_paper(3 - side)",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "A ball of another colour is no addition",
            regions,
            "patch.has_outline_in_colour(3 - side) or ",
            "",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "A dyed thing is no addition",
            regions,
            "patch.is_dyed() or ",
            "",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "A sign in the place of another one is no addition",
            regions,
            " or patch.stands_instead(3 - side)",
            "",
            one_region + "told_of_a_region",
        ),
        Mutant(
            "What is mostly in doubt is no addition for the little that is sure",
            regions,
            "    if len(sides) != 1 or not doubtful or len(doubtful) > len(found) - len(doubtful):",
            "    if len(sides) != 1 or not doubtful:",
            one_region + "in_doubt",
        ),
        Mutant(
            "A person in one of two photos is no sticker",
            "matching/look/patch.py",
            "            if plain[number] >= _PLAIN and is_sure:",
            "            if is_sure:",
            one_region + "person_with",
        ),
        Mutant(
            "One more spot on a plain ground hides nothing",
            "matching/look/patch.py",
            " or float(apart[self.where].mean()) > _LOW_LEVELS_THERE:",
            ":",
            one_region + "spot_more",
        ),
        Mutant(
            "An exposure that is mostly burnt is no page",
            second,
            "palettes is None or all(\n",
            "palettes is None or any(\n",
            full_look + "burnt",
        ),
        Mutant(
            "Other words over leaves are seen though coding took much of the leaves",
            "matching/look/detail.py",
            "    return min(left, _SOFTENED * float(np.median(of_tiles)))",
            "    return left",
            full_look + "over_leaves",
        ),
    ]


MUTANTS: Final = _mutants()


def table() -> str:
    """All mutants, for people."""
    rows = [f"| {m.promise} | {m.file} | {m.tests} |\n" for m in MUTANTS]
    return "".join(["| broken | in | noticed by |\n", "|---|---|---|\n", *rows])


def run_tests(checkout: Path, words: str) -> str:
    """What became of focused tests: "passed", "failed" or "hangs"."""
    tests = [f"tests/{word}" if ".py" in word else word for word in words.split()]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", *tests]
    try:
        done = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, timeout=LIMIT_S,
            check=False, text=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode not in (0, 1):
        raise SystemExit(f"pytest did not run: {done.stdout}{done.stderr}")
    return "failed" if done.returncode else "passed"


def copy_checkout(to: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="promises that contain these words")
    parser.add_argument("--table", action="store_true")
    args = parser.parse_args()
    if args.table:
        print(table(), end="")
        return 0
    mutants = [mutant for mutant in MUTANTS if args.only.lower() in mutant.promise.lower()]
    survived = 0
    with tempfile.TemporaryDirectory() as place:
        checkout = Path(place, "checkout")
        copy_checkout(checkout)
        for words in dict.fromkeys(mutant.tests for mutant in mutants):
            if run_tests(checkout, words) != "passed":
                raise SystemExit(f"{words}: fails before anything is broken")
        for mutant in mutants:
            file = checkout / "imgsim_desktop" / mutant.file
            whole = file.read_text(encoding="utf-8")
            file.write_text(whole.replace(mutant.old, mutant.new), encoding="utf-8")
            began = time.monotonic()
            end = run_tests(checkout, mutant.tests)
            file.write_text(whole, encoding="utf-8")
            survived += end == "passed"
            verdict = "NOT NOTICED" if end == "passed" else end
            print(f"{verdict:11} {time.monotonic() - began:5.0f} s  {mutant.promise}", flush=True)
    print(f"{len(mutants)} lines broken, {survived} not noticed")
    return int(bool(survived))


if __name__ == "__main__":
    sys.exit(main())
