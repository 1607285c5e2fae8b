import math

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class SinePositionEncoding(layers.Layer):
    """Adds sines and cosines of the position, slower from feature to feature."""

    def __init__(self, max_wavelength=10000, **kwargs):
        super().__init__(**kwargs)
        self.max_wavelength = max_wavelength

    def call(self, x):
        _, positions, features = x.shape
        table = [[self.wave(position, feature, features) for feature in range(features)] for position in range(positions)]
        return x + ops.convert_to_tensor(table, dtype=x.dtype)

    def wave(self, position, feature, features):
        angle = position / self.max_wavelength ** ((feature - feature % 2) / features)
        return math.cos(angle) if feature % 2 else math.sin(angle)

    def get_config(self):
        return {**super().get_config(), "max_wavelength": self.max_wavelength}
