"""What makes a package for Linux smaller, and what is asked of the libraries in it."""

from __future__ import annotations

import runpy
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"
slim = SimpleNamespace(**runpy.run_path(str(PACKAGING / "linux" / "slim.py")))
licences = SimpleNamespace(**runpy.run_path(str(PACKAGING / "licences.py")))

needs_tools = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("cc", "nm", "readelf"))),
    reason="needs a compiler and binutils",
)


def built(target: Path, source: str, *more: str) -> Path:
    """A shared library of this C."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".c").write_text(source)
    command = ["cc", "-shared", "-fPIC", f"-Wl,-soname,{target.name}", "-o", target]
    subprocess.run([*command, target.with_suffix(".c"), *more], check=True)
    target.with_suffix(".c").unlink()
    return target


def test_equal_files_become_names_of_one_and_others_stay(tmp_path: Path) -> None:
    for name, byte in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).write_bytes(bytes([byte]) * 70_000)
    for name in ("d", "e"):  # a setting may be changed in one place only
        (tmp_path / name).write_bytes(b"small")
    slim.link_equal(tmp_path)
    inodes = {name: (tmp_path / name).stat().st_ino for name in "abcde"}
    assert inodes["a"] == inodes["b"]
    assert len(set(inodes.values())) == 4
    assert (tmp_path / "c").read_bytes()[0] == 2


def packed(items: dict[str, bytes]) -> bytes:
    """Data as ICU packs them, with a header of 32 bytes."""
    names = [f"icudt99l/{name}\0".encode() for name in sorted(items)]
    at = 4 + 8 * len(items)
    place = -(-(at + sum(map(len, names))) // 16) * 16
    table, body = b"", b""
    for name, key in zip(names, sorted(items), strict=True):
        table += struct.pack("<II", at, place + len(body))
        at += len(name)
        body += items[key] + bytes(-len(items[key]) % 16)
    made = struct.pack("<I", len(items)) + table + b"".join(names)
    return struct.pack("<H", 32) + bytes(30) + made.ljust(place, b"\0") + body


@needs_tools
def test_icu_keeps_what_sorts_byte_by_byte_and_only_that(tmp_path: Path) -> None:
    kept = {
        "coll/zh.res": b"pinyin",
        "coll/ucadata.icu": b"order" * 9,
        "root.res": b"all",
        "nfc.nrm": b"n",
    }
    gone = {"de.res": b"x", "zh_Hant_TW.res": b"x", "unit/de.res": b"x", "gb18030.cnv": b"x" * 100}
    library = tmp_path / "libicudata.so.99"
    bytes_of = ", ".join(map(str, packed(kept | gone)))
    built(
        library, f"__attribute__((aligned(16))) const unsigned char icudt99_dat[] = {{{bytes_of}}};"
    )
    slim.cut_icu(tmp_path)
    expected = packed(kept)
    raw = library.read_bytes()
    assert expected in raw
    assert b"gb18030" not in raw
    assert "libicudata.so.99" in subprocess.run(
        ["readelf", "-d", library], check=True, capture_output=True, text=True
    ).stdout  # fmt: skip


@needs_tools
def test_opencv_calls_the_openblas_of_scipy(tmp_path: Path) -> None:
    old = built(
        tmp_path / "opencv_python_headless.libs/libopenblas-1.so",
        "int sgesdd_(int a) { return a; } int unused_(void) { return 0; }",
    )
    shared = built(
        tmp_path / "scipy.libs/libscipy_openblas-2.so",
        "int scipy_sgesdd_(int a) { return a + 40; }",
    )
    module = built(
        tmp_path / "cv2/cv2.abi3.so", "int sgesdd_(int); int call(int a) { return sgesdd_(a); }",
        str(old), "-Wl,-rpath,$ORIGIN/../opencv_python_headless.libs",
    )  # fmt: skip
    slim.share_openblas(tmp_path)
    told = [sys.executable, "-c", f"import ctypes; print(ctypes.CDLL({str(module)!r}).call(2))"]
    assert subprocess.run(told, check=True, capture_output=True, text=True).stdout == "42\n"
    assert shared.name in slim.needed(old)


@needs_tools
def test_a_call_that_scipys_openblas_lacks_ends_the_build(tmp_path: Path) -> None:
    old = built(
        tmp_path / "opencv_python_headless.libs/libopenblas-1.so", "int dgesdd_(void) { return 1; }"
    )
    built(tmp_path / "scipy.libs/libscipy_openblas-2.so", "int scipy_sgesdd_(void) { return 2; }")
    built(
        tmp_path / "cv2/cv2.abi3.so",
        "int dgesdd_(void); int call(void) { return dgesdd_(); }",
        str(old),
    )
    before = old.read_bytes()
    with pytest.raises(SystemExit, match="scipy_dgesdd_"):
        slim.share_openblas(tmp_path)
    assert old.read_bytes() == before


@needs_tools
def test_libraries_go_only_where_nothing_names_them(tmp_path: Path) -> None:
    used = built(tmp_path / "libused.so", "int used(void) { return 1; }")
    built(tmp_path / "libidle.so", "int used(void); int idle(void) { return used(); }", str(used))
    built(tmp_path / "libpython3.so", "int python(void) { return 1; }")
    built(tmp_path / "inner/module.so", "int used(void); int f(void) { return used(); }", str(used))
    assert list(slim.drop_unneeded(tmp_path)) == ["libidle.so"]
    assert sorted(p.name for p in tmp_path.glob("*.so")) == ["libpython3.so", "libused.so"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("libreadline.so.8", "GPL"), ("libnobody-knows-it.so.1", "Where is libnobody")],
)
def test_a_bundle_holds_no_library_under_the_gpl_and_none_from_nowhere(
    name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / name).touch()
    monkeypatch.setitem(licences.system_packages.__globals__, "_told", lambda *_: "")
    with pytest.raises(SystemExit, match=words):
        licences.system_packages(tmp_path)
