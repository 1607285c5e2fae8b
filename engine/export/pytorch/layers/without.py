from torch import nn


def without(module: nn.Module, weight: str) -> nn.Module:
    """The module without one of its weights."""
    module.register_parameter(weight, None)
    return module
