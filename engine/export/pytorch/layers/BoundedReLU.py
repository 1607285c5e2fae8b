import torch
import torch.nn.functional as F
from torch import Tensor, nn


class BoundedReLU(nn.Module):
    """x above the threshold, at most `max_value`, and the slope times (x - threshold) below it."""

    def __init__(self, max_value: float | None, negative_slope: float = 0, threshold: float = 0) -> None:
        super().__init__()
        self.max_value, self.negative_slope, self.threshold = max_value, negative_slope, threshold

    def forward(self, x: Tensor) -> Tensor:
        above = F.relu(x) if self.threshold == 0 else torch.where(x > self.threshold, x, 0.0)
        if self.max_value is not None:
            above = above.clamp(max=self.max_value)
        return above - self.negative_slope * F.relu(self.threshold - x) if self.negative_slope else above
