"""Whether another program may write into a file at this moment.

Linux grants a read lease on a file only while nobody has it open for writing (nor mapped so), and
whoever wants to open it for writing waits, and is told of, until the lease is given back: see
F_SETLEASE in fcntl(2). Other systems, and network file systems, grant none.
"""

from __future__ import annotations

import errno
import sys
from enum import StrEnum


class Lease(StrEnum):
    """What the system answered."""

    HELD = "held"
    """Nobody can write into the file until it is closed."""
    REFUSED = "refused"
    """Another program has it open for writing."""
    UNKNOWN = "unknown"
    """This system, or this file system, cannot tell."""


def take_lease(descriptor: int) -> Lease:
    """Ask for a lease on a file that is open for reading; closing it gives the lease back."""
    if sys.platform != "linux":
        return Lease.UNKNOWN
    import fcntl
    import signal

    try:
        # The signal that tells of a writer must be one that ends no program: SIGIO would.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return Lease.REFUSED if error.errno == errno.EAGAIN else Lease.UNKNOWN
    return Lease.HELD


def is_kept(descriptor: int) -> bool:
    """Whether a lease that was HELD still is: nobody wants to write into the file."""
    if sys.platform != "linux":
        return False
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_GETLEASE) == fcntl.F_RDLCK
