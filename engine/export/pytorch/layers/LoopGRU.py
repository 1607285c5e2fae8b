import torch
from torch import Tensor, nn


class LoopGRU(LoopRNN):
    """The gates stand as z, r, h; the reset gate acts after the product or before it."""

    gates = 3

    def __init__(self, features: int, units: int, reset_after: bool = True, **settings: str | bool) -> None:
        super().__init__(features, units, **settings)
        self.reset_after = reset_after

    def step(self, x: Tensor, h: Tensor, end: str) -> Tensor:
        read, kept = self.products(x, h, end)
        z, r = self.gate((read + kept)[:, : 2 * self.units]).chunk(2, dim=-1)
        inner = kept[:, 2 * self.units :]
        if self.reset_after:
            inner = r * inner
        else:
            inner = nn.functional.linear(r * h, getattr(self, f"weight_hh_l0{end}")[2 * self.units :])
        candidate = self.activation(read[:, 2 * self.units :] + inner)
        return z * h + (1 - z) * candidate
