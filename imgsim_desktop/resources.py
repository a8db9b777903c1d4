"""Where the files that are not code lie, in a checkout as in an installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a bundled file or folder, such as `weights/builtin.safetensors`.

    Raises FileNotFoundError naming both places that were looked at.
    """
    places = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")
    for place in places:
        if (place / name).exists():
            return place / name
    looked = " nor ".join(str(place) for place in places)
    raise FileNotFoundError(f"{name} is neither in {looked}; is the installation complete?")
