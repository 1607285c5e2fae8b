import torch
from torch import Tensor, nn


class Normalization(nn.Module):
    """Centres and scales by a mean and a variance that are given, or came with the weights; channels are last."""

    def __init__(
        self,
        shape: tuple[int, ...],
        mean: float | tuple[float, ...] | None = None,
        variance: float | tuple[float, ...] | None = None,
        invert: bool = False,
    ) -> None:
        super().__init__()
        self.invert = invert
        for name, values, start in (("mean", mean, 0.0), ("variance", variance, 1.0)):
            numbers = torch.tensor(start if values is None else values, dtype=torch.float32)
            wide = numbers.expand(shape) if numbers.dim() == 0 else numbers.reshape(shape)
            self.register_buffer(name, wide.clone(), persistent=values is None)

    def forward(self, x: Tensor) -> Tensor:
        deviation = self.variance.sqrt().clamp_min(1e-7)
        return self.mean + x * deviation if self.invert else (x - self.mean) / deviation
