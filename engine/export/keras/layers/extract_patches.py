import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class ExtractPatches(layers.Layer):
    """Windows of a picture, each in the channels of one position: its rows, columns and channels."""

    def __init__(self, size=16, strides=None, dilation_rate=1, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.size, self.strides, self.padding = size, strides, padding
        self.dilation_rate = dilation_rate

    def call(self, x):
        padding = self.padding
        if not isinstance(padding, str):
            sides = [padding] * 2 if isinstance(padding, int) else padding
            pairs = [(side, side) if isinstance(side, int) else tuple(side) for side in sides]
            x, padding = ops.pad(x, [(0, 0), *pairs, (0, 0)]), "valid"
        return ops.image.extract_patches(
            x, self.size, self.strides, dilation_rate=self.dilation_rate, padding=padding
        )

    def get_config(self):
        config = {"size": self.size, "strides": self.strides, "dilation_rate": self.dilation_rate, "padding": self.padding}
        return {**super().get_config(), **config}
