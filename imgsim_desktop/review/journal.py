"""What was done to files, as the doors read it; written by the Actor alone."""

from imgsim_desktop.acting.journal import (
    ADDITIONS,
    REMOVALS,
    Journal,
    JournalEntry,
    Operation,
    State,
)
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.acting.operation_words import OPERATION_WORDS
from imgsim_desktop.acting.receipts import write_receipt

__all__ = [
    "ADDITIONS",
    "LINKS",
    "OPERATION_WORDS",
    "REMOVALS",
    "Journal",
    "JournalEntry",
    "Operation",
    "State",
    "write_receipt",
]
