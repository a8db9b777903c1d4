"""Why a file is not touched: a code for the person, and the details."""

from __future__ import annotations

import errno

from imgsim_desktop.records import OutcomeCode


class Refused(Exception):
    """This file is not touched, or stays at its place: a code for the person, and the details."""

    def __init__(self, code: OutcomeCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}")
        self.code = code
        self.detail = detail


_CODES = {
    errno.ENOENT: OutcomeCode.GONE,
    errno.ENOSPC: OutcomeCode.DISK_FULL,
    errno.EDQUOT: OutcomeCode.DISK_FULL,
    errno.EROFS: OutcomeCode.READ_ONLY,
    errno.EACCES: OutcomeCode.NO_PERMISSION,
    errno.EPERM: OutcomeCode.NO_PERMISSION,
}

_SHARING_VIOLATION = 32  # winerror.h: another program has the file open


def code_of(error: OSError, other: OutcomeCode = OutcomeCode.FAILED) -> OutcomeCode:
    """What the system's refusal means to the person; `other` where it has no code of its own."""
    if getattr(error, "winerror", None) == _SHARING_VIOLATION:
        return OutcomeCode.IN_USE
    return _CODES.get(error.errno or 0, other)


def refusal_of(error: OSError, other: OutcomeCode = OutcomeCode.FAILED) -> Refused:
    """The system's refusal as ours."""
    return Refused(code_of(error, other), str(error))
