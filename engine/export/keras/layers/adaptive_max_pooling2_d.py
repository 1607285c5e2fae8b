import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class AdaptiveMaxPooling2D(layers.Layer):
    """The largest number of window i of m over n: floor(i * n / m) to ceil((i + 1) * n / m)."""

    def __init__(self, output_size=1, **kwargs):
        super().__init__(**kwargs)
        self.output_size = output_size

    def call(self, x):
        counts = [self.output_size] * 2 if isinstance(self.output_size, int) else self.output_size
        for axis, count in enumerate(counts, start=1):
            length = x.shape[axis]
            ends = [(i * length // count, -(-(i + 1) * length // count)) for i in range(count)]
            x = ops.stack([ops.max(ops.take(x, range(a, b), axis=axis), axis=axis) for a, b in ends], axis=axis)
        return x

    def get_config(self):
        return {**super().get_config(), "output_size": self.output_size}
