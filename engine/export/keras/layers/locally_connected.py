import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class LocallyConnected(layers.Layer):
    """A convolution along one axis or two whose kernel and bias are other ones at every position, as in Keras 2."""

    def __init__(
        self,
        filters,
        kernel_size,
        strides=1,
        padding="valid",
        activation=None,
        use_bias=True,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
        bias_regularizer=None,
        kernel_constraint=None,
        bias_constraint=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters, self.use_bias = filters, use_bias
        self.kernel_size, self.strides, self.padding = kernel_size, strides, padding
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.rules = {
            "kernel_regularizer": kernel_regularizer,
            "bias_regularizer": bias_regularizer,
            "kernel_constraint": kernel_constraint,
            "bias_constraint": bias_constraint,
        }

    def along(self, sizes):
        """Per axis: the window, its stride, and the zeros before and after."""
        rank = len(sizes)
        listed = lambda value: [value] * rank if isinstance(value, int) else list(value)
        window, strides, padding = listed(self.kernel_size), listed(self.strides), self.padding
        if padding == "valid":
            zeros = [(0, 0)] * rank
        elif padding == "same":
            covered = [(-(-n // s) - 1) * s + k for n, k, s in zip(sizes, window, strides)]
            total = [max(c - n, 0) for c, n in zip(covered, sizes)]
            zeros = [(t // 2, t - t // 2) for t in total]
        elif rank == 1 and not isinstance(padding, int):
            zeros = [tuple(padding)]
        else:
            zeros = [(side, side) if isinstance(side, int) else tuple(side) for side in listed(padding)]
        return window, strides, zeros

    def ruled(self, name):
        """The penalty and the bounds of a weight."""
        return {rule: self.rules[f"{name}_{rule}"] for rule in ("regularizer", "constraint")}

    def build(self, shape):
        window, strides, zeros = self.along(shape[1:-1])
        self.positions = [
            (n + sum(z) - k) // s + 1 for n, k, s, z in zip(shape[1:-1], window, strides, zeros)
        ]
        count, read = 1, shape[-1]
        for position, size in zip(self.positions, window):
            count, read = count * position, read * size
        self.kernel = self.add_weight(
            name="kernel",
            shape=(count, read, self.filters),
            initializer=self.kernel_initializer,
            **self.ruled("kernel"),
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(*self.positions, self.filters),
                initializer=self.bias_initializer,
                **self.ruled("bias"),
            )

    def call(self, x):
        window, strides, zeros = self.along(x.shape[1:-1])
        x = ops.pad(x, [(0, 0), *zeros, (0, 0)])
        if len(window) == 1:
            x = ops.expand_dims(x, 1)
        rows, columns = [1, *self.positions][-2:]
        high, wide = [1, *window][-2:]
        down, across = [1, *strides][-2:]
        taps = [
            x[:, i : i + (rows - 1) * down + 1 : down, j : j + (columns - 1) * across + 1 : across]
            for i in range(high)
            for j in range(wide)
        ]
        windows = ops.reshape(ops.concatenate(taps, axis=-1), (-1, rows * columns, self.kernel.shape[1]))
        y = ops.einsum("bpk,pkf->bpf", windows, self.kernel)
        y = ops.reshape(y, (-1, *self.positions, self.filters))
        return self.activation(y + self.bias if self.use_bias else y)

    def get_config(self):
        settings = {
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
        }
        return {**super().get_config(), **settings, **self.rules}
