import torch.nn.functional as F
from torch import Tensor, nn


class ExtractPatches(nn.Module):
    """Windows of a picture, each in the channels of one position: its rows, columns and channels."""

    def __init__(
        self,
        size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        dilation: int | tuple[int, int] = 1,
    ) -> None:
        super().__init__()
        both = lambda value: (value, value) if isinstance(value, int) else value
        self.size, self.stride, self.dilation = both(size), both(stride), both(dilation)

    def forward(self, x: Tensor) -> Tensor:
        rows, columns = [
            (n - d * (k - 1) - 1) // s + 1
            for n, k, s, d in zip(x.shape[2:], self.size, self.stride, self.dilation)
        ]
        windows = F.unfold(x, self.size, dilation=self.dilation, stride=self.stride)
        windows = windows.unflatten(1, (x.shape[1], -1)).transpose(1, 2).flatten(1, 2)
        return windows.unflatten(2, (rows, columns))
