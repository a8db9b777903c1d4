"""What several networks find nearest among the bundled demo photos, a row each, to be looked at.

python -m tests.benchmarks.draw_models SHEET.jpg --home HOME --networks began builtin ...
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from imgsim_desktop.embedding.learning.collages import draw_nearest
from imgsim_desktop.embedding.learning.scores import top_matches
from imgsim_desktop.embedding.registry import open_backend
from imgsim_desktop.library.paths import Home
from imgsim_desktop.resources import resource
from imgsim_desktop.scan.lessons import gather_pictures

ASKED = ("IMG_2041-cropped.jpg", "PXL_0502-edited.jpg", "DSC_0012 turned.jpg")
NEAREST = 4
NAME_PX, APART_PX = 118, 22


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--networks", nargs="+", required=True)
    parser.add_argument("--weights", type=Path, help="of mobilenet_v2")
    args = parser.parse_args()
    shown = gather_pictures([resource("demo")], 144)
    asked = [
        row for word in ASKED for row, name in enumerate(shown.names) if Path(name).name == word
    ]
    rows = []
    for name in args.networks:
        file = args.weights if name == "mobilenet_v2" else None
        backend = open_backend(name, "cpu", file, Home(args.home).weights)
        pictures = gather_pictures([resource("demo")], backend.spec.input.size_px)
        vectors = backend.embed_batch(pictures.pixels)
        found, _ = top_matches(vectors[asked], vectors, NEAREST + 1)
        near = [
            [int(other) for other in nearest if other != own][:NEAREST]
            for own, nearest in zip(asked, found, strict=True)
        ]
        parts = [
            np.pad(
                draw_nearest(shown.pixels, [own], [row], cell_px=56),
                ((0, 0), (0, APART_PX), (0, 0)),
                constant_values=246,
            )
            for own, row in zip(asked, near, strict=True)
        ]
        title = np.full((parts[0].shape[0], NAME_PX, 3), 246, np.uint8)
        cv2.putText(title, name, (6, title.shape[0] // 2 + 4), cv2.FONT_HERSHEY_SIMPLEX, 0.45,
                    (40, 40, 40), 1, cv2.LINE_AA)  # fmt: skip
        rows.append(np.concatenate([title, *parts], axis=1))
    sheet = cv2.cvtColor(np.concatenate(rows), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(args.sheet), sheet, [cv2.IMWRITE_JPEG_QUALITY, 75])


if __name__ == "__main__":
    main()
