import torch
import torch.nn.functional as F
from torch import Tensor


def sparsemax(x: Tensor, dim: int = -1) -> Tensor:
    """The projection on the probabilities (Martins and Astudillo, 2016)."""
    x = x.movedim(dim, -1)
    z = x - x.amax(-1, keepdim=True)
    ranked = z.sort(-1, descending=True).values
    ranks = torch.arange(1, z.shape[-1] + 1, dtype=z.dtype, device=z.device)
    kept = ranked * ranks + 1 > ranked.cumsum(-1)
    threshold = ((ranked * kept).sum(-1, keepdim=True) - 1) / kept.sum(-1, keepdim=True)
    return F.relu(z - threshold).movedim(-1, dim)
