"""Sandbox: on Linux a worker can neither write, nor start programs, nor reach the network.

Landlock (kernel 5.13 and later, no rights needed) takes the file system's verbs, TCP and, where the
kernel knows it, signals to others; a seccomp filter takes `socket` and what would go round it. Both
by ctypes: no Python package for either is kept with wheels (pyseccomp needs the system's
libseccomp, `landlock` is a development release of 2021), and it is three system calls with
fixed numbers. Reading stays allowed everywhere: photos lie anywhere.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from typing import Final

_CREATE_RULESET: Final = 444
_RESTRICT_SELF: Final = 446
"""Landlock's system calls; the same on every processor."""
_VERSION: Final = 1
_EXECUTE, _WRITE_FILE = 1 << 0, 1 << 1
_REMOVE_AND_MAKE: Final = 0b1_1111_1111 << 4
"""Remove folders and files; make devices, folders, files, sockets, pipes and links."""
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15  # since versions 2, 3 and 5
_TCP: Final = 0b11
_SCOPES: Final = 0b11
"""Unix sockets without a file, and signals; since version 6."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2

_MACHINES: Final = {
    # audit architecture; socket, ptrace, process_vm_writev, io_uring_setup
    "x86_64": (0xC000003E, (41, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 117, 271, 425)),
}
_X32 = 0x40000000
"""On x86-64 a second set of numbers for the same calls begins here."""
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED = 0x7FFF0000, 0x00050001


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64),
    )  # fmt: skip


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def shut_in() -> frozenset[str]:
    """Give up for this process and for good what opening a picture does not need.

    returns  what the kernel took: of "landlock" and "seccomp", or nothing elsewhere than on Linux
    """
    if sys.platform != "linux":
        return frozenset()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return frozenset()
    taken = {"landlock": _landlock(libc), "seccomp": _seccomp(libc)}
    return frozenset(name for name, is_taken in taken.items() if is_taken)


def _landlock(libc: ctypes.CDLL) -> bool:
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    rights = _EXECUTE | _WRITE_FILE | _REMOVE_AND_MAKE
    rights |= _REFER if version >= 2 else 0
    rights |= _TRUNCATE if version >= 3 else 0
    rights |= _IOCTL_DEVICE if version >= 5 else 0
    rules = _Ruleset(rights, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = ctypes.c_size_t(8 * (1 + (version >= 4) + (version >= 6)))
    made = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if made < 0:
        return False
    # no rule is added: what the set names is allowed nowhere. Its descriptor goes with the process
    return bool(libc.syscall(_RESTRICT_SELF, made, 0) == 0)


def _seccomp(libc: ctypes.CDLL) -> bool:
    machine = platform.machine()
    if machine not in _MACHINES:
        return False
    architecture, refused = _MACHINES[machine]
    tests = [(_EQUAL, number) for number in refused]
    if machine == "x86_64":
        tests.insert(0, (_AT_LEAST, _X32))
    steps = [_Step(_LOAD, 0, 0, 4), _Step(_EQUAL, 1, 0, architecture)]
    steps.append(_Step(_RETURN, 0, 0, _NOT_PERMITTED))
    steps.append(_Step(_LOAD, 0, 0, 0))
    for place, (test, number) in enumerate(tests):
        steps.append(_Step(test, len(tests) - place, 0, number))
    steps += [_Step(_RETURN, 0, 0, _ALLOW), _Step(_RETURN, 0, 0, _NOT_PERMITTED)]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
