import torch
from torch import Tensor, nn


class RandomErasing(nn.Module):
    """In training overwrites a rectangle of each picture, with a probability that is drawn from `chance`."""

    def __init__(
        self,
        low: float,
        high: float,
        chance: tuple[float, float],
        scale: tuple[float, float],
        fill: float | tuple[float, ...] | None = None,
    ) -> None:
        super().__init__()
        self.low, self.high, self.chance, self.scale, self.fill = low, high, chance, scale, fill

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        inside = self.stripe(x, 2) & self.stripe(x, 3)
        chosen = self.drawn(x, (0, 1)) < self.drawn(x, self.chance)
        return torch.where(inside & chosen, self.filling(x), x)

    def filling(self, x: Tensor) -> Tensor:
        if self.fill is None:
            return (torch.randn_like(x) * self.high).clamp(self.low, self.high)
        return torch.tensor(self.fill, device=x.device).reshape(1, -1, 1, 1).clamp(self.low, self.high)

    def drawn(self, x: Tensor, ends: tuple[float, float]) -> Tensor:
        return torch.rand(len(x), 1, 1, 1, device=x.device) * (ends[1] - ends[0]) + ends[0]

    def stripe(self, x: Tensor, dim: int) -> Tensor:
        """True for the rows (or columns) that the rectangle covers."""
        size = x.shape[dim]
        length = self.drawn(x, self.scale).sqrt() * size
        start = self.drawn(x, (0, 1)) * (size - length)
        places = torch.arange(size, device=x.device).reshape([-1 if axis == dim else 1 for axis in range(4)])
        return (places >= start) & (places < start + length)
