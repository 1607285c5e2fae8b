import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class RandomCrop(layers.Layer):
    """A part of each picture: at a place of its own in training, with zeros around; the resized middle otherwise."""

    def __init__(self, height, width, padding=0, **kwargs):
        super().__init__(**kwargs)
        self.height, self.width, self.padding = height, width, padding
        self.seed = keras.random.SeedGenerator()
        self.middle = layers.Resizing(height, width, crop_to_aspect_ratio=True)

    def call(self, x, training=False):
        down = x.shape[1] + 2 * self.padding - self.height
        across = x.shape[2] + 2 * self.padding - self.width
        if not training or down < 0 or across < 0:
            return self.middle(x)
        side = (self.padding, self.padding)
        whole = ops.pad(x, [(0, 0), side, side, (0, 0)])
        rows = self.places(x, down)[:, None] + ops.arange(self.height)[None]
        columns = self.places(x, across)[:, None] + ops.arange(self.width)[None]
        part = ops.take_along_axis(whole, rows[:, :, None, None], axis=1)
        return ops.take_along_axis(part, columns[:, None, :, None], axis=2)

    def places(self, x, last):
        return keras.random.randint((ops.shape(x)[0],), 0, last + 1, seed=self.seed)

    def compute_output_shape(self, shape):
        return (shape[0], self.height, self.width, shape[3])

    def get_config(self):
        config = {"height": self.height, "width": self.width, "padding": self.padding}
        return {**super().get_config(), **config}
