import torch
from torch import Tensor, nn


class RandomColor(nn.Module):
    """In training changes brightness, contrast, saturation and hue of each picture, those that are given, by draws."""

    def __init__(
        self,
        low: float,
        high: float,
        brightness: tuple[float, float] | None = None,
        contrast: tuple[float, float] | None = None,
        saturation: tuple[float, float] | None = None,
        hue: tuple[float, float] | None = None,
    ) -> None:
        super().__init__()
        self.low, self.high = low, high
        self.brightness, self.contrast, self.saturation, self.hue = brightness, contrast, saturation, hue

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if self.brightness is not None:
            x = self.clipped(x + self.drawn(x, self.brightness) * (self.high - self.low))
        if self.contrast is not None:
            mean = x.mean((2, 3), keepdim=True)
            x = self.clipped((x - mean) * self.drawn(x, self.contrast) + mean)
        if self.saturation is not None:
            x = self.saturated(x, self.drawn(x, self.saturation))
        if self.hue is not None:
            side = torch.sign(self.drawn(x, (-1, 1)))
            x = self.clipped(self.turned(x - self.low, side * self.drawn(x, self.hue) / 2) + self.low)
        return x

    def clipped(self, x: Tensor) -> Tensor:
        return x.clamp(self.low, self.high)

    def drawn(self, x: Tensor, ends: tuple[float, float]) -> Tensor:
        return torch.rand(len(x), 1, 1, 1, device=x.device) * (ends[1] - ends[0]) + ends[0]

    def saturated(self, x: Tensor, share: Tensor) -> Tensor:
        """Times share / (1 - share), at most 1; hue and value stay."""
        value = x.amax(1, keepdim=True).clamp_min(0)
        spread = (value - x.amin(1, keepdim=True)).clamp_min(1e-12)
        return value - (value - x) * torch.minimum(value / spread, share / (1 - share + 1e-7))

    def turned(self, x: Tensor, by: Tensor) -> Tensor:
        """Hue moved by a share of the circle of colours."""
        red, green, blue = x.split(1, 1)
        value = x.amax(1, keepdim=True)
        spread = value - x.amin(1, keepdim=True)
        safe = spread.clamp_min(1e-12)
        rest = torch.where(value == green, 2 + (blue - red) / safe, 4 + (red - green) / safe)
        sixths = torch.where(value == red, (green - blue) / safe, rest) + 6 * by
        places = [(sixths + start) % 6 for start in (5, 3, 1)]
        return torch.cat([value - spread * torch.minimum(at, 4 - at).clamp(0, 1) for at in places], 1)
