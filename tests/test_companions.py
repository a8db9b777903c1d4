"""Which files belong to which photo, however their names are written."""

from __future__ import annotations

import unicodedata

import pytest

from imgsim_desktop.companions import companions, owners


@pytest.mark.parametrize(("photo", "beside"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.parametrize(
    ("name", "sidecar"),
    [
        ("Müller é.jpg", "Müller é.xmp"),
        ("ガーデン.heic", "ガーデン.MOV"),
        ("été.jpg", "été.jpg.json"),
        ("été-modifié.jpg", "été.jpg.supplemental-metadata.json"),
    ],
)
def test_a_name_in_one_or_in_two_characters_a_letter_is_the_same_name(
    name: str, sidecar: str, photo: str, beside: str
) -> None:
    # macOS keeps both ways, and programs write a sidecar in their own
    name, sidecar = unicodedata.normalize(photo, name), unicodedata.normalize(beside, sidecar)
    assert name.split(".")[0] != sidecar.split(".")[0]
    assert owners(sidecar, [name]) == [name]
    assert set(companions([name, sidecar], lambda other: other == name)) == {name}
