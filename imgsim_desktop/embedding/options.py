"""What can be set on the recipes that learn from your photos, with the defaults. No torch here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from imgsim_desktop.errors import KnownError, Sentence


def _knob(default: float | str, about: str, low: float = 0, high: float = math.inf) -> Any:
    return field(default=default, metadata={"about": about, "low": low, "high": high})


_VARY = "with labels: how far pictures are moved, and mirrored, at random; share of the side"


@dataclass(frozen=True, slots=True)
class BeganOptions:
    """S1: an autoencoder that learns against a generator (BEGAN)."""

    recipe: ClassVar[str] = "began"
    side_step: ClassVar[int] = 8
    side: int = _knob(64, "side of the pictures in pixels, a multiple of 8", 16, 256)
    channels: int = _knob(32, "channels of the first stage; the others have 2 and 3 times", 4, 128)
    code_size: int = _knob(64, "numbers a picture", 4, 1024)
    gamma: float = _knob(0.5, "wished balance of the two losses: variety against sharpness", 0, 1)
    lambda_k: float = _knob(0.001, "how fast the balance is followed", 0, 1)
    lr_decay: float = _knob(0.95, "factor of the learning rate", 0.01, 1)
    lr_decay_every: int = _knob(3000, "steps after which it is applied", 1)

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class AutoencoderOptions:
    """S2: a small convolutional autoencoder."""

    recipe: ClassVar[str] = "autoencoder"
    side_step: ClassVar[int] = 4
    side: int = _knob(28, "side of the pictures in pixels, a multiple of 4", 12, 256)
    colours: int = _knob(1, "1: grey, 3: colour", 1, 3)
    loss: str = _knob("mse", "mse: squared difference, bce: cross-entropy of every pixel")

    @property
    def dim(self) -> int:
        return 8 * math.ceil(self.side / 8) ** 2


@dataclass(frozen=True, slots=True)
class TripletOptions:
    """S3: a siamese network that learns from anchor, positive and negative."""

    recipe: ClassVar[str] = "triplet"
    side_step: ClassVar[int] = 1
    side: int = _knob(32, "side of the pictures in pixels", 16, 128)
    filters: int = _knob(32, "filters of each convolution", 4, 128)
    code_size: int = _knob(1024, "numbers a picture", 8, 2048)
    margin: float = _knob(1.0, "by how much the negative shall be farther, squared distance", 0, 4)
    vary: float = _knob(0.0, _VARY, 0, 0.5)

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class ContrastiveOptions:
    """S4: pairs of one class (or of one picture and its edited copy) against all others."""

    recipe: ClassVar[str] = "contrastive"
    side_step: ClassVar[int] = 8
    side: int = _knob(32, "side of the pictures in pixels, a multiple of 8", 16, 256)
    code_size: int = _knob(8, "numbers a picture", 2, 2048)
    temperature: float = _knob(0.2, "similarities are divided by it", 0.01, 10)
    vary: float = _knob(0.0, _VARY, 0, 0.5)

    @property
    def dim(self) -> int:
        return self.code_size


@dataclass(frozen=True, slots=True)
class HeadOptions:
    """The built-in network tuned to one library."""

    recipe: ClassVar[str] = "head"
    side_step: ClassVar[int] = 32
    side: ClassVar[int] = 128
    dim: ClassVar[int] = 256
    temperature: float = _knob(0.05, "similarities are divided by it", 0.01, 1)
    whitening: float = _knob(
        0.25, "how much the directions in which all photos differ count less at the start", 0, 0.5
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
    about: str
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
