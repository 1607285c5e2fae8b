import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class MixUp(layers.Layer):
    """In training mixes each example with another of its batch; `mixed` does the same to their labels."""

    def __init__(self, alpha=0.2, **kwargs):
        super().__init__(**kwargs)
        self.alpha = alpha
        self.seed = keras.random.SeedGenerator()

    def call(self, x, training=False):
        if not training:
            return x
        count = ops.shape(x)[0]
        # Both gamma numbers of a small alpha may be 0: then it is one of the two examples.
        share = keras.random.beta((count,), self.alpha, self.alpha, seed=self.seed)
        coin = ops.cast(keras.random.uniform((count,), seed=self.seed) < 0.5, share.dtype)
        self.share = ops.where(ops.isnan(share), coin, share)
        self.order = keras.random.shuffle(ops.arange(count), seed=self.seed)
        return self.mixed(x)

    def mixed(self, x):
        share = ops.cast(ops.reshape(self.share, [-1] + [1] * (len(x.shape) - 1)), x.dtype)
        return share * x + (1 - share) * ops.take(x, self.order, axis=0)

    def get_config(self):
        return {**super().get_config(), "alpha": self.alpha}
