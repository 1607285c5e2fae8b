import torch
from torch import Tensor, nn


class Standardize(nn.Module):
    """Centres and scales what comes in, channel by channel, by constants of the training data."""

    def __init__(self, mean: tuple[float, ...], deviation: tuple[float, ...], dim: int) -> None:
        super().__init__()
        self.dim = dim
        # A channel that never varies is centred only.
        scale = [1.0 if value == 0 else value for value in deviation]
        self.register_buffer("mean", torch.tensor(mean), persistent=False)
        self.register_buffer("scale", torch.tensor(scale), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return ((x.movedim(self.dim, -1) - self.mean) / self.scale).movedim(-1, self.dim)
