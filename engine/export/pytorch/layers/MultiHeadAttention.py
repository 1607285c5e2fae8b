import torch.nn.functional as F
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    """softmax(Q·Kᵀ ÷ √key_dim)·V in each head; the sizes of heads need not divide the features."""

    def __init__(
        self,
        features: int,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        key_size: int | None = None,
        value_size: int | None = None,
        dropout: float = 0.0,
        causal: bool = False,
        bias: bool = True,
    ) -> None:
        super().__init__()
        inner = num_heads * (value_dim or key_dim)
        self.num_heads, self.dropout, self.causal = num_heads, dropout, causal
        self.query = nn.Linear(features, num_heads * key_dim, bias=bias)
        self.key = nn.Linear(key_size or features, num_heads * key_dim, bias=bias)
        self.value = nn.Linear(value_size or features, inner, bias=bias)
        self.output = nn.Linear(inner, features, bias=bias)

    def heads(self, x: Tensor) -> Tensor:
        return x.flatten(1, -2).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def forward(self, query: Tensor, value: Tensor, key: Tensor) -> Tensor:
        parts = [self.heads(x) for x in (self.query(query), self.key(key), self.value(value))]
        dropped = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(*parts, dropout_p=dropped, is_causal=self.causal)
        return self.output(mixed.transpose(1, 2).flatten(2)).reshape(query.shape)
