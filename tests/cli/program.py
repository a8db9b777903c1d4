"""`python -m tests.cli.program WORDS`: the real command line with a network that needs no torch.

For tests that need a process of their own: kill -9, two programs at once, pipes, locales.
While the file IMGSIM_TEST_HOLD exists, no more is embedded once ENOUGH pictures are.
IMGSIM_TEST_DECODER names what a decoder does over BAD_NAME, see `tests/scan/stubs.py`.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.__main__ import main
from imgsim_desktop.cli import options
from imgsim_desktop.listing import patience
from imgsim_desktop.scan import run as scan_run
from tests.fakes import FakeBackend, fake_network
from tests.scan.stubs import read_with_a_bad_decoder

ENOUGH = 8
HOLD = Path(os.environ.get("IMGSIM_TEST_HOLD", os.devnull + "/none"))


class HeldBackend(FakeBackend):
    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        while sum(self.batches) >= ENOUGH and HOLD.exists():
            time.sleep(0.02)
        return super().embed_batch(pixels)


if __name__ == "__main__":
    patience.FIRST_WAIT_S = float(os.environ.get("IMGSIM_TEST_PATIENCE_S", patience.FIRST_WAIT_S))
    decoder = os.environ.get("IMGSIM_TEST_DECODER")
    if decoder is not None:
        scan_run.read_photo = partial(read_with_a_bad_decoder, decoder)
    network = fake_network(HeldBackend)
    options.named_network = lambda *_: network
    sys.exit(main())
