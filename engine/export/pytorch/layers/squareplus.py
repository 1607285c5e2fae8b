import torch
from torch import Tensor


def squareplus(x: Tensor) -> Tensor:
    """A smooth ReLU without an exponential: (x + √(x² + 4)) ÷ 2."""
    return (x + torch.sqrt(x * x + 4)) / 2
