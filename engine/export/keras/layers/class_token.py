import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class ClassToken(layers.Layer):
    """One learned position before the first."""

    def __init__(self, initializer="zeros", **kwargs):
        super().__init__(**kwargs)
        self.initializer = initializer

    def build(self, shape):
        self.token = self.add_weight(name="token", shape=(1, shape[-1]), initializer=self.initializer)

    def call(self, x):
        token = ops.broadcast_to(self.token, (ops.shape(x)[0], 1, x.shape[-1]))
        return ops.concatenate([token, x], axis=1)

    def get_config(self):
        return {**super().get_config(), "initializer": self.initializer}
