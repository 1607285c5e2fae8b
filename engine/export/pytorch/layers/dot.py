import torch
import torch.nn.functional as F
from torch import Tensor


def dot(x: Tensor, y: Tensor, left: int, right: int, normalize: bool = False) -> Tensor:
    """Sums of products along an axis of each, for every pair of their other positions."""
    x, y = x.movedim(left, -1), y.movedim(right, -1)
    if normalize:
        x, y = F.normalize(x, dim=-1), F.normalize(y, dim=-1)
    shape = (*x.shape[:-1], *y.shape[1:-1])
    flat = [value.reshape(len(value), -1, value.shape[-1]) for value in (x, y)]
    result = torch.bmm(flat[0], flat[1].transpose(1, 2)).reshape(shape)
    return result if result.dim() > 1 else result.unsqueeze(1)
