import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class AdaptedNormalization(layers.Layer):
    """Centres and scales by the training data's mean and variance, which came with the weights."""

    def __init__(self, axis=-1, invert=False, **kwargs):
        super().__init__(**kwargs)
        self.axis, self.invert = axis, invert

    def build(self, shape):
        axes = () if self.axis is None else (self.axis,) if isinstance(self.axis, int) else self.axis
        kept = sorted({axis % len(shape) for axis in axes})
        sizes = tuple(shape[axis] for axis in kept)
        self.wide = tuple(shape[axis] if axis in kept else 1 for axis in range(len(shape)))
        self.mean = self.add_weight(name="mean", shape=sizes, initializer="zeros", trainable=False)
        self.variance = self.add_weight(name="variance", shape=sizes, initializer="ones", trainable=False)

    def call(self, x):
        mean = ops.cast(ops.reshape(self.mean, self.wide), x.dtype)
        variance = ops.cast(ops.reshape(self.variance, self.wide), x.dtype)
        deviation = ops.maximum(ops.sqrt(variance), 1e-7)
        return mean + x * deviation if self.invert else (x - mean) / deviation

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "invert": self.invert}
