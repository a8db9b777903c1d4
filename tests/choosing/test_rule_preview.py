"""The preview says exactly what the rules do once they are taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.choosing.rule_preview import changed_keepers
from imgsim_desktop.choosing.rules import RULES
from imgsim_desktop.records import Group, PairKind
from tests.choosing.pictures import photo

PHOTOS = {
    i: photo(
        i,
        f"/{'album' if i % 3 else 'phone'}/IMG_{i}{' copy' * (i % 2)}.jpg",
        width_px=1000 + 500 * (i % 4),
        jpeg_quality=60 + 7 * (i % 5),
        taken_ns=10**18 + i * 10**12,
        size_bytes=1000 * (1 + i % 6),
    )
    for i in range(1, 31)
}
GROUPS = [Group(i, (i, i + 1, i + 2), PairKind.SAME_PICTURE, 0.99) for i in range(1, 31, 3)]
PLAIN = [name for name, rule in RULES.items() if not rule.argument]


@given(rules=st.lists(st.sampled_from(PLAIN), min_size=1, max_size=5, unique=True))
def test_the_preview_names_the_groups_whose_keeper_changes(rules: list[str]) -> None:
    review = Review(GROUPS, PHOTOS.__getitem__)
    before = {group.keeper: review.suggestion(group).keeper for group in GROUPS}
    changes = {c.group.keeper: (c.before, c.after) for c in changed_keepers(review, GROUPS, rules)}
    review.set_rules(rules)
    after = {group.keeper: review.suggestion(group).keeper for group in GROUPS}
    assert changes == {
        group: (before[group], after[group]) for group in before if before[group] != after[group]
    }


def test_the_deciding_rule_is_named() -> None:
    review = Review(GROUPS, PHOTOS.__getitem__, rules=["largest-picture"])
    changes = changed_keepers(review, GROUPS, ["newest"])
    assert changes
    assert {change.code for change in changes} == {"newest"}


def test_decided_groups_and_bursts_are_left_alone() -> None:
    burst = Group(1, (1, 2, 3), PairKind.BURST, 0.9)
    review = Review([burst, *GROUPS[1:2]], PHOTOS.__getitem__)
    review.keep_all(GROUPS[1])
    for rules in (["newest"], ["oldest"], ["smallest-file"]):
        assert changed_keepers(review, [burst, GROUPS[1]], rules) == []
