import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class Split(layers.Layer):
    """Parts of equal size along an axis, or of the sizes given."""

    def __init__(self, sections=2, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.sections, self.axis = sections, axis

    def call(self, x):
        if isinstance(self.sections, int):
            return ops.split(x, self.sections, axis=self.axis)
        ends = [sum(self.sections[: place + 1]) for place in range(len(self.sections) - 1)]
        return ops.split(x, ends, axis=self.axis) if ends else [x]

    def get_config(self):
        return {**super().get_config(), "sections": self.sections, "axis": self.axis}
