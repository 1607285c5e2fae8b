"""Convolutions that TensorFlow cannot compute in float64 on a CPU, said with those that it can.

A dilated convolution is an undilated one with zeros put into its kernel; a grouped one is one per group, put side
by side. Only for Keras in float64, and only where its own call failed: random-networks.test.ts proves them equal.
"""

from contextlib import contextmanager
from unittest.mock import patch

import tensorflow as tf
from keras.src import backend

own_conv, own_conv_transpose = backend.nn.conv, backend.nn.conv_transpose


def spread(kernel, rates):
    """The kernel with zeros between its taps, which a rate of 1 then strides over."""
    rank = len(kernel.shape) - 2
    for axis, rate in enumerate([rates] * rank if isinstance(rates, int) else rates):
        before, (length, *after) = list(kernel.shape[:axis]), kernel.shape[axis:]
        zeros = [[0, rate - 1] if at == axis + 1 else [0, 0] for at in range(len(kernel.shape) + 1)]
        apart = tf.reshape(tf.pad(tf.expand_dims(kernel, axis + 1), zeros), [*before, length * rate, *after])
        kernel = tf.gather(apart, tf.range((length - 1) * rate + 1), axis=axis)
    return kernel


def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    kernel = spread(tf.convert_to_tensor(kernel), dilation_rate)
    groups = inputs.shape[-1] // kernel.shape[-2]
    parts = zip(tf.split(inputs, groups, axis=-1), tf.split(kernel, groups, axis=-1))
    made = [own_conv(x, taps, strides, padding, data_format) for x, taps in parts]
    return made[0] if groups == 1 else tf.concat(made, axis=-1)


def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    kernel = spread(tf.convert_to_tensor(kernel), dilation_rate)
    return own_conv_transpose(inputs, kernel, strides, padding, output_padding, data_format)


@contextmanager
def used():
    """All layers of Keras that are called within take these, channels last."""
    with patch.object(backend.nn, "conv", conv), patch.object(backend.nn, "conv_transpose", conv_transpose):
        yield


def largest_difference():
    """
    Outputs and both gradients in float32, Keras's own call against the one here: of the largest number, at most.
    And that they really are other calls: how many of Keras's own failed in float64, where all of these must work.
    """
    import keras

    tf.config.run_functions_eagerly(True)

    layers = keras.layers
    random = tf.random.Generator.from_seed(1)
    cases = [
        *[(layers.Conv1DTranspose(3, 3, dilation_rate=2, padding=padding), (2, 7, 2)) for padding in ("valid", "same")],
        *[(layers.Conv2DTranspose(3, (3, 2), dilation_rate=(2, 3), padding=padding), (2, 5, 6, 2)) for padding in ("valid", "same")],
        *[(layers.Conv2DTranspose(3, size, dilation_rate=2, padding="same"), (2, 1, 5, 4)) for size in (1, 3)],
        *[(layers.Conv3DTranspose(2, 2, dilation_rate=(2, 1, 3), padding=padding), (2, 3, 4, 3, 2)) for padding in ("valid", "same")],
        *[(layers.Conv2D(4, 3, dilation_rate=(1, 2), padding=padding), (2, 8, 9, 2)) for padding in ("valid", "same")],
        *[(layers.Conv3D(4, 2, dilation_rate=2, padding=padding), (2, 4, 5, 6, 2)) for padding in ("valid", "same")],
        *[(layers.Conv1D(6, 3, groups=2, strides=2, padding=padding), (2, 8, 4)) for padding in ("valid", "same", "causal")],
        (layers.Conv2D(6, 3, groups=3, strides=(2, 1), padding="same"), (2, 7, 6, 3)),
        (layers.Conv2D(8, 3, groups=2, dilation_rate=2), (2, 7, 6, 4)),
    ]  # fmt: skip
    most, refused = 0.0, 0
    for layer, shape in cases:
        x = random.normal(shape)
        layer(x)
        layer.bias.assign(random.normal(layer.bias.shape))
        cotangent = random.normal(layer(x).shape)
        with used():
            mine = differentiated(layer, x, cotangent)
        own = differentiated(layer, x, cotangent)
        for a, b in zip(mine, own, strict=True):
            assert a.shape == b.shape, (layer, a.shape, b.shape)
            most = max(most, float(tf.reduce_max(tf.abs(a - b)) / tf.reduce_max(tf.abs(b))))
        wider = type(layer).from_config({**layer.get_config(), "dtype": "float64"})
        wider.build(shape)
        x, cotangent = tf.cast(x, "float64"), tf.cast(cotangent, "float64")
        with used():
            differentiated(wider, x, cotangent)
        try:
            differentiated(wider, x, cotangent)
        except Exception:  # noqa: BLE001
            refused += 1
    return {"cases": len(cases), "most": most, "refused": refused}


def differentiated(layer, x, cotangent):
    kernel = layer.kernel.value
    with tf.GradientTape() as tape:
        tape.watch([x, kernel])
        y = layer(x)
    return [y, *tape.gradient(y, [x, kernel], output_gradients=cotangent)]
