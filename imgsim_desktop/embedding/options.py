"""The recipes that learn from your photos: their words, what can be set on them, the defaults.

No torch here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from imgsim_desktop.errors import KnownError, Sentence, translatable

FEWEST_TO_TUNE = 64
"""Photos below which nothing can be said about a gain of a tuned network."""


def _knob(
    default: float | str, title: str, about: str, low: float = 0, high: float = math.inf
) -> Any:
    words = {"title": title, "about": about}
    return field(default=default, metadata={**words, "low": low, "high": high})


_SIDE = translatable("Side of the pictures, pixels")
_CODE_SIZE = translatable("Numbers a photo is described by")
_NUMBERS = translatable("numbers a picture")
_TEMPERATURE = translatable("Temperature of the similarities")
_DIVIDED = translatable("similarities are divided by it")
_VARIED = translatable("Moved and mirrored at random, 0 to 0.5")
_VARY = translatable(
    "with labels: how far pictures are moved, and mirrored, at random; share of the side"
)


@dataclass(frozen=True, slots=True)
class BeganOptions:
    """S1: an autoencoder that learns against a generator (BEGAN)."""

    recipe: ClassVar[str] = "began"
    title: ClassVar[str] = translatable("BEGAN autoencoder")
    use: ClassVar[str] = translatable(
        "Learns to draw your photos anew, without labels; finds photos of the same "
        "colours and shapes. Takes the longest."
    )
    side_step: ClassVar[int] = 8
    side: int = _knob(
        64, _SIDE, translatable("side of the pictures in pixels, a multiple of 8"), 16, 256
    )
    channels: int = _knob(
        32,
        translatable("Channels of the first stage"),
        translatable("channels of the first stage; the others have 2 and 3 times"),
        4,
        128,
    )
    code_size: int = _knob(64, _CODE_SIZE, _NUMBERS, 4, 1024)
    gamma: float = _knob(
        0.5,
        translatable("Variety against sharpness, 0 to 1"),
        translatable("wished balance of the two losses: variety against sharpness"),
        0,
        1,
    )
    lambda_k: float = _knob(
        0.001,
        translatable("How fast the balance is followed"),
        translatable("how fast the balance is followed"),
        0,
        1,
    )
    lr_decay: float = _knob(
        0.95,
        translatable("Factor of the learning rate"),
        translatable("factor of the learning rate"),
        0.01,
        1,
    )
    lr_decay_every: int = _knob(
        3000,
        translatable("Steps after which it is applied"),
        translatable("steps after which it is applied"),
        1,
    )

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class AutoencoderOptions:
    """S2: a small convolutional autoencoder."""

    recipe: ClassVar[str] = "autoencoder"
    title: ClassVar[str] = translatable("Small autoencoder")
    use: ClassVar[str] = translatable(
        "The smallest one: learns in a minute or two to draw tiny grey pictures anew. "
        "Good for digits, signs and scans, and to see how learning works."
    )
    side_step: ClassVar[int] = 4
    side: int = _knob(
        28, _SIDE, translatable("side of the pictures in pixels, a multiple of 4"), 12, 256
    )
    colours: int = _knob(
        1, translatable("Colours: 1 grey, 3 colour"), translatable("1: grey, 3: colour"), 1, 3
    )
    loss: str = _knob(
        "mse",
        translatable("Loss: mse or bce"),
        translatable("mse: squared difference, bce: cross-entropy of every pixel"),
    )

    @property
    def dim(self) -> int:
        return 8 * math.ceil(self.side / 8) ** 2


@dataclass(frozen=True, slots=True)
class TripletOptions:
    """S3: a siamese network that learns from anchor, positive and negative."""

    recipe: ClassVar[str] = "triplet"
    title: ClassVar[str] = translatable("Triplet network")
    use: ClassVar[str] = translatable(
        "Learns from labels: photos with the same label come nearer than others. Good for "
        "sorting things you have already sorted once."
    )
    side_step: ClassVar[int] = 1
    side: int = _knob(32, _SIDE, translatable("side of the pictures in pixels"), 16, 128)
    filters: int = _knob(
        32,
        translatable("Filters of each convolution"),
        translatable("filters of each convolution"),
        4,
        128,
    )
    code_size: int = _knob(1024, _CODE_SIZE, _NUMBERS, 8, 2048)
    margin: float = _knob(
        1.0,
        translatable("By how much others must be farther"),
        translatable("by how much the negative shall be farther, squared distance"),
        0,
        4,
    )
    vary: float = _knob(0.0, _VARIED, _VARY, 0, 0.5)

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class ContrastiveOptions:
    """S4: pairs of one class (or of one picture and its edited copy) against all others."""

    recipe: ClassVar[str] = "contrastive"
    title: ClassVar[str] = translatable("Contrastive network")
    use: ClassVar[str] = translatable(
        "Learns which photos belong together from your folders or labels; without labels "
        "it learns to find edited copies. Small and quick to train."
    )
    side_step: ClassVar[int] = 8
    side: int = _knob(
        32, _SIDE, translatable("side of the pictures in pixels, a multiple of 8"), 16, 256
    )
    code_size: int = _knob(8, _CODE_SIZE, _NUMBERS, 2, 2048)
    temperature: float = _knob(0.2, _TEMPERATURE, _DIVIDED, 0.01, 10)
    vary: float = _knob(0.0, _VARIED, _VARY, 0, 0.5)

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class HeadOptions:
    """The built-in network tuned to one library."""

    recipe: ClassVar[str] = "head"
    title: ClassVar[str] = translatable("Tune to this library")
    use: ClassVar[str] = translatable(
        "Adjusts the built-in network to the photos of one library. It is kept only if it "
        "measurably finds edited copies better and confuses no neighbouring shots."
    )
    side_step: ClassVar[int] = 32
    side: ClassVar[int] = 128
    dim: ClassVar[int] = 256
    temperature: float = _knob(0.05, _TEMPERATURE, _DIVIDED, 0.01, 1)
    whitening: float = _knob(
        0.25,
        translatable("Strength of the whitening, 0 to 0.5"),
        translatable("how much the directions in which all photos differ count less at the start"),
        0,
        0.5,
    )


Options = BeganOptions | AutoencoderOptions | TripletOptions | ContrastiveOptions | HeadOptions
OPTIONS: dict[str, type[Options]] = {
    "autoencoder": AutoencoderOptions,
    "began": BeganOptions,
    "contrastive": ContrastiveOptions,
    "head": HeadOptions,
    "triplet": TripletOptions,
}
"""Recipes that learn a model of one's own, and what can be set on each."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One thing that can be set."""

    name: str
    default: float | str
    title: str
    """One line, for a form."""
    about: str
    """What it does."""
    low: float
    high: float


def knobs_of(recipe: str) -> tuple[Knob, ...]:
    """Everything that can be set on a recipe, in order."""
    return tuple(
        Knob(item.name, item.default, **item.metadata)  # type: ignore[arg-type]
        for item in fields(OPTIONS[recipe])
    )


def make_options(recipe: str, wishes: Mapping[str, object]) -> Options:
    """The recipe's defaults with some values replaced; values may be texts.

    Raises KnownError for an unknown name, a value of the wrong kind or out of its bounds.
    """
    knobs = {knob.name: knob for knob in knobs_of(recipe)}
    values: dict[str, Any] = {}
    for name, wish in wishes.items():
        if name not in knobs:
            raise KnownError(
                Sentence("The recipe {recipe} has no option {name!r}.", recipe=recipe, name=name),
                Sentence("There are: {names}.", names=", ".join(knobs)),
            )
        values[name] = _value(knobs[name], wish)
    options = OPTIONS[recipe](**values)
    step = options.side_step
    if options.side % step:
        raise KnownError(
            Sentence(
                "The side of {recipe} must be a multiple of {step}, not {wish}.",
                recipe=recipe,
                step=step,
                wish=options.side,
            ),
            Sentence("Such as {side}.", side=options.side // step * step + step),
        )
    if isinstance(options, AutoencoderOptions):
        if options.loss not in ("mse", "bce"):
            raise KnownError(
                Sentence("There is no loss {loss!r}.", loss=options.loss), "There are: mse, bce."
            )
        if options.colours == 2:
            raise KnownError("Pictures have 1 or 3 colours, not 2.", "colours=1 or colours=3.")
    return options


def as_values(options: Options) -> dict[str, Any]:
    """Plain values for JSON; `make_options` takes them back."""
    return asdict(options)


def _value(knob: Knob, wish: object) -> float | str:
    if isinstance(knob.default, str):
        return str(wish)
    kind = type(knob.default)
    try:
        value = kind(str(wish))
    except ValueError as error:
        what = "a whole number" if kind is int else "a number"
        raise KnownError(
            Sentence("{name} must be {what}, not {wish!r}.", name=knob.name, what=what, wish=wish)
        ) from error
    if not knob.low <= value <= knob.high:  # also false for "nan"
        bounds = f"from {knob.low:g}" + ("" if knob.high == math.inf else f" to {knob.high:g}")
        raise KnownError(
            Sentence("{name} is {bounds}, not {wish}.", name=knob.name, bounds=bounds, wish=wish)
        )
    return value
