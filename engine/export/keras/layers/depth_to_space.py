import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class DepthToSpace(layers.Layer):
    """Channel (b * i + j) * c + k goes to row i and column j of a block of b by b pixels."""

    def __init__(self, block_size=2, **kwargs):
        super().__init__(**kwargs)
        self.block_size = block_size

    def call(self, x):
        size = self.block_size
        _, rows, columns, channels = x.shape
        rest = channels // size**2
        x = ops.reshape(x, (-1, rows, columns, size, size, rest))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, rows * size, columns * size, rest))

    def get_config(self):
        config = {"block_size": self.block_size}
        return {**super().get_config(), **config}
