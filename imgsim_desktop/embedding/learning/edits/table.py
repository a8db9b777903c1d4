"""Every kind of edit the evaluation knows, by name."""

from __future__ import annotations

from imgsim_desktop.embedding.learning.edits import frame, overlay, shape, tone
from imgsim_desktop.embedding.learning.edits.edit import Change, Edit, Random
from imgsim_desktop.records import Pixels


def _several(count: int) -> Change:
    """A few edits one after another, drawn for each photo."""

    def change(photo: Pixels, rng: Random) -> Pixels:
        names = rng.choice(COMBINED, count, replace=False)
        for name in names:
            step = EDITS[str(name)].change
            if step is not None:
                photo = step(photo, rng)
        return photo

    return change


EDITS: dict[str, Edit] = {
    "same picture, quality 95": Edit("compress", quality=95),
    "quality 70": Edit("compress", quality=70),
    "quality 30": Edit("compress", quality=30),
    "quality 10": Edit("compress", quality=10),
    "half size": Edit("resize", shape.scale(0.5)),
    "quarter size": Edit("resize", shape.scale(0.25)),
    "double size": Edit("resize", shape.scale(2.0)),
    "stretched": Edit("resize", shape.stretch),
    "crop 80 % centre": Edit("crop", shape.crop(0.8, at_edge=False)),
    "crop 80 % corner": Edit("crop", shape.crop(0.8, at_edge=True)),
    "crop 60 % centre": Edit("crop", shape.crop(0.6, at_edge=False)),
    "crop 60 % corner": Edit("crop", shape.crop(0.6, at_edge=True)),
    "crop 40 % centre": Edit("crop", shape.crop(0.4, at_edge=False)),
    "crop 40 % corner": Edit("crop", shape.crop(0.4, at_edge=True)),
    "crop 25 % centre": Edit("crop", shape.crop(0.25, at_edge=False)),
    "crop 25 % corner": Edit("crop", shape.crop(0.25, at_edge=True)),
    "crop square": Edit("crop", shape.square),
    "turn 90": Edit("turn", shape.turn(1)),
    "turn 180": Edit("turn", shape.turn(2)),
    "turn 270": Edit("turn", shape.turn(3)),
    "tilt 2": Edit("tilt", shape.tilt(2)),
    "tilt 5": Edit("tilt", shape.tilt(5)),
    "tilt 10": Edit("tilt", shape.tilt(10)),
    "tilt 8 with corners": Edit("tilt", shape.tilt(8, is_cut=False)),
    "perspective": Edit("tilt", shape.keystone),
    "mirror": Edit("mirror", shape.mirror),
    "brighter": Edit("tone", tone.curve(lambda x: x * 1.4)),
    "darker": Edit("tone", tone.curve(lambda x: x * 0.6)),
    "more contrast": Edit("tone", tone.curve(lambda x: 0.5 + (x - 0.5) * 1.6)),
    "less contrast": Edit("tone", tone.curve(lambda x: 0.5 + (x - 0.5) * 0.5)),
    "gamma light": Edit("tone", tone.curve(lambda x: x**0.6)),
    "gamma dark": Edit("tone", tone.curve(lambda x: x**1.8)),
    "auto levels": Edit("tone", tone.levels),
    "vivid": Edit("colour", tone.colour(tone.saturation(1.8))),
    "pale": Edit("colour", tone.colour(tone.saturation(0.4))),
    "grey": Edit("colour", tone.colour(tone.saturation(0.0))),
    "sepia": Edit("colour", tone.colour(tone.SEPIA, 8)),
    "warm": Edit("colour", tone.colour([[1.18, 0, 0], [0, 1.0, 0], [0, 0, 0.78]])),
    "cold": Edit("colour", tone.colour([[0.82, 0, 0], [0, 1.0, 0], [0, 0, 1.18]])),
    "hue": Edit("colour", tone.hue),
    "faded": Edit("colour", tone.colour(tone.saturation(0.7) * 0.78, 42)),
    "soft": Edit("detail", tone.blur(0.003)),
    "blurred": Edit("detail", tone.blur(0.009)),
    "sharpened": Edit("detail", tone.sharpen),
    "grain": Edit("detail", tone.noise(8)),
    "strong grain": Edit("detail", tone.noise(28)),
    "blocks": Edit("detail", tone.blocks),
    "caption": Edit("overlay", overlay.caption),
    "banner": Edit("overlay", overlay.banner),
    "watermark": Edit("overlay", overlay.watermark),
    "date stamp": Edit("overlay", overlay.stamp),
    "smileys": Edit("overlay", overlay.smileys),
    "vignette": Edit("overlay", tone.vignette),
    "border": Edit("frame", frame.border),
    "print frame": Edit("frame", frame.print_frame),
    "bars": Edit("frame", frame.bars),
    "phone screenshot": Edit("frame", frame.phone_screen),
    "desktop screenshot": Edit("frame", frame.desktop_window),
    "side by side": Edit("collage", blend=frame.side_by_side),
    "stacked": Edit("collage", blend=frame.stacked),
    "picture in picture": Edit("overlay", blend=overlay.inset),
    "three edits": Edit("combined", _several(3), quality=75),
    "five edits": Edit("combined", _several(5), quality=60),
}
"""Every kind of edit by name; the order is that of the tables."""

COMBINED = (
    "half size", "crop 80 % corner", "tilt 2", "mirror", "brighter", "darker", "more contrast",
    "less contrast", "gamma light", "gamma dark", "vivid", "pale", "grey", "warm", "faded", "soft",
    "sharpened", "grain", "caption", "date stamp", "smileys", "border", "print frame", "vignette",
    "turn 90",
)  # fmt: skip
