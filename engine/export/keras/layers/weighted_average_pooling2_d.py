import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class WeightedAveragePooling2D(layers.Layer):
    """The mean of each window with the weights of a Gauss curve; padding "same" is left out of it."""

    def __init__(self, pool_size=2, strides=None, padding="valid", sigma=1.0, **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding
        self.sigma = sigma

    def call(self, x):
        size = [self.pool_size] * 2 if isinstance(self.pool_size, int) else self.pool_size
        curves = [ops.arange(length, dtype="float32") - (length - 1) / 2 for length in size]
        rows, columns = [ops.exp(-ops.square(curve) / (2 * self.sigma**2)) for curve in curves]
        weights = ops.cast(ops.reshape(ops.outer(rows, columns), (-1,)), x.dtype)
        sums = ops.sum(self.windows(x) * weights, axis=-1)
        if self.padding != "same":
            return sums / ops.sum(weights)
        return sums / ops.sum(self.windows(ops.ones_like(x)) * weights, axis=-1)

    def windows(self, x):
        """The numbers of each window of each channel: (batch, rows, columns, channels, window)."""
        size = [self.pool_size] * 2 if isinstance(self.pool_size, int) else self.pool_size
        padding = self.padding
        if not isinstance(padding, str):
            sides = [padding] * 2 if isinstance(padding, int) else padding
            pairs = [(side, side) if isinstance(side, int) else tuple(side) for side in sides]
            x, padding = ops.pad(x, [(0, 0), *pairs, (0, 0)]), "valid"
        patches = ops.image.extract_patches(x, tuple(size), self.strides, padding=padding)
        _, rows, columns, _ = patches.shape
        return ops.moveaxis(ops.reshape(patches, (-1, rows, columns, size[0] * size[1], x.shape[-1])), 3, -1)

    def get_config(self):
        config = {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding, "sigma": self.sigma}
        return {**super().get_config(), **config}
