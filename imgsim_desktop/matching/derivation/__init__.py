"""Derivation: which of two copies was made from the other, told by their pixels.

placing   one picture in the pixels of the other one's file, unturned
lattice   whether a picture lies on the steps to which a JPEG was rounded
foretelling whether a JPEG is what comes of a picture, in whatever tones
resolution whether a larger copy shows more than a smaller one
sharpness  whether one lost its detail, or the other one was sharpened; asked by the second look
tones      which one lost what lay at the ends of its tones; asked by the second look
added_noise which one had strong noise laid on it; asked by the second look
made_from all of it: `find_derivation(a, b, transform) -> Derivation | None`

A JPEG keeps each coefficient of its blocks as a multiple of a step. What was made from it lies on
those multiples, but for what was done to it since; what it was made from, or has in common with it
only an original that is gone, lies anywhere between them.
"""
