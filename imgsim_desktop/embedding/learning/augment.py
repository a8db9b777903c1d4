"""What people do to photos, done to a whole batch on the device that trains.

Every view draws its own numbers; an edit that only some views get is computed for those alone. The
order is that of life: crop, turn and tilt the photo, change its tones, put it into a frame, a
screenshot or a collage, write on it, save it badly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor
from torch.nn import functional

from imgsim_desktop.embedding.learning.jpeg import JpegLoss
from imgsim_desktop.embedding.learning.sprites import (
    draw_backgrounds,
    draw_sprites,
    draw_watermarks,
)
from imgsim_desktop.embedding.learning.strengths import STRONG, Strength


@dataclass(frozen=True, slots=True)
class Views:
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
        self._aspect, self._side, self._random = aspect, side, generator
        device = pixels.device
        self._device = device
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

    def clean(self, rows: Tensor) -> Tensor:
        """The pictures as they are, at the side of the views."""
        pixels = self._pixels[rows].float().div_(255)
        return functional.interpolate(
            pixels, size=(self._side, self._side), mode="bilinear", antialias=True
        )

    def make(
        self, rows: Tensor, strength: Strength | Sequence[tuple[float, Strength]] = STRONG
    ) -> Views:
        """One freshly edited view of each picture; rows (b,) int64 on the device.

        strength  one for all, or (share, strength) pairs of which each view draws one
        """
        count = len(rows)
        much = self._draw(count, strength)
        second, share = rows.clone(), torch.ones(count, device=self._device)
        box = torch.tensor([0.0, 0.0, 1.0, 1.0], device=self._device).repeat(count, 1)
        fate = self._uniform(count)
        placed, reach = much["place"], much["place"] + much["collage"]
        framed = (fate < placed).nonzero().squeeze(1)
        collage = ((fate >= placed) & (fate < reach)).nonzero().squeeze(1)
        inset = ((fate >= reach) & (fate < reach + much["inset"])).nonzero().squeeze(1)
        box[framed] = self._margins(len(framed))
        box[collage], theirs = self._halves(len(collage))
        # the frame's scale and the photo's own edits are one map: sampled once, no blur on blur
        image = self._sample(rows, self._content_maps(rows, much) @ _box_maps(box))
        image = self._tones(image, much)
        grounds = self._grounds[self._integers(len(framed), len(self._grounds))].float().div_(255)
        image[framed] = torch.where(self._inside(box[framed]), image[framed], grounds)
        if len(collage):
            other = self._integers(len(collage), len(self._pixels))
            ground = self._grounds[self._integers(len(collage), len(self._grounds))].float() / 255
            ground = self._into(other, ground, theirs)
            image[collage] = torch.where(self._inside(box[collage]), image[collage], ground)
            second[collage] = other
            own = _area(box[collage])
            share[collage] = own / (own + _area(theirs))
        if len(inset):
            number = len(inset)
            size = torch.rand((number, 2), device=self._device, generator=self._random) * 0.3 + 0.2
            at = torch.rand((number, 2), device=self._device, generator=self._random) * (1 - size)
            other = self._integers(number, len(self._pixels))
            image[inset] = self._into(other, image[inset], torch.cat((at, at + size), 1))
        image = self._write(image, much)
        image = self._detail(image, much)
        return Views(image.clamp_(0, 1), second, share)

    # -- random numbers

    def _uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        draw = torch.rand(count, device=self._device, generator=self._random)
        return draw * (high - low) + low

    def _draw(
        self, count: int, strength: Strength | Sequence[tuple[float, Strength]]
    ) -> dict[str, Tensor]:
        """Each field of the strength as (count,), one number a view."""
        mixed = ((1.0, strength),) if isinstance(strength, Strength) else strength
        names = [field.name for field in fields(Strength)]
        table = torch.tensor([[getattr(one, name) for name in names] for _, one in mixed])
        shares = torch.tensor([share for share, _ in mixed], device=self._device)
        kinds = torch.zeros(count, dtype=torch.int64, device=self._device)
        if len(mixed) > 1 and count:
            kinds = torch.multinomial(shares, count, replacement=True, generator=self._random)
        rows = table.to(self._device)[kinds]
        return {name: rows[:, column] for column, name in enumerate(names)}

    def _chosen(self, count: int, probability: Tensor) -> Tensor:
        """Rows that get an edit; probability (count,)."""
        return (self._uniform(count) < probability).nonzero().squeeze(1)

    def _integers(self, count: int, high: int) -> Tensor:
        return torch.randint(high, (count,), device=self._device, generator=self._random)

    # -- geometry

    def _content_maps(self, rows: Tensor, much: dict[str, Tensor]) -> Tensor:
        """(b, 3, 3) homographies from the view's square to the stored square, both -1..1."""
        count, device = len(rows), self._device
        eye = torch.eye(3, device=device).expand(count, 3, 3)
        # crop: half sizes and centre; towards a corner half of the time
        cropped = self._uniform(count) < much["crop"]
        area = torch.exp(self._uniform(count) * much["smallest_area"].log())
        skew = torch.exp(self._uniform(count, -0.35, 0.35))
        half_x = torch.where(cropped, (area.sqrt() * skew).clamp(max=1), 1.0)
        half_y = torch.where(cropped, (area / half_x).clamp(max=1), 1.0)
        crop = eye.clone()
        crop[:, 0, 0], crop[:, 1, 1] = half_x, half_y
        for axis, half in ((0, half_x), (1, half_y)):
            along = self._uniform(count, -1.0, 1.0)
            along = torch.where(self._uniform(count) < 0.35, along.sign(), along)
            crop[:, axis, 2] = along * (1 - half)
        # quarter turns and mirror: exact permutations of the square
        quarter = torch.where(
            self._uniform(count) < much["turn"], self._integers(count, 3) + 1, 0
        ).float()
        angle = quarter * (torch.pi / 2)
        flip = torch.where(self._uniform(count) < much["mirror"], -1.0, 1.0)
        turn = eye.clone()
        turn[:, 0, 0], turn[:, 0, 1] = angle.cos() * flip, -angle.sin()
        turn[:, 1, 0], turn[:, 1, 1] = angle.sin() * flip, angle.cos()
        # small tilt, about the middle, in true proportions; mostly zoomed until no corner is empty
        ratio = self._aspect[rows] * half_x / half_y
        ratio = torch.where(quarter % 2 == 1, 1 / ratio, ratio)
        tilted = self._uniform(count) < much["tilt"]
        bound = much["largest_tilt_deg"] * torch.pi / 180
        theta = torch.where(tilted, self._uniform(count, -1.0, 1.0) * bound, 0.0)
        cos, sin = theta.cos(), theta.sin()
        reach = torch.maximum(cos + sin.abs() / ratio, cos + sin.abs() * ratio)
        zoom = torch.where(self._uniform(count) < 0.75, 1 / reach, 1.0)
        tilt = eye.clone()
        tilt[:, 0, 0], tilt[:, 0, 1] = cos * zoom, -sin * zoom / ratio
        tilt[:, 1, 0], tilt[:, 1, 1] = sin * zoom * ratio, cos * zoom
        # keystone
        seen = self._uniform(count) < much["perspective"]
        keystone = eye.clone()
        for axis in (0, 1):
            pull = torch.where(seen, self._uniform(count, -0.12, 0.12), 0.0)
            keystone[:, 2, axis] = pull
        slack = 1 - keystone[:, 2, :2].abs().sum(1)
        keystone[:, 0, 0] = keystone[:, 1, 1] = slack
        return crop @ turn @ tilt @ keystone

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

    # -- tones

    def _tones(self, image: Tensor, much: dict[str, Tensor]) -> Tensor:
        """Brightness, contrast, saturation, hue, warmth and fades are one 3x4 matrix a view."""
        count, device = len(image), self._device
        eye = torch.eye(3, device=device)
        luma = torch.tensor([0.299, 0.587, 0.114], device=device)
        grey = luma.expand(3, 3)
        some = self._uniform(count) < much["tone"]

        def pick(low: float, high: float, probability: float, neutral: float) -> Tensor:
            mine = some & (self._uniform(count) < probability)
            return torch.where(mine, self._uniform(count, low, high), neutral)

        saturation = pick(0.2, 2.0, 0.5, 1.0)
        is_grey = self._uniform(count) < much["grey"]
        saturation = torch.where(is_grey, 0.0, saturation)
        matrix = grey + (eye - grey) * saturation[:, None, None]
        hue = pick(-0.5, 0.5, 0.25, 0.0)
        matrix = _hue_turns(hue) @ matrix
        tint = torch.stack([pick(0.75, 1.25, 0.45, 1.0) for _ in range(3)], 1)
        # sepia and its like: a grey picture in one colour, mostly a warm one
        toned = is_grey & (self._uniform(count) < 0.5)
        deep = self._uniform(count, 0.0, 0.35)
        deep = torch.where(self._uniform(count) < 0.2, -deep, deep)
        sepia = torch.stack((1 + deep * 0.6, 1 - deep * 0.2, 1 - deep), 1)
        tint = torch.where(toned[:, None], tint * sepia, tint)
        gain = pick(0.5, 1.6, 0.5, 1.0) * pick(0.5, 1.7, 0.5, 1.0)
        matrix = matrix * (tint * gain[:, None])[:, :, None]
        lift = pick(-0.1, 0.2, 0.35, 0.0)
        pivot = torch.where(self._uniform(count) < 0.5, 0.45 * (1 - gain), 0.0)
        offset = (lift + pivot)[:, None] + torch.where(
            some[:, None], 0.06 * torch.randn((count, 3), device=device, generator=self._random), 0
        )
        flat = torch.baddbmm(offset[:, :, None], matrix, image.flatten(2)).clamp_(0, 1)
        image = flat.view_as(image)
        bent = self._chosen(count, much["gamma"])
        if len(bent):
            power = torch.exp(self._uniform(len(bent), -0.75, 0.75))[:, None, None, None]
            image[bent] = image[bent].clamp(min=1e-3).pow(power)
        dark = self._chosen(count, much["vignette"])
        if len(dark):
            radius = self._grid[:, :2].pow(2).sum(1).view(1, 1, self._side, self._side) / 2
            deep = self._uniform(len(dark), 0.2, 0.9)[:, None, None, None]
            image[dark] = image[dark] * (1 - deep * radius.pow(1.2))
        odd = self._chosen(count, 0.05 * much["tone"])
        if len(odd):
            image[odd] = (image[odd] * 4).round() / 4 if len(odd) % 2 else 1 - image[odd]
        return image

    # -- frames, screens, collages

    def _margins(self, count: int) -> Tensor:
        """(m, 4) left, top, right, bottom of the photo in its frame, 0-1."""
        kind = self._uniform(count)
        thin = self._uniform(count, 0.01, 0.12)[:, None].expand(count, 4)
        uneven = torch.stack([self._uniform(count, 0.0, 0.22) for _ in range(4)], 1)
        bars = torch.zeros((count, 4), device=self._device)
        held = 1 - self._uniform(count, 0.22, 0.95)
        along = torch.where(self._uniform(count) < 0.7, 0.5, self._uniform(count))
        upright = self._uniform(count) < 0.6
        first, last = held * along, held * (1 - along)
        zero = torch.zeros_like(first)
        bars = torch.where(
            upright[:, None],
            torch.stack((zero, first, zero, last), 1),
            torch.stack((first, zero, last, zero), 1),
        )
        lost_x, lost_y = self._uniform(count, 0.02, 0.5), self._uniform(count, 0.02, 0.5)
        at_x, at_y = self._uniform(count), self._uniform(count)
        window = torch.stack(
            (lost_x * at_x, lost_y * at_y, lost_x * (1 - at_x), lost_y * (1 - at_y)), 1
        )
        margins = torch.where((kind < 0.3)[:, None], thin, uneven)
        margins = torch.where((kind > 0.5)[:, None], bars, margins)
        margins = torch.where((kind > 0.78)[:, None], window, margins)
        return torch.stack((margins[:, 0], margins[:, 1], 1 - margins[:, 2], 1 - margins[:, 3]), 1)

    def _halves(self, count: int) -> tuple[Tensor, Tensor]:
        """Two boxes (m, 4) side by side or one above the other, with a gap; random sides."""
        cut = self._uniform(count, 0.32, 0.68)
        gap = torch.where(self._uniform(count) < 0.6, self._uniform(count, 0.0, 0.03), 0.0)
        edge = torch.where(self._uniform(count) < 0.6, gap, 0.0)
        first = torch.stack((edge, edge, cut - gap / 2, 1 - edge), 1)
        last = torch.stack((cut + gap / 2, edge, 1 - edge, 1 - edge), 1)
        upright = (self._uniform(count) < 0.55)[:, None]
        turned = [1, 0, 3, 2]
        first = torch.where(upright, first[:, turned], first)
        last = torch.where(upright, last[:, turned], last)
        swap = (self._uniform(count) < 0.5)[:, None]
        return torch.where(swap, last, first), torch.where(swap, first, last)

    def _inside(self, box: Tensor) -> Tensor:
        """(m, 1, side, side) whether a pixel of the view lies in the box."""
        line = (self._line + 1) / 2
        across = (line >= box[:, 0:1]) & (line <= box[:, 2:3])
        down = (line >= box[:, 1:2]) & (line <= box[:, 3:4])
        return (down[:, :, None] & across[:, None, :])[:, None]

    def _into(self, rows: Tensor, ground: Tensor, box: Tensor) -> Tensor:
        """Stored pictures, whole, in boxes (m, 4) of the ground."""
        return torch.where(self._inside(box), self._sample(rows, _box_maps(box)), ground)

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
        count = len(image)
        self._watermark(image, self._chosen(count, much["watermark"]))
        marked = self._chosen(count, much["sprites"])
        again = marked[self._uniform(len(marked)) < 0.4]
        for chosen in (marked, again):
            if not len(chosen):
                continue
            number = len(chosen)
            sprites = self._sprites[self._integers(number, len(self._sprites))]
            wide = torch.where(self._uniform(number) < 0.2, 1.0, self._uniform(number, 0.1, 0.9))
            flat = torch.exp(self._uniform(number, -1.9, 0.3))
            high = torch.where(wide == 1.0, self._uniform(number, 0.1, 1.0), wide * flat)
            high = high.clamp(0.06, 1.0)
            at_x = self._uniform(number) * (1 - wide)
            at_y = self._uniform(number) * (1 - high)
            box = torch.stack((at_x, at_y, at_x + wide, at_y + high), 1)
            drawn = functional.grid_sample(
                sprites, self._box_grid(box), padding_mode="zeros", align_corners=False
            )
            fade = torch.where(self._uniform(number) < 0.3, self._uniform(number, 0.3, 1.0), 1.0)
            alpha = drawn[:, 3:] * fade[:, None, None, None]
            image[chosen] = image[chosen].lerp(drawn[:, :3], alpha)
        holed = self._chosen(count, much["cutout"])
        if len(holed):
            number = len(holed)
            centre = torch.rand((number, 2), device=self._device, generator=self._random) * 2 - 1
            size = self._uniform(number, 0.15, 0.45)[:, None]
            near = (self._grid[None, :, :2] - centre[:, None]).abs() < size[:, None]
            hole = near.all(-1).view(number, 1, self._side, self._side)
            fill = torch.rand((number, 3, 1, 1), device=self._device, generator=self._random)
            image[holed] = torch.where(hole, fill, image[holed])
        return image

    def _watermark(self, image: Tensor, chosen: Tensor) -> None:
        """Faint text over nearly all of the picture, drawn over it or added to its light."""
        number = len(chosen)
        if not number:
            return
        marks = self._marks[self._integers(number, len(self._marks))]
        at = torch.rand((number, 2), device=self._device, generator=self._random) * 0.12
        over = torch.rand((number, 2), device=self._device, generator=self._random) * 0.5
        box = torch.cat((-at - over / 2, 1 + at + over / 2), 1)
        drawn = functional.grid_sample(
            marks, self._box_grid(box), padding_mode="zeros", align_corners=False
        )
        alpha, ink = drawn[:, 3:], drawn[:, :3]
        added = (self._uniform(number) < 0.5)[:, None, None, None]
        under = image[chosen]
        image[chosen] = torch.where(added, under + alpha * ink * 0.8, under.lerp(ink, alpha))

    # -- blur, noise, bad saving

    def _detail(self, image: Tensor, much: dict[str, Tensor]) -> Tensor:
        count = len(image)
        chosen = self._chosen(count, much["detail"])
        for width, part in zip((3, 5, 9), chosen.tensor_split(3), strict=True):
            if len(part):
                picture = image[part]
                soft = functional.avg_pool2d(picture, width, 1, width // 2, count_include_pad=False)
                low = -0.8 if width < 9 else 0.0
                weight = self._uniform(len(part), low, 1.0)[:, None, None, None]
                image[part] = picture.lerp(soft, weight)  # below 0 sharpens
        coarse = self._chosen(count, much["coarse"])
        size = (self._side, self._side)
        for factor, part in zip((2, 2, 4), coarse.tensor_split(3), strict=True):
            if len(part):
                small = functional.avg_pool2d(image[part], factor)
                mode = "nearest" if factor == 4 and len(part) % 2 else "bilinear"
                image[part] = functional.interpolate(small, size=size, mode=mode)
        grainy = self._chosen(count, much["noise"])
        if len(grainy):
            noise = self._noise[self._integers(len(grainy), len(self._noise))]
            sigma = self._uniform(len(grainy), 0.01, 0.12)[:, None, None, None]
            image[grainy] = image[grainy] + noise * sigma
        saved = self._chosen(count, much["jpeg"])
        if len(saved):
            quality = self._uniform(len(saved), 8.0, 70.0)
            image[saved] = self._jpeg(image[saved].clamp(0, 1), quality)
        return image


def _box_maps(box: Tensor) -> Tensor:
    """(m, 3, 3) from the view's square to the square that fills the box (m, 4), both -1..1."""
    scale = 1 / (box[:, 2:] - box[:, :2])
    maps = torch.eye(3, device=box.device).repeat(len(box), 1, 1)
    for axis in (0, 1):
        maps[:, axis, axis] = scale[:, axis]
        maps[:, axis, 2] = -(box[:, axis] + box[:, axis + 2] - 1) * scale[:, axis]
    return maps


def _area(box: Tensor) -> Tensor:
    return (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])


def _hue_turns(angle: Tensor) -> Tensor:
    """(b, 3, 3) rotations of RGB about the grey axis."""
    cos, sin = angle.cos()[:, None, None], angle.sin()[:, None, None]
    third = torch.full((3, 3), 1 / 3, device=angle.device)
    root = 3**-0.5
    cross = angle.new_tensor([[0, -root, root], [root, 0, -root], [-root, root, 0]])
    return cos * torch.eye(3, device=angle.device) + sin * cross + (1 - cos) * third
