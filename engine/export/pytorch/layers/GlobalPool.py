from torch import Tensor, nn


class GlobalPool(nn.Module):
    """The mean or the largest number of each channel."""

    def __init__(self, kind: str, dims: tuple[int, ...], keepdim: bool = False) -> None:
        super().__init__()
        self.kind, self.dims, self.keepdim = kind, dims, keepdim

    def forward(self, x: Tensor) -> Tensor:
        return getattr(x, self.kind)(dim=self.dims, keepdim=self.keepdim)
