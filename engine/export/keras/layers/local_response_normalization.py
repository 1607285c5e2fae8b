import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class LocalResponseNormalization(layers.Layer):
    """a / (k + alpha * sum of squares)**beta over neighbouring channels, or over a window of its own channel."""

    def __init__(self, size=5, k=2, alpha=1e-4, beta=0.75, mode="across_channels", **kwargs):
        super().__init__(**kwargs)
        self.size, self.k, self.alpha, self.beta, self.mode = size, k, alpha, beta, mode

    def call(self, x):
        sums = ops.square(x)
        for axis in (1, 2) if self.mode == "within_channel" else (len(x.shape) - 1,):
            reach, length = self.size // 2, x.shape[axis]
            sides = [(0, 0)] * len(x.shape)
            sides[axis] = (reach, reach)
            padded = ops.pad(sums, sides)
            cut = [slice(None)] * len(x.shape)
            sums = 0
            for start in range(2 * reach + 1):
                cut[axis] = slice(start, start + length)
                sums = sums + padded[tuple(cut)]
        return x / (self.k + self.alpha * sums) ** self.beta

    def get_config(self):
        return {**super().get_config(), "size": self.size, "k": self.k, "alpha": self.alpha, "beta": self.beta, "mode": self.mode}
