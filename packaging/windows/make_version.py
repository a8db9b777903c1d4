"""Writes the version resource of the .exe files, for PyInstaller.

python packaging/windows/make_version.py FILE
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "ImgSim Desktop contributors"),
      StringStruct("FileDescription", "ImgSim Desktop"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "imgsim-desktop"),
      StringStruct("LegalCopyright", "MIT licence"),
      StringStruct("OriginalFilename", "imgsim-desktop.exe"),
      StringStruct("ProductName", "ImgSim Desktop"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def main() -> None:
    source = (ROOT / "imgsim_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', source)
    if found is None:
        sys.exit("imgsim_desktop/__init__.py names no version")
    version = found[1]
    numbers = tuple(([int(n) for n in re.findall(r"\d+", version)] + [0] * 4)[:4])
    Path(sys.argv[1]).write_text(TEXT.format(version=version, numbers=numbers), "utf-8")


if __name__ == "__main__":
    main()
