"""Files of weights: found, checked, downloaded with consent. No torch here."""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import load_json
from imgsim_desktop.control import Control
from imgsim_desktop.embedding.backend import BackendSpec, Download
from imgsim_desktop.errors import KnownError, Sentence, WeightsMissing
from imgsim_desktop.private import like_folder, make_like_parent
from imgsim_desktop.records import Progress
from imgsim_desktop.resources import resource

Agree = Callable[[BackendSpec], bool]
"""Asked before anything is fetched: shows the licence and the size, returns the person's answer."""

_BLOCK = 1 << 18
_TIMEOUT_S = 20.0
_SPARE_BYTES = 16 << 20
"""Left free on the disk: a full home folder breaks more than us."""


@dataclass(frozen=True, slots=True)
class BuiltinFiles:
    """The bundled weights and what is written beside them."""

    path: Path
    facts: dict[str, Any]
    """sha256, architecture, size_px, dim, trained_on, data, credits, quality."""


def builtin_files() -> BuiltinFiles:
    """The bundled weights, checked. Raises WeightsMissing if they are absent or damaged."""
    hint = Sentence("Install the program again.")
    try:
        path, about = resource("weights/builtin.safetensors"), resource("weights/builtin.json")
    except FileNotFoundError as error:
        raise WeightsMissing(
            Sentence("The built-in weights are not installed: {why}.", why=error), hint
        ) from error
    try:
        facts: dict[str, Any] = load_json(about)
        expected = str(facts["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsMissing(Sentence("{about} is damaged.", about=about), hint) from error
    if sha256_of(path) != expected:
        raise WeightsMissing(
            Sentence("The built-in weights are damaged: {path} has changed.", path=path), hint
        )
    return BuiltinFiles(path, facts)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file. Raises WeightsMissing if it cannot be read."""
    digest = hashlib.sha256()
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would be waited for
            raise OSError(errno.EINVAL, "it is no ordinary file")
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise WeightsMissing(
            Sentence(
                "The weights {path} cannot be read: {why}.", path=path, why=error.strerror or error
            ),
            "Check the path after --weights.",
        ) from error
    return digest.hexdigest()


def find_download(spec: BackendSpec, folder: Path | None) -> Path:
    """The downloaded weights of a network, checked. Raises WeightsMissing with what to do."""
    if spec.download is None:
        raise WeightsMissing(
            Sentence("{name} needs a file of weights.", name=spec.title), "Give one with --weights."
        )
    if folder is not None and (folder / spec.download.file_name).is_file():
        path = folder / spec.download.file_name
        if not sha256_of(path).startswith(spec.download.sha256_start):
            raise WeightsMissing(
                Sentence(
                    "The weights of {name} are damaged: {path} has the wrong checksum.",
                    name=spec.title,
                    path=path,
                ),
                "Delete the file and download it again.",
            )
        return path
    raise WeightsMissing(
        Sentence(
            "The weights of {name} ({megabytes}) are not on this computer.",
            name=spec.title,
            megabytes=_megabytes(spec.download),
        ),
        Sentence(
            "Download them in the settings or with `imgsim backends --download {id}`, or give a "
            "file with --weights.",
            id=spec.id,
        ),
    )


def download(spec: BackendSpec, folder: Path, agree: Agree, control: Control) -> Path:
    """Fetch, check and keep the weights of a network; see `registry.download_weights`.

    Written to `<name>.part`, which stays if the connection is cut and is continued next time;
    renamed only after the checksum agreed.
    """
    import http.client  # with ssl 0.1 s of each start of the window
    import urllib.error

    if spec.download is None:
        raise WeightsMissing(Sentence("There is nothing to download for {name}.", name=spec.title))
    source, target = spec.download, folder / spec.download.file_name
    if target.is_file() and sha256_of(target).startswith(source.sha256_start):
        return target
    if not agree(spec):
        raise WeightsMissing(
            Sentence("The weights of {name} were not downloaded.", name=spec.title),
            "Nothing changed.",
        )
    part = target.with_name(target.name + ".part")
    try:
        make_like_parent(folder)
        _check_space(source, part, folder)
        _fetch(source, part, control)
        if not sha256_of(part).startswith(source.sha256_start):
            part.unlink()
            raise WeightsMissing(
                Sentence(
                    "The download of {file_name} has the wrong checksum and was deleted.",
                    file_name=source.file_name,
                ),
                "Try again; if it happens twice, the server has another file than it should.",
            )
        part.replace(target)
    except urllib.error.HTTPError as error:
        raise KnownError(
            Sentence(
                "The server has no {file_name} for us ({code} {reason}).",
                file_name=source.file_name,
                code=error.code,
                reason=error.reason,
            ),
            "Try again later, or give a file with --weights.",
        ) from error
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        TimeoutError,
        ConnectionError,
    ) as error:
        reason = getattr(error, "reason", error)
        raise KnownError(
            Sentence(
                "The connection to {name} failed: {why}.", name=source.url.split("/")[2], why=reason
            ),
            "Check the network and start again: what has arrived is kept.",
        ) from error
    except OSError as error:
        raise _disk_trouble(error, folder) from error
    return target


def _fetch(source: Download, part: Path, control: Control) -> None:
    """Append what is still missing to `part`."""
    import urllib.error
    import urllib.request

    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(source.url)  # noqa: S310  our own https addresses
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        answer = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:  # nothing is missing; the checksum will tell
            return
        raise
    with answer:
        goes_on = answer.status == 206
        done = have if goes_on else 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length else 0
        started, before = time.monotonic(), done
        with open(part, "ab" if goes_on else "wb", opener=like_folder) as file:
            while block := answer.read(_BLOCK):
                control.check()
                file.write(block)
                done += len(block)
                rate = (done - before) / max(time.monotonic() - started, 1e-6)
                left = (total - done) / rate if total and rate else None
                control.report(
                    Progress("download", done, total, bytes_done=done, rate_per_s=rate,
                             seconds_left=left, current=source.file_name)
                )  # fmt: skip
    if total and done < total:
        raise ConnectionError(f"cut off after {done} of {total} bytes")


def _check_space(source: Download, part: Path, folder: Path) -> None:
    have = part.stat().st_size if part.exists() else 0
    needed = source.size_bytes - have + _SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(errno.ENOSPC, "No space left on device")


def _disk_trouble(error: OSError, folder: Path) -> KnownError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError(
            Sentence("There is not enough space for the weights in {folder}.", folder=folder),
            "Free some.",
        )
    return KnownError(
        Sentence(
            "The weights cannot be written to {folder}: {why}.",
            folder=folder,
            why=error.strerror or error,
        ),
        "Check that the folder may be written.",
    )


def _megabytes(source: Download) -> str:
    return f"{source.size_bytes / 2**20:.0f} MB"
