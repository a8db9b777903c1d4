"""What the doors say of each operation a person can choose, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imgsim_desktop.acting.entries import Operation
from imgsim_desktop.errors import translatable


@dataclass(frozen=True, slots=True)
class OperationWords:
    """All but `title` and `meaning` have names in them: {photos} and {folder}."""

    title: str
    """Of a choice."""
    act: str
    """What would be done to photos: a headline, a button or, with a ?, a question."""
    done: str
    """What was done to photos; follows their number."""
    meaning: str = ""
    """For the files, in a sentence or two."""


OPERATION_WORDS: Mapping[Operation, OperationWords] = {
    Operation.TRASH: OperationWords(
        title=translatable("Move to trash"),
        act=translatable("Move {photos} to the trash"),
        done=translatable("moved to the trash"),
    ),
    Operation.MOVE: OperationWords(
        title=translatable("Move to a folder"),
        act=translatable("Move {photos} to {folder}"),
        done=translatable("moved to {folder}"),
        meaning=translatable(
            "Photos and their sidecars keep their names; nothing is replaced there."
        ),
    ),
    Operation.HARD_LINK: OperationWords(
        title=translatable("Replace by hard links"),
        act=translatable("Replace {photos} by hard links"),
        done=translatable("replaced by hard links"),
        meaning=translatable(
            "Only byte-identical copies on the same disk. Both names then lead to one file: "
            "editing one edits both. The space is free when the trash is emptied."
        ),
    ),
    Operation.REFLINK: OperationWords(
        title=translatable("Replace by copies that share their space"),
        act=translatable("Replace {photos} by copies that share their space"),
        done=translatable("replaced by copies that share their space"),
        meaning=translatable(
            "Only byte-identical copies, on Btrfs, XFS and the like. Each stays a file of its "
            "own. The space is free when the trash is emptied."
        ),
    ),
}
