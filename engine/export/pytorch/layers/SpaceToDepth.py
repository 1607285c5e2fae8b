from torch import Tensor, nn


class SpaceToDepth(nn.Module):
    """Row i and column j of a block go to the channels from (b·i + j)·c on; nn.PixelUnshuffle has another order."""

    def __init__(self, block_size: int) -> None:
        super().__init__()
        self.block_size = block_size

    def forward(self, x: Tensor) -> Tensor:
        size = self.block_size
        x = x.unflatten(3, (-1, size)).unflatten(2, (-1, size))
        return x.permute(0, 3, 5, 1, 2, 4).flatten(1, 3)
