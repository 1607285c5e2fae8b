import torch.nn.functional as F
from torch import Tensor, nn


class DropConnectLinear(nn.Linear):
    """In training leaves out a share of the weights at every step and divides the others by what is left."""

    def __init__(self, in_features: int, out_features: int, rate: float, bias: bool = True) -> None:
        super().__init__(in_features, out_features, bias)
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, F.dropout(self.weight, self.rate, self.training), self.bias)
