"""What people do to photos, done to a whole batch on the device that trains.

Every view draws its own numbers; an edit that only some views get is computed for those alone. The
order is that of life: crop, turn and tilt the photo, change its tones, put it into a frame, a
screenshot or a collage, write on it, save it badly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from imgsim_desktop.embedding.learning.draws import Draws
from imgsim_desktop.embedding.learning.jpeg import JpegLoss
from imgsim_desktop.embedding.learning.placing import (
    area,
    box_maps,
    content_maps,
    halves,
    margins,
)
from imgsim_desktop.embedding.learning.sprites import (
    draw_backgrounds,
    draw_sprites,
    draw_watermarks,
)
from imgsim_desktop.embedding.learning.strengths import STRONG, Strength
from imgsim_desktop.embedding.learning.tones import tones


@dataclass(frozen=True, slots=True)
class EditedViews:
    """Edited pictures and whose they are."""

    pixels: Tensor
    """(b, 3, side, side) float, 0-1."""
    second: Tensor
    """(b,) the other picture that can be seen in a collage; the own one elsewhere."""
    share: Tensor
    """(b,) share of the own picture among the two, 0-1; 1 where there is no other."""


class ViewMaker:
    """Makes views of stored pictures.

    pixels (n, s, s, 3) uint8 squares and aspect (n,), both on the device; side of the views in
    pixels, a multiple of 8. All random numbers come from `generator`, which lives on the device.
    """

    def __init__(
        self, pixels: Tensor, aspect: Tensor, side: int, generator: torch.Generator, seed: int = 0
    ) -> None:
        self._pixels = pixels.permute(0, 3, 1, 2).contiguous()
        self._aspect, self._side = aspect, side
        device = self._device = pixels.device
        self._draws = Draws(generator, device)
        sprites = torch.from_numpy(draw_sprites(384, seed)).to(device)
        self._sprites = sprites.permute(0, 3, 1, 2).float().div_(255)
        marks = torch.from_numpy(draw_watermarks(128, seed)).to(device)
        self._marks = marks.permute(0, 3, 1, 2).float().div_(255)
        grounds = torch.from_numpy(draw_backgrounds(384, side, seed)).to(device)
        self._grounds = grounds.permute(0, 3, 1, 2).contiguous()
        grain = torch.Generator(device).manual_seed(seed)  # not `generator`: a resumed training
        self._noise = torch.randn((24, 3, side, side), device=device, generator=grain)
        self._jpeg = JpegLoss(device)
        line = (torch.arange(side, device=device) + 0.5) / side * 2 - 1
        ys, xs = torch.meshgrid(line, line, indexing="ij")
        self._line = line
        self._grid = torch.stack((xs, ys), -1).reshape(-1, 2)
        self._radius = self._grid.pow(2).sum(1).view(1, 1, side, side) / 2
        """Square of the distance from the middle; 1 in the corners."""

    def clean(self, rows: Tensor) -> Tensor:
        """The pictures as they are, at the side of the views."""
        pixels = self._pixels[rows].float().div_(255)
        return functional.interpolate(
            pixels, size=(self._side, self._side), mode="bilinear", antialias=True
        )

    def make(
        self, rows: Tensor, strength: Strength | Sequence[tuple[float, Strength]] = STRONG
    ) -> EditedViews:
        """One freshly edited view of each picture; rows (b,) int64 on the device.

        strength  one for all, or (share, strength) pairs of which each view draws one
        """
        count, draws = len(rows), self._draws
        much = draws.strengths(count, strength)
        second, share = rows.clone(), torch.ones(count, device=self._device)
        box = torch.tensor([0.0, 0.0, 1.0, 1.0], device=self._device).repeat(count, 1)
        fate = draws.uniform(count)
        placed, reach = much["place"], much["place"] + much["collage"]
        framed = (fate < placed).nonzero().squeeze(1)
        collage = ((fate >= placed) & (fate < reach)).nonzero().squeeze(1)
        inset = ((fate >= reach) & (fate < reach + much["inset"])).nonzero().squeeze(1)
        box[framed] = margins(draws, len(framed))
        box[collage], theirs = halves(draws, len(collage))
        # the frame's scale and the photo's own edits are one map: sampled once, no blur on blur
        image = self._sample(rows, content_maps(draws, self._aspect[rows], much) @ box_maps(box))
        image = tones(draws, image, much, self._radius)
        grounds = self._grounds[draws.integers(len(framed), len(self._grounds))].float().div_(255)
        image[framed] = torch.where(self._inside(box[framed]), image[framed], grounds)
        if len(collage):
            other = draws.integers(len(collage), len(self._pixels))
            ground = self._grounds[draws.integers(len(collage), len(self._grounds))].float() / 255
            ground = self._into(other, ground, theirs)
            image[collage] = torch.where(self._inside(box[collage]), image[collage], ground)
            second[collage] = other
            own = area(box[collage])
            share[collage] = own / (own + area(theirs))
        if len(inset):
            number = len(inset)
            size = draws.rand(number, 2) * 0.3 + 0.2
            at = draws.rand(number, 2) * (1 - size)
            other = draws.integers(number, len(self._pixels))
            image[inset] = self._into(other, image[inset], torch.cat((at, at + size), 1))
        image = self._write(image, much)
        image = self._detail(image, much)
        return EditedViews(image.clamp_(0, 1), second, share)

    def _sample(self, rows: Tensor, maps: Tensor) -> Tensor:
        source = self._pixels[rows].float().div_(255)
        # broadcasts, not a product of matrices: (16384, 3) @ (3, 3) takes a third of the whole time
        entry = maps[:, :, :, None, None]
        xs, ys = self._line[None, None, :], self._line[None, :, None]
        depth = entry[:, 2, 0] * xs + entry[:, 2, 1] * ys + entry[:, 2, 2]
        grid = torch.empty((len(rows), self._side, self._side, 2), device=self._device)
        for axis in (0, 1):
            line = entry[:, axis, 0] * xs + entry[:, axis, 1] * ys + entry[:, axis, 2]
            torch.div(line, depth.clamp(min=0.2), out=grid[..., axis])
        return functional.grid_sample(
            source, grid, mode="bilinear", padding_mode="border", align_corners=False
        )

    def _inside(self, box: Tensor) -> Tensor:
        """(m, 1, side, side) whether a pixel of the view lies in the box."""
        line = (self._line + 1) / 2
        across = (line >= box[:, 0:1]) & (line <= box[:, 2:3])
        down = (line >= box[:, 1:2]) & (line <= box[:, 3:4])
        return (down[:, :, None] & across[:, None, :])[:, None]

    def _into(self, rows: Tensor, ground: Tensor, box: Tensor) -> Tensor:
        """Stored pictures, whole, in boxes (m, 4) of the ground."""
        return torch.where(self._inside(box), self._sample(rows, box_maps(box)), ground)

    def _box_grid(self, box: Tensor) -> Tensor:
        """Where each pixel of the view lies in a picture that fills the box; (m, s, s, 2)."""
        low, high = box[:, :2], box[:, 2:]
        scale = 1 / (high - low)
        shift = -(low + high - 1) * scale
        axes = self._line[None, :, None] * scale[:, None] + shift[:, None]
        side = self._side
        xs = axes[:, None, :, 0].expand(-1, side, -1)
        ys = axes[:, :, None, 1].expand(-1, -1, side)
        return torch.stack((xs, ys), -1)

    # -- text, smileys, holes

    def _write(self, image: Tensor, much: dict[str, Tensor]) -> Tensor:
        draws = self._draws
        self._watermark(image, draws.chosen(much["watermark"]))
        marked = draws.chosen(much["sprites"])
        again = marked[draws.uniform(len(marked)) < 0.4]
        for chosen in (marked, again):
            if not len(chosen):
                continue
            number = len(chosen)
            sprites = self._sprites[draws.integers(number, len(self._sprites))]
            wide = torch.where(draws.uniform(number) < 0.2, 1.0, draws.uniform(number, 0.1, 0.9))
            flat = torch.exp(draws.uniform(number, -1.9, 0.3))
            high = torch.where(wide == 1.0, draws.uniform(number, 0.1, 1.0), wide * flat)
            high = high.clamp(0.06, 1.0)
            at_x = draws.uniform(number) * (1 - wide)
            at_y = draws.uniform(number) * (1 - high)
            box = torch.stack((at_x, at_y, at_x + wide, at_y + high), 1)
            drawn = functional.grid_sample(
                sprites, self._box_grid(box), padding_mode="zeros", align_corners=False
            )
            fade = torch.where(draws.uniform(number) < 0.3, draws.uniform(number, 0.3, 1.0), 1.0)
            alpha = drawn[:, 3:] * fade[:, None, None, None]
            image[chosen] = image[chosen].lerp(drawn[:, :3], alpha)
        holed = draws.chosen(much["cutout"])
        if len(holed):
            number = len(holed)
            centre = draws.rand(number, 2) * 2 - 1
            size = draws.uniform(number, 0.15, 0.45)[:, None]
            near = (self._grid[None] - centre[:, None]).abs() < size[:, None]
            hole = near.all(-1).view(number, 1, self._side, self._side)
            fill = draws.rand(number, 3, 1, 1)
            image[holed] = torch.where(hole, fill, image[holed])
        return image

    def _watermark(self, image: Tensor, chosen: Tensor) -> None:
        """Faint text over nearly all of the picture, drawn over it or added to its light."""
        number, draws = len(chosen), self._draws
        if not number:
            return
        marks = self._marks[draws.integers(number, len(self._marks))]
        at = draws.rand(number, 2) * 0.12
        over = draws.rand(number, 2) * 0.5
        box = torch.cat((-at - over / 2, 1 + at + over / 2), 1)
        drawn = functional.grid_sample(
            marks, self._box_grid(box), padding_mode="zeros", align_corners=False
        )
        alpha, ink = drawn[:, 3:], drawn[:, :3]
        added = (draws.uniform(number) < 0.5)[:, None, None, None]
        under = image[chosen]
        image[chosen] = torch.where(added, under + alpha * ink * 0.8, under.lerp(ink, alpha))

    # -- blur, noise, bad saving

    def _detail(self, image: Tensor, much: dict[str, Tensor]) -> Tensor:
        draws = self._draws
        chosen = draws.chosen(much["detail"])
        for width, part in zip((3, 5, 9), chosen.tensor_split(3), strict=True):
            if len(part):
                picture = image[part]
                soft = functional.avg_pool2d(picture, width, 1, width // 2, count_include_pad=False)
                low = -0.8 if width < 9 else 0.0
                weight = draws.uniform(len(part), low, 1.0)[:, None, None, None]
                image[part] = picture.lerp(soft, weight)  # below 0 sharpens
        coarse = draws.chosen(much["coarse"])
        size = (self._side, self._side)
        for factor, part in zip((2, 2, 4), coarse.tensor_split(3), strict=True):
            if len(part):
                small = functional.avg_pool2d(image[part], factor)
                mode = "nearest" if factor == 4 and len(part) % 2 else "bilinear"
                image[part] = functional.interpolate(small, size=size, mode=mode)
        grainy = draws.chosen(much["noise"])
        if len(grainy):
            noise = self._noise[draws.integers(len(grainy), len(self._noise))]
            sigma = draws.uniform(len(grainy), 0.01, 0.12)[:, None, None, None]
            image[grainy] = image[grainy] + noise * sigma
        saved = draws.chosen(much["jpeg"])
        if len(saved):
            quality = draws.uniform(len(saved), 8.0, 70.0)
            image[saved] = self._jpeg(image[saved].clamp(0, 1), quality)
        return image
