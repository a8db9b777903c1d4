"""Run the situations people reported through the command line; fail if one falls short.

    python .ci/cases.py CHECK.PY IMGSIM

`open-cases.txt` beside this file names those that are known to fall short. One that holds by now is
told: it should be taken off the list, so that it goes on holding.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

OPEN = Path(__file__).with_name("open-cases.txt")


def main(check: str, imgsim: str) -> int:
    """0 if none but the open cases falls short."""
    done = subprocess.run(
        [sys.executable, check, "--imgsim", imgsim, "--json"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    cases = json.loads(done.stdout)["cases"]
    lines = (line.split("#")[0].strip() for line in OPEN.read_text("utf-8").splitlines())
    known = {line for line in lines if line}
    short = {name: case["short"] for name, case in cases.items() if case["short"]}
    for name in sorted(short.keys() - known):
        print(f"FALLS SHORT {name}: {'; '.join(map(str, short[name]))}")
    for name in sorted(known - short.keys()):
        print(f"HOLDS BY NOW {name}: take it off {OPEN.name}")
    held = len(cases) - len(short)
    print(f"{held} of {len(cases)} cases hold, {len(known)} are known to be open")
    return int(bool(short.keys() - known))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
