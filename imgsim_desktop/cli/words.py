"""Words of the command line as numbers and names; a wrong one is told by its own name."""

from __future__ import annotations

import argparse
import math

DEVICES = ("auto", "cpu", "cuda", "mps")


def share(word: str) -> float:
    """A number from 0 to 1, as an argument."""
    number = _number(word)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and 1")
    return number


def count(word: str) -> int:
    """A whole number from 1 on, as an argument."""
    number = _number(word)
    if number != int(number) or number < 1:
        raise argparse.ArgumentTypeError(f"{word} is no whole number from 1 on")
    return int(number)


def above_nought(word: str) -> float:
    """A number larger than 0, as an argument."""
    number = _number(word)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{word} is not above 0")
    return number


def device(word: str) -> str:
    """A device by its name, as an argument; whether the machine has it shows when it is opened."""
    if word not in DEVICES:
        raise argparse.ArgumentTypeError(f"{word} is none of {', '.join(DEVICES)}")
    return word


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{word} is no number")
    return number
