import torch
from torch import Tensor, nn


class GaussianNoise(nn.Module):
    """In training adds normal noise."""

    def __init__(self, deviation: float) -> None:
        super().__init__()
        self.deviation = deviation

    def forward(self, x: Tensor) -> Tensor:
        return x + self.deviation * torch.randn_like(x) if self.training else x
