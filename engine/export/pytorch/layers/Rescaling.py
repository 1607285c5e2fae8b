import torch
from torch import Tensor, nn


class Rescaling(nn.Module):
    """scale * x + offset, one number for all or one for each channel, which are last then."""

    def __init__(self, scale: float | tuple[float, ...], offset: float | tuple[float, ...] = 0.0) -> None:
        super().__init__()
        self.register_buffer("scale", torch.tensor(scale, dtype=torch.float32), persistent=False)
        self.register_buffer("offset", torch.tensor(offset, dtype=torch.float32), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.offset
