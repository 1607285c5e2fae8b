from torch import Tensor, nn


class RMSNormOverAxes(nn.RMSNorm):
    """Normalises axes that are not the last."""

    def __init__(self, axes: tuple[int, ...], sizes: tuple[int, ...], **settings: float | bool) -> None:
        super().__init__(sizes, **settings)
        self.axes = axes

    def forward(self, x: Tensor) -> Tensor:
        last = tuple(range(-len(self.axes), 0))
        return super().forward(x.movedim(self.axes, last)).movedim(last, self.axes)
