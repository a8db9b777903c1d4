"""Makes what PyInstaller wrote smaller; nothing that the program does changes.

    python packaging/linux/slim.py PROGRAM

Run it with the Python of the environment the program was made in. Needs cc, strip, nm and readelf.
What it did is tried at once: leaves through sys.exit where OpenCV or Qt's sorting no longer work.
"""

from __future__ import annotations

import ctypes
import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOUND_BY_NAME = ("libpython", "libdbus-1.", "libssl.", "libcrypto.")
"""Libraries that are opened while the program runs: no other one names them."""

BLAS_OF_OPENCV = "opencv_python_headless.libs/libopenblas*.so"
BLAS_OF_SCIPY = "scipy.libs/libscipy_openblas-*.so"


def main() -> None:
    program = Path(sys.argv[1]).resolve()
    inside = program / "_internal"
    before = _size(program)
    # never what auditwheel wrote into *.libs: its OpenBLAS breaks by that
    modules = [*inside.glob("libpython*.so*"), *inside.rglob("*.cpython-*.so")]
    subprocess.run(["strip", "--strip-unneeded", *modules], check=True)
    share_openblas(inside)
    cut_icu(inside / "PySide6" / "Qt" / "lib")
    for name in drop_unneeded(inside):
        print(f"nothing needs {name}")
    link_equal(program)
    check = [sys.executable, "-c", TRY_OPENCV, str(inside)]
    if subprocess.run(check, check=False).returncode:
        sys.exit("OpenCV does not compute with SciPy's OpenBLAS")
    check = [sys.executable, __file__, "--sort", str(inside / "PySide6" / "Qt" / "lib")]
    if subprocess.run(check, check=False).returncode:
        sys.exit("Qt's sorting does not work with less of ICU's data")
    print(f"{before / 2**20:.0f} MiB, now {_size(program) / 2**20:.0f}")


def share_openblas(inside: Path) -> None:
    """In the place of OpenCV's OpenBLAS (39 MB) one that passes its 19 calls on to SciPy's.

    SciPy's is the same library, newer, with the prefix `scipy_` before each name and the same 32
    bits for a size. NumPy's has 64 and stays.
    """
    [old], [shared] = inside.glob(BLAS_OF_OPENCV), inside.glob(BLAS_OF_SCIPY)
    [module] = inside.glob("cv2/cv2*.so")
    others = [path for path in _libraries(inside) if path != module and old.name in needed(path)]
    if others:
        sys.exit(f"{others} need OpenCV's OpenBLAS too")
    calls = sorted(_symbols(module, "--undefined-only") & _symbols(old, "--defined-only"))
    missing = {f"scipy_{name}" for name in calls} - _symbols(shared, "--defined-only")
    if missing or not calls:
        sys.exit(f"SciPy's OpenBLAS lacks {missing or 'all that OpenCV calls'}")
    lines = [f".globl {n}\n.type {n}, @function\n{n}: jmp scipy_{n}@PLT\n" for n in calls]
    where = os.path.relpath(shared.parent, old.parent)
    _link([".text\n", *lines], old, str(shared), f"-Wl,-rpath,$ORIGIN/{where}")
    # only it asked for these
    left = {name for path in _libraries(inside) for name in needed(path)}
    for path in old.parent.glob("lib*.so*"):
        if path != old and path.name not in left:
            path.unlink()


def cut_icu(libraries: Path) -> None:
    """Of ICU's data (32 MB) only what sorts: Qt has names, dates and numbers of its own.

    Left out are translations of ICU itself (units, currencies, zones, regions, languages), word
    breaking, transliteration and old 8-bit encodings. A package of data is a header, a table of
    (name, place), both counted from the table's start, and the data.
    """
    [path] = libraries.glob("libicudata.so.*")
    table = subprocess.run(
        ["nm", "-D", "--defined-only", path], check=True, capture_output=True, text=True
    )
    found = re.search(r"^([0-9a-f]+) \w (icudt\d+_dat)$", table.stdout, re.MULTILINE)
    if found is None:
        sys.exit(f"{path} holds no data")
    raw = path.read_bytes()
    data = raw[_place_of(raw, int(found[1], 16)) :]
    head = struct.unpack_from("<H", data)[0]
    (count,) = struct.unpack_from("<I", data, head)
    entries = list(struct.iter_unpack("<II", data[head + 4 : head + 4 + 8 * count]))
    names = [data[head + n : data.index(b"\0", head + n)] for n, _ in entries]
    ends = [place for _, place in entries[1:]] + [len(data) - head]
    kept = [
        (name, data[head + place : head + end])
        for name, (_, place), end in zip(names, entries, ends, strict=True)
        if _sorts(name.split(b"/", 1)[1].decode())
    ]
    # the last one's end is not told: what follows it in the library is zeros
    texts = b"".join(name + b"\0" for name, _ in kept)
    at = 4 + 8 * len(kept)
    first = -(-(at + len(texts)) // 16) * 16
    places, body = b"", b""
    for name, item in kept:
        places += struct.pack("<II", at, first + len(body))
        at += len(name) + 1
        body += item + bytes(-len(item) % 16)
    made = data[:head] + struct.pack("<I", len(kept)) + places + texts
    made += bytes(head + first - len(made)) + body
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "icu.dat"
        file.write_bytes(made)
        lines = [f'.section .rodata\n.balign 64\n.globl {found[2]}\n.type {found[2]}, @object\n{found[2]}: .incbin "{file}"\n.size {found[2]}, {len(made)}\n']  # fmt: skip
        _link(lines, path)


def _sorts(name: str) -> bool:
    if "/" in name:
        return name.startswith("coll/")
    return not (name.endswith(".cnv") or re.fullmatch(r"[a-z]{2,3}(_\w+)?\.res", name))


def drop_unneeded(inside: Path) -> Iterator[str]:
    """Removes libraries of the building system that nothing here asks for any more; their names."""
    while True:
        asked = {name for path in _libraries(inside) for name in needed(path)}
        idle = [
            path
            for path in inside.glob("lib*.so*")
            if path.name not in asked and not path.name.startswith(FOUND_BY_NAME)
        ]
        if not idle:
            return
        for path in idle:
            path.unlink()
            yield path.name


def link_equal(program: Path) -> None:
    """Equal files become names of one: both programs, and libraries that two packages brought."""
    seen: dict[tuple[int, str], Path] = {}
    for path in sorted(program.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size < 65536:
            continue
        key = path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest()
        first = seen.setdefault(key, path)
        if first != path:
            path.unlink()
            path.hardlink_to(first)


def needed(path: Path) -> list[str]:
    told = subprocess.run(["readelf", "-dW", path], check=True, capture_output=True, text=True)
    return re.findall(r"\(NEEDED\).*\[(.+)\]", told.stdout)


def _libraries(inside: Path) -> list[Path]:
    return [
        p
        for p in inside.rglob("*.so*")
        if p.is_file() and not p.is_symlink() and p.suffix != ".pyc"
    ]


def _symbols(path: Path, which: str) -> set[str]:
    told = subprocess.run(["nm", "-D", which, path], check=True, capture_output=True, text=True)
    return {line.split()[-1].split("@")[0] for line in told.stdout.splitlines()}


def _place_of(raw: bytes, address: int) -> int:
    """Where in an ELF file lies what is loaded at this address."""
    start, (size, count) = (
        struct.unpack_from("<Q", raw, 0x20)[0],
        struct.unpack_from("<HH", raw, 0x36),
    )
    for n in range(count):
        kind, _, offset, base, _, length = struct.unpack_from("<IIQQQQ", raw, start + n * size)
        if kind == 1 and base <= address < base + length:
            return int(offset + address - base)
    sys.exit("not a library")


def _link(lines: list[str], target: Path, *more: str) -> None:
    """Assembles a shared library in the place of `target`, under its name."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "made.s"
        source.write_text("".join([*lines, '.section .note.GNU-stack,"",@progbits\n']), "utf-8")
        made = Path(folder) / target.name
        command = ["cc", "-shared", "-nostdlib", f"-Wl,-soname,{target.name}", "-Wl,--no-as-needed"]
        subprocess.run([*command, "-o", made, source, *more], check=True)
        target.write_bytes(made.read_bytes())


def _size(folder: Path) -> int:
    """Bytes on disk, each file once however many names it has."""
    files = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in map(Path.lstat, folder.rglob("*"))}
    return sum(files.values())


TRY_OPENCV = """
import sys
sys.path.insert(0, sys.argv[1])
import cv2, numpy as np
assert cv2.__file__.startswith(sys.argv[1]), cv2.__file__
rng = np.random.default_rng(0)
for kind, near in ((np.float32, 1e-3), (np.float64, 1e-9)):
    a = rng.normal(size=(120, 120)).astype(kind) + 12 * np.eye(120, dtype=kind)
    b = rng.normal(size=(120, 3)).astype(kind)
    whole = a @ a.T
    for way, left in ((cv2.DECOMP_LU, a), (cv2.DECOMP_QR, a), (cv2.DECOMP_SVD, a), (cv2.DECOMP_CHOLESKY, whole)):
        assert np.allclose(left @ cv2.solve(left, b, flags=way)[1], b, atol=near * 100), (kind, way)
    assert np.allclose(cv2.gemm(a, b, 1, None, 0), a @ b, atol=near * 100), kind
    assert np.allclose(cv2.SVDecomp(a)[0][:, 0], np.linalg.svd(a)[1], atol=near * 100), kind
"""
"""Everything for which OpenCV asks a LAPACK, large enough that it does."""


def try_sorting(libraries: Path) -> None:
    """Sorts by ICU as Qt does: each language by its own rules, and one that it does not know."""
    for name in ("data", "uc"):
        [path] = libraries.glob(f"libicu{name}.so.*")
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    [path] = libraries.glob("libicui18n.so.*")
    icu, version = ctypes.CDLL(str(path)), path.name.rpartition(".")[2]
    start, compare = icu[f"ucol_open_{version}"], icu[f"ucol_strcollUTF8_{version}"]
    start.restype = ctypes.c_void_p
    compare.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p]  # fmt: skip
    for language, words in (
        ("sv", "z å ä ö"),
        ("de", "a ä b z"),
        ("zh_CN", "爱 北 中"),
        ("en_XX", "a B c"),
        ("ja", "あ い 漢"),
    ):
        trouble = ctypes.c_int(0)
        rules = start(language.encode(), ctypes.byref(trouble))
        if trouble.value > 0 or not rules:
            sys.exit(f"ICU has no order for {language}: {trouble.value}")
        listed = words.encode().split()
        for one, two in itertools.pairwise(listed):
            if compare(rules, one, len(one), two, len(two), ctypes.byref(trouble)) != -1:
                sys.exit(f"{language}: {one.decode()} is not before {two.decode()}")


if __name__ == "__main__":
    if sys.argv[1] == "--sort":
        try_sorting(Path(sys.argv[2]))
    else:
        main()
