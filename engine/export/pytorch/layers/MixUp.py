import torch
from torch import Tensor, nn


class MixUp(nn.Module):
    """In training mixes each example with another of its batch; `mixed` does the same to their labels."""

    def __init__(self, alpha: float) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        # Beta numbers of a small alpha are below what float32 holds.
        alpha = torch.tensor(self.alpha, dtype=torch.float64, device=x.device)
        self.order = torch.randperm(len(x), device=x.device)
        self.share = torch.distributions.Beta(alpha, alpha).sample((len(x),))
        return self.mixed(x)

    def mixed(self, x: Tensor) -> Tensor:
        share = self.share.to(x.dtype).view(-1, *[1] * (x.dim() - 1))
        return share * x + (1 - share) * x[self.order]
