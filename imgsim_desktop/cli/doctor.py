"""`imgsim doctor`: what this installation can do, and where it keeps its files."""

from __future__ import annotations

import argparse
import os
import platform
from importlib import metadata

from imgsim_desktop import __version__
from imgsim_desktop.cli.options import add_weights, device_of, home_of, network_of
from imgsim_desktop.cli.output import print_line
from imgsim_desktop.cores import cores, has_avx2
from imgsim_desktop.display import display_trouble
from imgsim_desktop.errors import BackendTrouble, KnownError
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.formats import FORMATS
from imgsim_desktop.scan.networks import (
    engine_of,
    is_ready,
    list_devices,
    may_have_accelerator,
    rate_of,
)

PACKAGES = (
    "PySide6-Essentials", "onnxruntime", "torch", "torchvision", "numpy", "pillow", "pi-heif",
    "pylibjxl", "rawpy", "opencv-python-headless", "hnswlib", "safetensors", "Send2Trash",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_weights(parser)


def run(args: argparse.Namespace) -> int:
    """Returns 1 if something that the main job needs does not work."""
    home, network = home_of(args), network_of(args)
    troubles = _home_troubles(home)
    print_line(f"imgsim {__version__}, Python {platform.python_version()}, {platform.platform()}")
    print_line("packages")
    for name in PACKAGES:
        print_line(f"   {name} {_version(name)}")
    print_line(f"processor {_processor(cores(), has_avx2=has_avx2())}")
    devices = list_devices()
    print_line(f"devices  {', '.join(devices)}; wished: {device_of(args)}")
    print_line(f"network  {network.spec.id} ({network.spec.model_key})")
    if args.weights or is_ready(network.spec.id, home.weights):
        try:
            backend = network.open(device_of(args))
            print_line(
                f"   opens on {backend.device}, by {engine_of(backend)}: "
                f"{rate_of(backend):.0f} photos a second, measured now"
            )
            faster = _faster(backend.device, devices, has_avx2=has_avx2())
            print_line(f"   faster: {faster or 'nothing that this machine has'}")
        except (KnownError, BackendTrouble) as error:
            troubles.append(str(error))
    else:
        troubles.append(f"The weights of {network.spec.title} are not downloaded yet.")
    print_line("formats")
    for name, format_ in FORMATS.items():
        state = "" if format_.is_available else f"  NOT READ: {format_.needs[0]} is missing"
        print_line(f"   {name:9} {' '.join(format_.suffixes)}{state}")
    print_line(f"files    {home.root}")
    print_line(f"   journal   {home.journal}")
    print_line(f"   decisions {home.decisions_db}")
    print_line(f"window   {display_trouble() or 'can be opened'}")
    for trouble in troubles:
        print_line(f"TROUBLE  {trouble}")
    return 1 if troubles else 0


def _faster(device: str, devices: tuple[str, ...], *, has_avx2: bool | None) -> str:
    """What would describe photos in less time; empty where nothing would on this machine."""
    if device != "cpu":
        return ""
    if devices[0] != "cpu":
        return f"--device {devices[0]}"
    if may_have_accelerator():
        return "a torch that knows the graphics card of this machine"
    return "a processor with AVX2" if has_avx2 is False else ""


def _processor(count: int, *, has_avx2: bool | None) -> str:
    """As it matters for speed."""
    kind = f"{platform.machine()}, cores for this program: {count}"
    if has_avx2 is None:
        return kind
    if has_avx2:
        return f"{kind}, AVX2"
    return f"{kind}, no AVX2: all works, but much slower, and the map is coarser"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "is not installed"


def _home_troubles(home: Home) -> list[str]:
    """Whether our data can be written, without writing."""
    folder = home.root
    while not folder.exists():
        folder = folder.parent
    if os.access(folder, os.W_OK):
        return []
    return [f"{home.root} cannot be written; set IMGSIM_HOME to another folder."]
