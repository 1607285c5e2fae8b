import torch
from torch import Tensor, nn


class RandomFlip(nn.Module):
    """In training mirrors each picture along each of these axes with probability 1/2."""

    def __init__(self, *dims: int) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        for dim in self.dims:
            flips = torch.rand(len(x), 1, 1, 1, device=x.device) < 0.5
            x = torch.where(flips, x.flip(dim), x)
        return x
