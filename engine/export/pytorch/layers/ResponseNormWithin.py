import torch.nn.functional as F
from torch import Tensor, nn


class ResponseNormWithin(nn.Module):
    """Local response normalisation over a window of the number's own channel."""

    def __init__(self, size: int, alpha: float, beta: float, k: float) -> None:
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x: Tensor) -> Tensor:
        sums = F.avg_pool2d(x * x, self.size, 1, self.size // 2, divisor_override=1)
        return x / (self.k + self.alpha * sums) ** self.beta
