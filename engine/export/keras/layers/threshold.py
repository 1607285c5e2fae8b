import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class Threshold(layers.Layer):
    """What lies above the threshold, and one value for everything else."""

    def __init__(self, threshold=0, default_value=0, **kwargs):
        super().__init__(**kwargs)
        self.threshold, self.default_value = threshold, default_value

    def call(self, x):
        return ops.where(x > self.threshold, x, ops.cast(self.default_value, x.dtype))

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold, "default_value": self.default_value}
