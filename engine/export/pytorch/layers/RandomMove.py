import math

import torch
from torch import Tensor, nn


class RandomMove(nn.Module):
    """In training turns, moves or zooms each picture: turns of a circle, shares of height and width."""

    def __init__(
        self,
        kind: str,
        first: tuple[float, float],
        second: tuple[float, float] | None = None,
        mode: str = "reflect",
        nearest: bool = False,
        fill: float = 0.0,
    ) -> None:
        super().__init__()
        self.kind, self.first, self.second = kind, first, second
        self.mode, self.nearest, self.fill = mode, nearest, fill

    def drawn(self, x: Tensor, ends: tuple[float, float]) -> Tensor:
        return torch.rand(len(x), 1, 1, device=x.device) * (ends[1] - ends[0]) + ends[0]

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        rows, columns = x.shape[2:]
        down = torch.arange(rows, device=x.device)[None, :, None] - (rows - 1) / 2
        across = torch.arange(columns, device=x.device)[None, None, :] - (columns - 1) / 2
        a = self.drawn(x, self.first)
        b = a if self.second is None else self.drawn(x, self.second)
        if self.kind == "rotation":
            cos, sin = torch.cos(2 * math.pi * a), torch.sin(2 * math.pi * a)
            across, down = across * cos - down * sin, across * sin + down * cos
        elif self.kind == "translation":
            across, down = across - b * columns, down - a * rows
        else:
            across, down = across * (1 + b), down * (1 + a)
        shape = (len(x), rows, columns)
        return self.read(x, (down + (rows - 1) / 2).expand(shape), (across + (columns - 1) / 2).expand(shape))

    def read(self, x: Tensor, down: Tensor, across: Tensor) -> Tensor:
        down, across = self.inside(down, x.shape[2]), self.inside(across, x.shape[3])
        if self.nearest:
            return self.pixels(x, (down + 0.5).floor(), (across + 0.5).floor())
        top, left = down.floor(), across.floor()
        dy, dx = (down - top)[:, None], (across - left)[:, None]
        above = self.pixels(x, top, left) * (1 - dx) + self.pixels(x, top, left + 1) * dx
        below = self.pixels(x, top + 1, left) * (1 - dx) + self.pixels(x, top + 1, left + 1) * dx
        return above * (1 - dy) + below * dy

    def inside(self, at: Tensor, length: int) -> Tensor:
        """Positions beyond the border, in the picture mirrored, repeated or continued."""
        if self.mode == "constant":
            return at
        if self.mode == "reflect":
            turn = at % (2 * length)
            at = torch.where(turn >= length, 2 * length - 1 - turn, turn)
        elif self.mode == "wrap":
            at = at % length
        return at.clamp(0, length - 1)

    def pixels(self, x: Tensor, down: Tensor, across: Tensor) -> Tensor:
        rows, columns = x.shape[2:]
        known = (down >= 0) & (down < rows) & (across >= 0) & (across < columns)
        at = (down.clamp(0, rows - 1) * columns + across.clamp(0, columns - 1)).long()
        values = x.flatten(2).gather(2, at.flatten(1)[:, None].expand(-1, x.shape[1], -1)).reshape(x.shape)
        return torch.where(known[:, None], values, self.fill)
