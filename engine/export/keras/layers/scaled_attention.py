import keras
from keras import layers


@keras.saving.register_keras_serializable()
class ScaledAttention(layers.Layer):
    """Attention whose scores are divided by the root of the features, or that sees no later position."""

    def __init__(self, divide_by_root=False, use_causal_mask=False, name=None, **settings):
        super().__init__(name=name)
        self.divide_by_root, self.use_causal_mask, self.settings = divide_by_root, use_causal_mask, settings
        self.attention = layers.Attention(**settings)

    def build(self, shapes):
        self.attention.build(list(shapes))

    def call(self, inputs, training=None):
        query, value, key = inputs
        asked = query * query.shape[-1] ** -0.5 if self.divide_by_root else query
        return self.attention([asked, value, key], training=training, use_causal_mask=self.use_causal_mask)

    def get_config(self):
        own = {"divide_by_root": self.divide_by_root, "use_causal_mask": self.use_causal_mask}
        return {**super().get_config(), **own, **self.settings}
