"""Rows of thumbnails as one picture, to look at a result without the window."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from imgsim_desktop.errors import KnownError, Sentence

CELL_PX: Final = 96
GAP_PX: Final = 6


def write_collage(rows: Sequence[Sequence[bytes | None]], target: Path) -> None:
    """One line of small JPEGs for each row, as PNG or by the name's suffix.

    None, or what is no picture, leaves a grey place. Raises KnownError if there is a file of this
    name already, or it cannot be written.
    """
    step = CELL_PX + GAP_PX
    columns = max((len(row) for row in rows), default=0)
    size = (GAP_PX + max(1, columns) * step, GAP_PX + max(1, len(rows)) * step)
    sheet = Image.new("RGB", size, "white")
    for y, row in enumerate(rows):
        for x, jpeg in enumerate(row):
            sheet.paste(_cell(jpeg), (GAP_PX + x * step, GAP_PX + y * step))
    written = io.BytesIO()
    try:
        sheet.save(written, Image.registered_extensions().get(target.suffix.lower(), "PNG"))
        with target.open("xb") as file:
            file.write(written.getvalue())
    except FileExistsError as error:
        raise KnownError(
            Sentence("There is a file {target} already.", target=target), "Choose another name."
        ) from error
    except OSError as error:
        why = error.strerror or error
        raise KnownError(
            Sentence("{target} cannot be written: {why}.", target=target, why=why),
            "Choose another place.",
        ) from error


def _cell(jpeg: bytes | None) -> Image.Image:
    """The picture cut to a square; its middle shows what it is better than bars at its sides."""
    cell = Image.new("RGB", (CELL_PX, CELL_PX), "#d5dae1")
    if jpeg is None:
        return cell
    try:
        picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return cell
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return square.resize((CELL_PX, CELL_PX), Image.Resampling.LANCZOS)
