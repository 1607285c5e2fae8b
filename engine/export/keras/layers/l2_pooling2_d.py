import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class L2Pooling2D(layers.Layer):
    """The Euclidean norm of each window; where a whole window is 0 its gradient is 0."""

    def __init__(self, pool_size=2, strides=None, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding

    def call(self, x):
        squares = ops.sum(self.windows(ops.square(x)), axis=-1)
        roots = ops.sqrt(ops.where(squares > 0, squares, ops.ones_like(squares)))
        return ops.where(squares > 0, roots, ops.zeros_like(squares))

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
        config = {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding}
        return {**super().get_config(), **config}
