"""What lies beside a photo that goes: what becomes of it, so that no film and no edits are lost.

Beside byte-identical photos it is worth as much: there it moves over to the photo that stays, where
that has nothing of the kind. What that has already, byte for byte, goes along. Anything else is
said, and the photo stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from imgsim_desktop.companions import EDITS, JSON, KIND_OF, XMP, owners
from imgsim_desktop.records import Removal

_WORDS = frozenset({XMP, JSON})
"""Kinds whose words are carried over by others where the file cannot move."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How the disk is asked about files beside photos; each answers for any file."""

    content_of: Callable[[Path], bytes | None]
    """Hash of its bytes; None if it cannot be read."""
    has_edits: Callable[[Path], bool]
    """Whether an XMP says how the photo was developed, and not only words."""
    belongings: Callable[[Iterable[Path]], Mapping[Path, Iterable[Path]]]
    """What belongs to photos and lies beside them; each folder is listed once for all of them."""
    is_taken: Callable[[Path], bool]
    """Whether a name is in use."""


@dataclass(slots=True)
class _Kept:
    """One photo that stays, with what lies beside it once the removals before are done."""

    found: dict[Path, Path] = field(default_factory=dict)
    """By the name it will have; where it lies now."""

    def of(self, kind: str) -> list[Path]:
        return [now for name, now in self.found.items() if _kind(name) == kind]


def with_followers(
    removals: Iterable[Removal],
    beside: Beside,
    *,
    is_locked: Callable[[Path], bool],
) -> list[Removal]:
    """The removals, with sidecars that move beside the keeper, and those held back by one.

    is_locked   whether nothing may be put beside a photo
    """
    removals = list(removals)
    keepers = [r.keeper.path for r in removals if r.keeper is not None and r.sidecars]
    found = beside.belongings(dict.fromkeys(keepers))
    kept = {place: _Kept({path: path for path in paths}) for place, paths in found.items()}
    result = []
    for removal in removals:
        if removal.keeper is None or not removal.sidecars:
            result.append(removal)
            continue
        place = removal.keeper.path
        result.append(_followed(removal, kept[place], beside, is_locked=is_locked(place)))
    return result


def _followed(removal: Removal, kept: _Kept, beside: Beside, *, is_locked: bool) -> Removal:
    assert removal.keeper is not None
    is_equal = removal.keeper.content_hash == removal.victim.content_hash
    moves = _moves(removal, kept, beside) if is_equal and not is_locked else {}
    for path in removal.sidecars:
        if path in moves or not _is_guarded(path, beside) or _is_known(path, kept, beside):
            continue
        has_own = bool(kept.of(_kind(path))) or (_kind(path) == XMP and bool(kept.of(EDITS)))
        is_lost = is_equal or not has_own
        if is_lost and not (removal.knows_loss and not has_own and _kind(path) != XMP):
            return replace(removal, held_back=path)
    kept.found.update({goal: path for path, goal in moves.items()})
    return replace(
        removal,
        sidecars=tuple(path for path in removal.sidecars if path not in moves),
        follows=tuple(moves.items()),
    )


def _moves(removal: Removal, kept: _Kept, beside: Beside) -> dict[Path, Path]:
    """Where sidecars go beside the keeper; words all together, or none of them."""
    assert removal.keeper is not None
    goals: dict[Path, Path] = {}
    words = [path for path in removal.sidecars if _kind(path) in _WORDS]
    has_words = any(kept.of(kind) for kind in _WORDS)
    for path in removal.sidecars:
        if _kind(path) == "" or (path in words and has_words) or kept.of(_kind(path)):
            continue
        name = name_beside(path.name, removal.victim.path.name, removal.keeper.path.name)
        goal = removal.keeper.path.with_name(name)
        is_free = goal not in (*goals.values(), *kept.found) and not beside.is_taken(goal)
        if is_free and owners(name, [removal.keeper.path.name]):
            goals[path] = goal
    if not all(path in goals for path in words):
        goals = {path: goal for path, goal in goals.items() if path not in words}
    return goals


def _is_guarded(path: Path, beside: Beside) -> bool:
    """Whether its loss is more than one of words, or of a preview."""
    kind = _kind(path)
    return kind not in ("", *_WORDS) or (kind == XMP and beside.has_edits(path))


def _is_known(path: Path, kept: _Kept, beside: Beside) -> bool:
    """Whether the same bytes lie beside the keeper, as the same kind of file."""
    others = kept.of(_kind(path))
    content = beside.content_of(path) if others else None
    return content is not None and any(beside.content_of(other) == content for other in others)


def name_beside(name: str, photo: str, other: str) -> str:
    """What a sidecar is called beside another photo: as it is named after its own."""
    stem, other_stem = Path(photo).stem, Path(other).stem
    if name.casefold().startswith(photo.casefold()):
        return other + name[len(photo) :]
    if name.casefold().startswith(stem.casefold()):
        return other_stem + name[len(stem) :]
    if photo == other:
        return name
    suffix = Path(name).suffix
    return (other if suffix.lower() == ".json" else other_stem) + suffix


def _kind(path: Path) -> str:
    """One of companions.KINDS; empty for what is nothing to lose."""
    return KIND_OF.get(path.suffix.lower(), "")


def words_follow(follows: Sequence[tuple[Path, Path]]) -> bool:
    """Whether what is written about the photo moves as the files it stands in."""
    return any(_kind(path) in _WORDS for path, _ in follows)
