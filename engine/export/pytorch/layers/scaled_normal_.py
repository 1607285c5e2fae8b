import math

from torch import Tensor, nn


def scaled_normal_(weight: Tensor, scale: float, average: bool = False) -> None:
    """A normal of variance scale ÷ inputs (or the average of inputs and outputs), cut at two deviations as in Keras."""
    inputs, outputs = weight[0].numel(), weight.numel() // weight.size(1)
    variance = scale / ((inputs + outputs) / 2 if average else inputs)
    # A unit normal that is cut at two has this deviation.
    deviation = math.sqrt(variance) / 0.8796256610342398
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)
