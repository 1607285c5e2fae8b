import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class GLU(layers.Layer):
    """The first half of an axis, each number times the sigmoid of its partner in the second."""

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, x):
        first, second = ops.split(x, 2, axis=self.axis)
        return first * ops.sigmoid(second)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
