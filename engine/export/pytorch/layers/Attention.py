import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Attention(nn.Module):
    """Every query takes a mean of the values, weighted by how well their keys fit it."""

    def __init__(
        self,
        divide_by_root: bool = False,
        scaled: bool = False,
        additive: bool = False,
        dropout: float = 0.0,
        causal: bool = False,
    ) -> None:
        super().__init__()
        self.divide_by_root, self.dropout, self.causal = divide_by_root, dropout, causal
        self.scale = nn.Parameter(torch.ones(())) if scaled else None
        self.concat_score_weight = nn.Parameter(torch.ones(())) if additive else None

    def forward(self, query: Tensor, value: Tensor, key: Tensor) -> Tensor:
        scale = 1.0 if self.scale is None else self.scale
        if self.concat_score_weight is None:
            scores = scale * query @ key.transpose(1, 2)
        else:
            pairs = query.unsqueeze(2) + key.unsqueeze(1)
            scores = self.concat_score_weight * torch.tanh(scale * pairs).sum(-1)
        if self.divide_by_root:
            scores = scores * query.shape[-1] ** -0.5
        if self.causal:
            later = torch.ones(scores.shape[1:], dtype=torch.bool, device=scores.device).triu(1)
            scores = scores.masked_fill(later, -1e9)
        weights = F.dropout(F.softmax(scores, dim=-1), self.dropout, self.training)
        return weights @ value
