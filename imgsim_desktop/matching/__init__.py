"""Vectors -> pairs -> groups: which photos are copies of one original, and how sure we are."""
