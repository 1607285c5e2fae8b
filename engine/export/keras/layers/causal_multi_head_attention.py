import keras
from keras import layers


@keras.saving.register_keras_serializable()
class CausalMultiHeadAttention(layers.Layer):
    """Attention in which a position sees itself and those before it only."""

    def __init__(self, name=None, trainable=True, **settings):
        super().__init__(name=name, trainable=trainable)
        self.settings = settings
        self.attention = layers.MultiHeadAttention(trainable=trainable, **settings)

    def build(self, shapes):
        self.attention.build(*shapes)

    def call(self, inputs, training=None):
        return self.attention(*inputs, use_causal_mask=True, training=training)

    def get_config(self):
        return {**super().get_config(), **self.settings}
