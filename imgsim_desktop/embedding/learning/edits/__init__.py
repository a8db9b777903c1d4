"""Edited copies for the evaluation: what people do to whole photos, one function a kind.

Other code than the training views on purpose: full-size pictures, OpenCV, real JPEG files. What the
network only learnt by heart from its own augmentations shows here. `table.EDITS` names them all.
"""
