import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class PadWithLowest(layers.Layer):
    """Pads with minus infinity, so that no maximum is taken of the padding."""

    def __init__(self, padding=1, **kwargs):
        super().__init__(**kwargs)
        self.padding = padding

    def call(self, x):
        rank = len(x.shape) - 2
        sides = [self.padding] * rank if isinstance(self.padding, int) else list(self.padding)
        if rank == 1 and len(sides) == 2:
            sides = [sides]
        pairs = [(side, side) if isinstance(side, int) else tuple(side) for side in sides]
        return ops.pad(x, [(0, 0), *pairs, (0, 0)], constant_values=float("-inf"))

    def get_config(self):
        return {**super().get_config(), "padding": self.padding}
