import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class NormalizedDense(layers.Layer):
    """A dense layer whose columns are learned as directions and lengths: kernel = gain * v / norm(v)."""

    def __init__(self, units, activation=None, use_bias=True, kernel_initializer="glorot_uniform",
                 bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, weight_normalization=True, drop_connect=0.0, **kwargs):  # fmt: skip
        super().__init__(**kwargs)
        self.settings = {
            "units": units,
            "activation": activation,
            "use_bias": use_bias,
            "kernel_initializer": kernel_initializer,
            "bias_initializer": bias_initializer,
            "kernel_regularizer": kernel_regularizer,
            "bias_regularizer": bias_regularizer,
            "kernel_constraint": kernel_constraint,
            "bias_constraint": bias_constraint,
            "drop_connect": drop_connect,
        }
        self.activation = keras.activations.get(activation)
        self.seeds = keras.random.SeedGenerator()

    def said(self, name):
        """What the settings say of a weight."""
        return {rule: self.settings[f"{name}_{rule}"] for rule in ("initializer", "regularizer", "constraint")}

    def build(self, shape):
        settings, units = self.settings, self.settings["units"]
        self.kernel = self.add_weight(name="kernel", shape=(shape[-1], units), **self.said("kernel"))
        self.gain = self.add_weight(name="gain", shape=(units,), initializer="ones")
        if settings["use_bias"]:
            self.bias = self.add_weight(name="bias", shape=(units,), **self.said("bias"))

    def call(self, x, training=None):
        square = ops.sum(ops.square(self.kernel), axis=0)
        kernel = self.kernel * (self.gain / ops.sqrt(ops.maximum(square, 1e-12)))
        if training and self.settings["drop_connect"] > 0:
            kernel = keras.random.dropout(kernel, self.settings["drop_connect"], seed=self.seeds)
        y = ops.matmul(x, kernel)
        return self.activation(y + self.bias if self.settings["use_bias"] else y)

    def get_config(self):
        return {**super().get_config(), **self.settings}
