import torch
from torch import Tensor, nn


class StochasticDepth(nn.Module):
    """In training leaves out the whole branch of an example with probability `rate`."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate == 0:
            return x
        shape = (len(x), *[1] * (x.dim() - 1))
        return x * (torch.rand(shape, device=x.device) >= self.rate) / (1 - self.rate)
