import torch
import torch.nn.functional as F
from torch import Tensor, nn


class PReLUOver(nn.Module):
    """A leaky ReLU with a learned slope of its own for every number, or shared along axes of size 1."""

    def __init__(self, *sizes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(sizes))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x) - self.weight * F.relu(-x)
