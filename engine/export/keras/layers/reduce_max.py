import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class ReduceMax(layers.Layer):
    """The largest along the axes; the batch is axis 0."""

    def __init__(self, axis=-1, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.axis, self.keepdims = axis, keepdims

    def call(self, x):
        return ops.max(x, axis=self.axis, keepdims=self.keepdims)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "keepdims": self.keepdims}
