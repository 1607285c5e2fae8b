import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class SpatialPyramidPooling(layers.Layer):
    """The largest numbers of 1, 4, 16 … bins of a picture in one row, whatever its size."""

    def __init__(self, bins=(1, 2, 4), **kwargs):
        super().__init__(**kwargs)
        self.bins = bins

    def call(self, x):
        _, height, width, _ = x.shape
        levels = []
        for count in self.bins:
            rows = [(i * height // count, -(-(i + 1) * height // count)) for i in range(count)]
            columns = [(i * width // count, -(-(i + 1) * width // count)) for i in range(count)]
            levels += [ops.max(x[:, a:b, c:d], axis=(1, 2)) for a, b in rows for c, d in columns]
        return ops.concatenate(levels, axis=-1)

    def get_config(self):
        config = {"bins": self.bins}
        return {**super().get_config(), **config}
