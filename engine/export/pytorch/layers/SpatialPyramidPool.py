import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SpatialPyramidPool(nn.Module):
    """The largest number of each of b × b bins, for every b, in one row: bin by bin, channel by channel."""

    def __init__(self, bins: tuple[int, ...]) -> None:
        super().__init__()
        self.bins = bins

    def forward(self, x: Tensor) -> Tensor:
        levels = [F.adaptive_max_pool2d(x, count).permute(0, 2, 3, 1).flatten(1) for count in self.bins]
        return torch.cat(levels, dim=1)
