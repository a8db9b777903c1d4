"""Groups of files out of groups of contents.

Matching compares contents: what it calls one member may lie on the disk three times. A person
decides about files, so each content is spread out into its photos here, and contents that lie
on the disk more than once become groups of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from imgsim_desktop.records import Group, PairKind


def photo_groups(
    content_groups: Iterable[Group], photos_of_content: Mapping[int, Sequence[int]]
) -> list[Group]:
    """Spread groups of contents out into groups of photos; byte-identical files included.

    content_groups     over content ids, each content in at most one group
    photos_of_content  photo ids of every content that has a photo, the one to keep first;
                       a content that is not named has no file any more
    returns            groups over photo ids with at least two members each, every photo in at
                       most one: those of `content_groups` in their order, then those of equal
                       files, confidence 1, by content id

    The keeper stays the best photo of the group's keeper content, so that each member not beside
    was verified against it or equals something that was. When that content has no file any more,
    nothing left was verified against the next one: such a group falls apart, and only its equal
    files stay together.
    """
    groups: list[Group] = []
    taken: set[int] = set()
    for group in content_groups:
        if not photos_of_content.get(group.keeper):
            continue
        members = tuple(
            photo for content in group.members for photo in photos_of_content.get(content, ())
        )
        contents = [c for c in group.members if photos_of_content.get(c)]
        if len(contents) < 2:
            continue
        taken.update(contents)
        beside = tuple(photo for c in group.beside for photo in photos_of_content.get(c, ()))
        groups.append(Group(members[0], members, group.kind, group.confidence, beside))
    for content in sorted(photos_of_content):
        photos = photos_of_content[content]
        if len(photos) > 1 and content not in taken:
            groups.append(Group(photos[0], tuple(photos), PairKind.IDENTICAL, 1.0))
    return groups
