import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class DropConnectDense(layers.Dense):
    """A dense layer that leaves a share of its weights out in every training step (Wan et al., 2013)."""

    def __init__(self, units, drop_connect=0.5, **kwargs):
        super().__init__(units, **kwargs)
        self.drop_connect = drop_connect
        self.seeds = keras.random.SeedGenerator()

    def call(self, x, training=None):
        kernel = self.kernel
        if training:
            kernel = keras.random.dropout(kernel, self.drop_connect, seed=self.seeds)
        y = ops.matmul(x, kernel)
        return self.activation(y + self.bias if self.use_bias else y)

    def get_config(self):
        return {**super().get_config(), "drop_connect": self.drop_connect}
