import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class StochasticDepth(layers.Layer):
    """In training leaves out the whole branch of an example with probability rate."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.seed = keras.random.SeedGenerator()

    def call(self, x, training=False):
        if not training or self.rate == 0:
            return x
        shape = (ops.shape(x)[0],) + (1,) * (len(x.shape) - 1)
        kept = ops.cast(keras.random.uniform(shape, seed=self.seed) >= self.rate, x.dtype)
        return x * kept / (1 - self.rate)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}
