"""The second look: two copies compared in full size and colour, before either may go.

frame      both pictures in one sampling, registered to a fraction of a pixel
colours    what a filter did to all colours: curves, a matrix, curves
backdrop   photos on a plain ground, which are no pages
light      a smooth change of light over the picture: vignettes, the lamp over a print
detail     one sharpness for both; which of the two holds more detail, and where
blocks     where they differ by more than coding, noise and resampling explain
faint      pencil and pale print on a bare page, which no block passes for
fills      one ends in one colour, where the other goes on
greying    which of the two has lost its colours
regions    such blocks joined, and what each region is
patch      what can be told of one region: whose contours, colours and detail
shots      signs of two exposures: focus, range and noise of their own
second     all of it: `look_closely(a, b, transform) -> Look`
"""

from __future__ import annotations

from typing import Final

LOOK_VERSION: Final = "18"
"""Changes whenever the same pictures would be seen otherwise: stored beside what was seen."""
