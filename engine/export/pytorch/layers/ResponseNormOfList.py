import torch.nn.functional as F
from torch import Tensor, nn


class ResponseNormOfList(nn.Module):
    """Local response normalisation of channels without positions."""

    def __init__(self, size: int, alpha: float, beta: float, k: float) -> None:
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x: Tensor) -> Tensor:
        sums = F.avg_pool1d((x * x).unsqueeze(1), self.size, 1, self.size // 2).squeeze(1) * self.size
        return x / (self.k + self.alpha * sums) ** self.beta
