import torch
from torch import Tensor, nn


class GaussianDropout(nn.Module):
    """In training multiplies each number by a normal of mean 1."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.deviation = (rate / (1 - rate)) ** 0.5

    def forward(self, x: Tensor) -> Tensor:
        return x * (1 + self.deviation * torch.randn_like(x)) if self.training else x
