"""Add further pictures to a labelled set, as strangers to all others.

    python -m tests.benchmarks.add_strangers SET FOLDER_OR_ZIP... [--only REGEX]

SET holds `img/` and `truth.json` as `make_edits.py` beside the project writes them; a new one is
made where there is none.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def pictures(source: Path) -> Iterator[tuple[str, bytes]]:
    """Flat names with what is in the files."""
    if source.is_dir():
        for path in sorted(p for p in source.rglob("*") if p.suffix.lower() in SUFFIXES):
            yield path.relative_to(source).as_posix().replace("/", "__"), path.read_bytes()
        return
    with zipfile.ZipFile(source) as archive:
        for name in sorted(archive.namelist()):
            if Path(name).suffix.lower() in SUFFIXES:
                yield name.replace("/", "__"), archive.read(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--only", type=re.compile, default=re.compile(""), help="names")
    args = parser.parse_args()
    path = args.set / "truth.json"
    truth = json.loads(path.read_text()) if path.exists() else {"groups": {}, "items": {}}
    (args.set / "img").mkdir(parents=True, exist_ok=True)
    for source in args.sources:
        for name, data in pictures(source):
            if not args.only.search(name):
                continue
            own = f"{source.stem}__{name}"
            (args.set / "img" / own).write_bytes(data)
            truth["groups"][own] = [own]
            truth["items"][own] = {
                "group": own,
                "type": "distractor",
                "family": "distractor",
                "also": [],
                "params": {"src": name},
            }
    path.write_text(json.dumps(truth, indent=0))
    strangers = sum(item["type"] == "distractor" for item in truth["items"].values())
    print(f"{len(truth['items'])} files, {strangers} of them strangers")


if __name__ == "__main__":
    main()
