"""Pictures that show the same with other content somewhere, computed: for fitting and for testing.

`paper.py` has the kinds that bounds were chosen on, `held.py` those that nothing was chosen on.
"""
