import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class NormalizedConvolution(layers.Layer):
    """A convolution whose filters are learned as directions and lengths: kernel = gain * v / norm(v)."""

    def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, groups=1, activation=None,
                 use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 weight_normalization=True, **kwargs):  # fmt: skip
        super().__init__(**kwargs)
        self.settings = {
            "filters": filters,
            "kernel_size": kernel_size,
            "strides": strides,
            "padding": padding,
            "dilation_rate": dilation_rate,
            "groups": groups,
            "activation": activation,
            "use_bias": use_bias,
            "kernel_initializer": kernel_initializer,
            "bias_initializer": bias_initializer,
            "kernel_regularizer": kernel_regularizer,
            "bias_regularizer": bias_regularizer,
            "kernel_constraint": kernel_constraint,
            "bias_constraint": bias_constraint,
        }
        self.activation = keras.activations.get(activation)

    def listed(self, name):
        value = self.settings[name]
        return [value] * self.rank if isinstance(value, int) else list(value)

    def said(self, name):
        """What the settings say of a weight."""
        return {rule: self.settings[f"{name}_{rule}"] for rule in ("initializer", "regularizer", "constraint")}

    def build(self, shape):
        self.rank = len(shape) - 2
        settings, filters = self.settings, self.settings["filters"]
        sizes = (*self.listed("kernel_size"), shape[-1] // settings["groups"], filters)
        self.kernel = self.add_weight(name="kernel", shape=sizes, **self.said("kernel"))
        self.gain = self.add_weight(name="gain", shape=(filters,), initializer="ones")
        if settings["use_bias"]:
            self.bias = self.add_weight(name="bias", shape=(filters,), **self.said("bias"))

    def padded(self, x):
        """The input with its border, and the word for what is left to do."""
        padding = self.settings["padding"]
        if padding == "causal":
            sides = [((self.listed("kernel_size")[0] - 1) * self.listed("dilation_rate")[0], 0)]
        elif isinstance(padding, str):
            return x, padding
        elif self.rank == 1 and not isinstance(padding, int):
            sides = [tuple(padding)]
        else:
            sides = [(side, side) if isinstance(side, int) else tuple(side) for side in self.listed("padding")]
        return ops.pad(x, [(0, 0), *sides, (0, 0)]), "valid"

    def call(self, x):
        square = ops.sum(ops.square(self.kernel), axis=tuple(range(self.rank + 1)))
        kernel = self.kernel * (self.gain / ops.sqrt(ops.maximum(square, 1e-12)))
        x, padding = self.padded(x)
        count = self.settings["groups"]
        pairs = zip(ops.split(x, count, axis=-1), ops.split(kernel, count, axis=-1))
        steps = {"strides": tuple(self.listed("strides")), "dilation_rate": tuple(self.listed("dilation_rate"))}
        y = ops.concatenate([ops.conv(*both, padding=padding, **steps) for both in pairs], axis=-1)
        return self.activation(y + self.bias if self.settings["use_bias"] else y)

    def get_config(self):
        return {**super().get_config(), **self.settings}
