import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class Maxout(layers.Layer):
    """The largest of every few neighbouring channels."""

    def __init__(self, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.pieces = pieces

    def call(self, x):
        return ops.max(ops.reshape(x, (-1, *x.shape[1:-1], x.shape[-1] // self.pieces, self.pieces)), axis=-1)

    def get_config(self):
        return {**super().get_config(), "pieces": self.pieces}
