import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class GroupedConvolution(layers.Conv3D):
    """A convolution of volumes in groups, one after the other: TensorFlow has none for a CPU."""

    def call(self, x):
        settings = {"strides": list(self.strides), "padding": self.padding, "dilation_rate": self.dilation_rate}
        parts = ops.split(x, self.groups, axis=-1)
        kernels = ops.split(self.kernel, self.groups, axis=-1)
        y = ops.concatenate([ops.conv(*both, **settings) for both in zip(parts, kernels)], axis=-1)
        return self.activation(y + self.bias if self.use_bias else y)
