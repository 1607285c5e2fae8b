import torch
import torch.nn.functional as F
from torch import Tensor, nn


class L2Pool2d(nn.Module):
    """The length of each window; where all of it is 0 the gradient is 0 too."""

    def __init__(self, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, stride

    def forward(self, x: Tensor) -> Tensor:
        sums = F.avg_pool2d(x * x, self.kernel_size, self.stride, divisor_override=1)
        positive = sums > 0
        return torch.where(positive, torch.sqrt(torch.where(positive, sums, 1.0)), 0.0)
