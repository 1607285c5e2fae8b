import torch
from torch import Tensor, nn


class PositionEmbedding(nn.Module):
    """Adds a learned vector to each position."""

    def __init__(self, positions: int, features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(positions, features))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight[: x.shape[1]]
