import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class MinPooling2D(layers.Layer):
    """The smallest number of each window; the border of a padding in numbers never wins."""

    def __init__(self, pool_size=2, strides=None, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding

    def call(self, x):
        if isinstance(self.padding, str):
            return -ops.max_pool(-x, self.pool_size, self.strides, padding=self.padding)
        sides = [self.padding] * 2 if isinstance(self.padding, int) else self.padding
        pairs = [(side, side) if isinstance(side, int) else tuple(side) for side in sides]
        x = ops.pad(x, [(0, 0), *pairs, (0, 0)], constant_values=float("inf"))
        return -ops.max_pool(-x, self.pool_size, self.strides)

    def get_config(self):
        config = {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding}
        return {**super().get_config(), **config}
