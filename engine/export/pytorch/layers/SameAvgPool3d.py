import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SameAvgPool3d(nn.Module):
    """The mean of each window; what lies outside of the picture is left out of it."""

    def __init__(self, kernel_size: int | tuple[int, ...], stride: int | tuple[int, ...] | None = None) -> None:
        super().__init__()
        listed = lambda value: [value] * 3 if isinstance(value, int) else list(value)
        self.kernel_size = listed(kernel_size)
        self.stride = self.kernel_size if stride is None else listed(stride)

    def forward(self, x: Tensor) -> Tensor:
        sides: list[int] = []
        for size, kernel, stride in zip(x.shape[2:], self.kernel_size, self.stride):
            zeros = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            sides = [zeros // 2, zeros - zeros // 2, *sides]
        pool = lambda values: F.avg_pool3d(F.pad(values, sides), self.kernel_size, self.stride)
        return pool(x) / pool(torch.ones_like(x[:1, :1]))
