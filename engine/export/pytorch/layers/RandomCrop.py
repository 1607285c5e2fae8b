import torch
import torch.nn.functional as F
from torch import Tensor, nn


class RandomCrop(nn.Module):
    """A part of each picture: at a place of its own in training, with zeros around; the resized middle otherwise."""

    def __init__(self, height: int, width: int, padding: int = 0) -> None:
        super().__init__()
        self.height, self.width, self.padding = height, width, padding

    def forward(self, x: Tensor) -> Tensor:
        down = x.shape[2] + 2 * self.padding - self.height
        across = x.shape[3] + 2 * self.padding - self.width
        if not self.training or down < 0 or across < 0:
            return self.middle(x)
        whole = F.pad(x, (self.padding,) * 4)
        tops = torch.randint(0, down + 1, (len(x),)).tolist()
        lefts = torch.randint(0, across + 1, (len(x),)).tolist()
        parts = [
            one[:, top : top + self.height, left : left + self.width] for one, top, left in zip(whole, tops, lefts)
        ]
        return torch.stack(parts)

    def middle(self, x: Tensor) -> Tensor:
        rows, columns = x.shape[2:]
        high = max(1, min(rows, columns * self.height // self.width))
        wide = max(1, min(columns, rows * self.width // self.height))
        top, left = (rows - high) // 2, (columns - wide) // 2
        part = x[:, :, top : top + high, left : left + wide]
        if (high, wide) == (self.height, self.width):
            return part
        return F.interpolate(part, (self.height, self.width), mode="bilinear", align_corners=False)
