import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class GELU(layers.Layer):
    """Each number times the share of a standard normal below it."""

    def __init__(self, approximate=False, **kwargs):
        super().__init__(**kwargs)
        self.approximate = approximate

    def call(self, x):
        return ops.gelu(x, approximate=bool(self.approximate))

    def get_config(self):
        return {**super().get_config(), "approximate": self.approximate}
