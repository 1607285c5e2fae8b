from torch import Tensor, nn


class GroupNormOverAxis(nn.GroupNorm):
    """Groups along another axis than the channels."""

    def __init__(self, axis: int, groups: int, channels: int, **settings: float | bool) -> None:
        super().__init__(groups, channels, **settings)
        self.axis = axis

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.movedim(self.axis, 1)).movedim(1, self.axis)
