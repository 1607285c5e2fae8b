from math import prod

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LocallyConnected(nn.Module):
    """A convolution along one axis or two whose kernel and bias are other ones at every position."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        positions: tuple[int, ...],
        stride: int | tuple[int, ...] = 1,
        bias: bool = True,
    ) -> None:
        super().__init__()
        listed = lambda value: [value] * len(positions) if isinstance(value, int) else list(value)
        # One axis is a picture of one row.
        self.kernel_size, self.stride = [1, *listed(kernel_size)][-2:], [1, *listed(stride)][-2:]
        self.positions = positions
        read = prod(self.kernel_size) * in_channels
        self.weight = nn.Parameter(torch.empty(prod(positions), read, out_channels))
        self.bias = nn.Parameter(torch.zeros(*positions, out_channels)) if bias else None
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        picture = x.unsqueeze(2) if x.dim() == 3 else x
        windows = F.unfold(picture, self.kernel_size, stride=self.stride)
        windows = windows.unflatten(1, (x.shape[1], -1)).permute(0, 3, 2, 1).flatten(2)
        y = torch.einsum("bpk,pkf->bpf", windows, self.weight).unflatten(1, self.positions)
        return (y if self.bias is None else y + self.bias).movedim(-1, 1)
