"""Protocol: what program and worker say to each other: tuples whose first word is one of these."""

from __future__ import annotations

from typing import Any, Final

# From the program.
CALLS: Final = "calls"
"""part, lane, limits_s, function, calls: the last two pickled by themselves, each call alone"""
SETUP: Final = "setup"
"""lane, and pickled by itself: make, arguments; what `make` makes is the first argument of each
call of that lane"""
FORGET: Final = "forget"
"""lane: what was made for it may go"""
GRANTED: Final = "granted"
"""The memory asked for."""
TAKEN: Final = "taken"
"""The shelf is free again."""

# From the worker.
HELLO: Final = "hello"
"""the parts of the sandbox that hold"""
WANT_ROOM: Final = "want room"
"""size_bytes, more_follows"""
LEAVE_ROOM: Final = "leave room"
"""size_bytes"""
PIECE: Final = "piece"
"""part, size of this piece, size of all: it lies on the shelf"""
DONE: Final = "done"
"""part, outcomes, sizes of the arrays in them: those lie on the shelf, or came in pieces"""

OK, LOST, ERROR, DROPPED = "ok", "lost", "error", "dropped"
Outcome = tuple[str, Any]
"""(OK, value), (LOST, Lost), (ERROR, exception) or (DROPPED, None)."""
