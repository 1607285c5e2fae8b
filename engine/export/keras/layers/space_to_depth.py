import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class SpaceToDepth(layers.Layer):
    """Row i and column j of a block of b by b pixels go to the channels from (b * i + j) * c on."""

    def __init__(self, block_size=2, **kwargs):
        super().__init__(**kwargs)
        self.block_size = block_size

    def call(self, x):
        size = self.block_size
        _, rows, columns, channels = x.shape
        high, wide = rows // size, columns // size
        x = ops.reshape(x, (-1, high, size, wide, size, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, high, wide, size**2 * channels))

    def get_config(self):
        config = {"block_size": self.block_size}
        return {**super().get_config(), **config}
