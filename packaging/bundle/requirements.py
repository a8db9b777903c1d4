"""Prints what a bundle's environment needs, a line each: the dependencies without torch and co.

python packaging/bundle/requirements.py           what is bundled
python packaging/bundle/requirements.py --tools   what makes the bundle
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = frozenset({"torch", "torchvision", "matplotlib"})
"""2 GB for learning and optional networks; the same names as in packaging/licences.py."""


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    if "--tools" in sys.argv:
        print(*project["optional-dependencies"]["bundle"], sep="\n")
        return
    lines = project["dependencies"]
    print(*(x for x in lines if re.split(r"[^\w.-]", x)[0] not in LEFT_OUT), sep="\n")


if __name__ == "__main__":
    main()
