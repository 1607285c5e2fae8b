from typing import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Activation(nn.Module):
    """An activation by its name in the drawing."""

    NAMED: dict[str, Callable[[Tensor], Tensor]] = {
        "linear": lambda x: x,
        "leakyRelu": lambda x: F.leaky_relu(x, 0.2),
        "swish": F.silu,
        "hardSilu": F.hardswish,
        "hardSwish": F.hardswish,
        "exponential": torch.exp,
        "sparseSigmoid": lambda x: torch.clamp((x + 1) / 2, 0, 1),
        "squareplus": lambda x: (x + torch.sqrt(x * x + 4)) / 2,
        "sparsePlus": lambda x: ((x.clamp(-1, 1) + 1) / 2) ** 2 + F.relu(x - 1),
    }

    def __init__(self, name: str, dim: int = -1) -> None:
        super().__init__()
        self.name, self.dim = name, dim

    def forward(self, x: Tensor) -> Tensor:
        if self.name in ("softmax", "logSoftmax"):
            return (F.softmax if self.name == "softmax" else F.log_softmax)(x, dim=self.dim)
        named = self.NAMED.get(self.name)
        return named(x) if named else getattr(F, self.name.lower())(x)
