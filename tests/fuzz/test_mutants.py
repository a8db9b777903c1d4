"""The list of lines that are broken on purpose is true, and stands in the tests' README."""

from __future__ import annotations

import pytest

from tests.fuzz.mutants import MUTANTS, ROOT, Mutant, table


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.promise)
def test_each_line_that_is_to_be_broken_stands_once_in_the_program(mutant: Mutant) -> None:
    text = (ROOT / "imgsim_desktop" / mutant.file).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")
    files = [word for word in mutant.tests.split() if word.endswith(".py")]
    assert files
    assert all((ROOT / "tests" / file).is_file() for file in files)


def test_the_readme_of_the_tests_lists_them() -> None:
    assert (ROOT / "tests" / "README.md").read_text(encoding="utf-8").endswith(table())
