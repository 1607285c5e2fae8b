import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class PositionEmbedding(layers.Layer):
    """Adds a learned vector to each position."""

    def __init__(self, sequence_length=None, initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.sequence_length, self.initializer = sequence_length, initializer

    def build(self, shape):
        sizes = (self.sequence_length or shape[1], shape[2])
        self.embeddings = self.add_weight(name="embeddings", shape=sizes, initializer=self.initializer)

    def call(self, x):
        return x + self.embeddings[: x.shape[1]]

    def get_config(self):
        settings = {"sequence_length": self.sequence_length, "initializer": self.initializer}
        return {**super().get_config(), **settings}
