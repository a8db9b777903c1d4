"""Finding photos by words: one language for the search field, `imgsim find` and saved searches.

    parse(text) -> Query          what is asked for, and what nobody understands of it
    clauses_of(query, ...)        the same as conditions of SQL
    suggestions(text, ...)        what the word before the cursor may become

docs/find.md is the language as people read it; tests/library/test_finding.py compares the two.
"""

from imgsim_desktop.library.finding.grammar import EVERYTHING, Problem, Query, Term, parse
from imgsim_desktop.library.finding.keys import Key

__all__ = ["EVERYTHING", "Key", "Problem", "Query", "Term", "parse"]
