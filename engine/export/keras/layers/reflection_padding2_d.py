import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class ReflectionPadding2D(layers.Layer):
    """Continues a picture over its edges as a mirror would, without repeating the edge."""

    def __init__(self, padding=1, **kwargs):
        super().__init__(**kwargs)
        self.padding = padding

    def call(self, x):
        sides = [self.padding] * 2 if isinstance(self.padding, int) else self.padding
        pairs = [(side, side) if isinstance(side, int) else tuple(side) for side in sides]
        return ops.pad(x, [(0, 0), *pairs, (0, 0)], mode="reflect")

    def get_config(self):
        config = {"padding": self.padding}
        return {**super().get_config(), **config}
