"""Weights from elsewhere: asked for, fetched, continued, checked; against a server of our own."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.embedding import weights
from imgsim_desktop.embedding.backend import BackendSpec, Download
from imgsim_desktop.embedding.registry import BACKENDS, download_weights, is_ready, open_backend
from imgsim_desktop.errors import KnownError, WeightsMissing

CONTENT = bytes(range(256)) * 6000


class Server(NamedTuple):
    """What the test may turn, and what it may look at."""

    spec: BackendSpec
    ranges: list[str | None]
    """Range header of each request."""
    cut_after: list[int]
    """If not empty, answers stop after that many bytes."""


@pytest.fixture
def server() -> Iterator[Server]:
    ranges: list[str | None] = []
    cut_after: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wish = self.headers.get("Range")
            ranges.append(wish)
            if "gone" in self.path:
                self.send_error(404)
                return
            start = int(wish.split("=")[1].rstrip("-")) if wish else 0
            self.send_response(206 if wish else 200)
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            end = cut_after.pop() if cut_after else len(CONTENT)
            self.wfile.write(CONTENT[start:end])

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, name="weights-server")
    thread.start()
    digits = hashlib.sha256(CONTENT).hexdigest()[:8]
    url = f"http://127.0.0.1:{web.server_port}/net-{digits}.pth"
    spec = replace(BACKENDS["resnet50"], download=Download(url, digits, len(CONTENT), "Net.V1"))
    yield Server(spec, ranges, cut_after)
    web.shutdown()
    thread.join()
    web.server_close()


def yes(_: BackendSpec) -> bool:
    return True


def with_url(spec: BackendSpec, url: str) -> BackendSpec:
    assert spec.download is not None
    return replace(spec, download=replace(spec.download, url=url))


def test_weights_are_fetched_once_and_kept(server: Server, tmp_path: Path) -> None:
    control = Control()
    path = weights.download(server.spec, tmp_path / "new" / "folder", yes, control)
    assert path.read_bytes() == CONTENT
    assert control.progress.done == control.progress.total == len(CONTENT)
    assert weights.download(server.spec, path.parent, yes, control) == path
    assert len(server.ranges) == 1
    assert weights.find_download(server.spec, path.parent) == path


def test_nothing_is_fetched_without_consent(server: Server, tmp_path: Path) -> None:
    asked: list[str] = []

    def no(spec: BackendSpec) -> bool:
        asked.append(spec.licence)
        return False

    with pytest.raises(WeightsMissing, match="were not downloaded"):
        weights.download(server.spec, tmp_path, no, Control())
    assert server.ranges == []
    assert "ImageNet" in asked[0]


def test_a_cut_connection_is_continued_where_it_broke(server: Server, tmp_path: Path) -> None:
    server.cut_after.append(900_000)
    with pytest.raises(KnownError, match=r"connection to 127.0.0.1.*failed.*what has arrived"):
        weights.download(server.spec, tmp_path, yes, Control())
    path = weights.download(server.spec, tmp_path, yes, Control())
    assert path.read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=900000-"]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_stop_keeps_what_has_arrived(server: Server, tmp_path: Path) -> None:
    class StopAtFirstReport(Control):
        def report(self, progress: object) -> None:
            self.stop()

    with pytest.raises(Cancelled):
        weights.download(server.spec, tmp_path, yes, StopAtFirstReport())
    (part,) = tmp_path.iterdir()
    assert part.name.endswith(".part")
    assert CONTENT.startswith(part.read_bytes())


def test_a_file_with_the_wrong_checksum_is_not_kept(server: Server, tmp_path: Path) -> None:
    assert server.spec.download is not None
    wrong = replace(server.spec, download=replace(server.spec.download, sha256_start="00000000"))
    with pytest.raises(WeightsMissing, match="wrong checksum and was deleted"):
        weights.download(wrong, tmp_path, yes, Control())
    assert list(tmp_path.iterdir()) == []


def test_a_file_the_server_does_not_have_is_named(server: Server, tmp_path: Path) -> None:
    assert server.spec.download is not None
    gone = with_url(server.spec, server.spec.download.url.replace("net-", "gone-"))
    with pytest.raises(KnownError, match="404"):
        weights.download(gone, tmp_path, yes, Control())


def test_being_offline_is_said_plainly(server: Server, tmp_path: Path) -> None:
    offline = with_url(server.spec, "http://127.0.0.1:9/net.pth")
    with pytest.raises(KnownError, match=r"connection to 127.0.0.1:9 failed.*Check the network"):
        weights.download(offline, tmp_path, yes, Control())


def test_a_full_disk_is_noticed_before_the_download(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(KnownError, match="not enough space"):
        weights.download(server.spec, tmp_path, yes, Control())
    assert server.ranges == []


def test_a_damaged_download_is_never_loaded(server: Server, tmp_path: Path) -> None:
    path = weights.download(server.spec, tmp_path, yes, Control())
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(WeightsMissing, match="wrong checksum"):
        weights.find_download(server.spec, tmp_path)


def test_missing_weights_say_how_to_get_them(tmp_path: Path) -> None:
    assert not is_ready("resnet50", tmp_path)
    assert is_ready("builtin", None)
    with pytest.raises(WeightsMissing, match=r"98 MB.*--download resnet50"):
        open_backend("resnet50", "cpu", weights_dir=tmp_path)


def test_there_is_nothing_to_download_for_the_builtin_network(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="nothing to download"):
        download_weights("builtin", tmp_path, yes)


def test_every_download_is_named_after_its_checksum() -> None:
    for spec in BACKENDS.values():
        if spec.download is not None:
            assert spec.download.sha256_start in spec.download.file_name
            assert spec.download.url.startswith("https://")
