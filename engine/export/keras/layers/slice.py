import keras
from keras import layers


@keras.saving.register_keras_serializable()
class Slice(layers.Layer):
    """A part of each axis, the batch apart; a size of -1 takes all to the end, a begin below 0 counts from it."""

    def __init__(self, begin=0, size=-1, **kwargs):
        super().__init__(**kwargs)
        self.begin, self.size = begin, size

    def call(self, x):
        begins, sizes = ([value] if isinstance(value, int) else list(value) for value in (self.begin, self.size))
        cut = [slice(None)]
        for axis, length in enumerate(x.shape[1:]):
            begin = begins[axis] if axis < len(begins) else 0
            size = sizes[axis] if axis < len(sizes) else -1
            start = begin + length if begin < 0 else begin
            cut.append(slice(start, length + 1 + size if size < 0 else start + size))
        return x[tuple(cut)]

    def get_config(self):
        return {**super().get_config(), "begin": self.begin, "size": self.size}
