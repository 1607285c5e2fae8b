import torch
from torch import Tensor, nn


class SinePositionEncoding(nn.Module):
    """Adds sines and cosines of the position, slower from feature to feature."""

    def __init__(self, max_wavelength: float = 10000) -> None:
        super().__init__()
        self.max_wavelength = max_wavelength

    def forward(self, x: Tensor) -> Tensor:
        _, positions, features = x.shape
        feature = torch.arange(features, dtype=torch.float64, device=x.device)
        rates = self.max_wavelength ** -((feature - feature % 2) / features)
        angles = torch.arange(positions, dtype=torch.float64, device=x.device)[:, None] * rates
        waves = torch.where(feature % 2 == 0, angles.sin(), angles.cos())
        return x + waves.to(x.dtype)
