import torch
import torch.nn.functional as F
from torch import Tensor, nn


class WeightedAvgPool2d(nn.Module):
    """The mean of each window with the weights of a Gauss curve; `same` leaves what lies outside out of it."""

    def __init__(
        self,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] | None = None,
        sigma: float = 1.0,
        same: bool = False,
    ) -> None:
        super().__init__()
        sizes = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.stride = sizes if stride is None else (stride, stride) if isinstance(stride, int) else stride
        self.sizes, self.same = sizes, same
        curves = [torch.exp(-((torch.arange(n) - (n - 1) / 2) ** 2) / (2 * sigma**2)) for n in sizes]
        window = torch.outer(*curves)
        self.register_buffer("window", window / window.sum(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        if not self.same:
            return self.mean(x)
        sides: list[int] = []
        for size, kernel, stride in zip(x.shape[2:], self.sizes, self.stride):
            zeros = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            sides = [zeros // 2, zeros - zeros // 2, *sides]
        return self.mean(F.pad(x, sides)) / self.mean(F.pad(torch.ones_like(x), sides))

    def mean(self, x: Tensor) -> Tensor:
        channels = x.shape[1]
        kernel = self.window.to(x.dtype).expand(channels, 1, -1, -1)
        return F.conv2d(x, kernel, stride=self.stride, groups=channels)
