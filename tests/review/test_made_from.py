"""What was made from a copy goes with a sentence that says how it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.records import MAKING_WORDS, Making
from imgsim_desktop.review.explain import Verdict, said_keeper, said_verdict


@pytest.mark.parametrize("how", Making)
def test_the_sentence_says_how_the_other_one_was_made(how: Making) -> None:
    best = Verdict(1, keep=True, code="best")
    better = ("made-from", "has-exif")
    other = Verdict(2, keep=False, code="made-from", keeper_better=better, made=how)
    assert f"{MAKING_WORDS[how]} (this decides)" in str(said_verdict(other, Path("a.jpg")))
    assert "other copies were made from it" in str(said_keeper([best, other]))
