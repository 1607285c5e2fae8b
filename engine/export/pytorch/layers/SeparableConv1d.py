from torch import Tensor, nn


class SeparableConv1d(nn.Module):
    """A window for every channel by itself, then a product over the channels of each position."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        depth_multiplier: int = 1,
        bias: bool = True,
        **window: int | tuple[int, ...],
    ) -> None:
        super().__init__()
        inner = in_channels * depth_multiplier
        self.depthwise = nn.Conv1d(in_channels, inner, kernel_size, groups=in_channels, bias=False, **window)
        self.pointwise = nn.Conv1d(inner, out_channels, 1, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.pointwise(self.depthwise(x))
