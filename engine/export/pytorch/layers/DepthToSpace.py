from torch import Tensor, nn


class DepthToSpace(nn.Module):
    """Channel (b·i + j)·c + k goes to row i and column j of a block; nn.PixelShuffle has the channels first."""

    def __init__(self, block_size: int) -> None:
        super().__init__()
        self.block_size = block_size

    def forward(self, x: Tensor) -> Tensor:
        size = self.block_size
        x = x.unflatten(1, (size, size, -1)).permute(0, 3, 4, 1, 5, 2)
        return x.flatten(4, 5).flatten(2, 3)
