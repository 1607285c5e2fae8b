"""A network of the layers of Keras that fixtures/layers/make.py builds, wired as a document says."""

import make
import numpy as np
import tensorflow as tf

# The last place of a float32, as a share of the number.
UNIT = 2.0**-23


def rounded(x, draw):
    """
    A value and the gradient that comes back to it, each number moved by its last place at most. Equal numbers move
    alike and 0 stays 0: what is a tie, or nothing, by mathematics is no matter of rounding.
    """

    def moved(value):
        return value * (1 + tf.constant(steps_of(value.numpy(), draw) * UNIT, value.dtype))

    @tf.custom_gradient
    def call(value):
        return moved(value), moved

    return call(x)


def steps_of(numbers, draw):
    """From -1 to 1, by chance, but the same for the same number: its bits, shaken as MurmurHash3 does at its end."""
    bits = numbers.astype("float32").view("uint32") ^ np.uint32(0x9E3779B9 * (draw + 1) % 2**32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        bits = (bits ^ (bits >> np.uint32(shift))) * np.uint32(factor)
    return np.where(numbers == 0, 0.0, bits / 2**31 - 1)


class Network:
    """Nodes in an order of execution: {id, type, params, inputs (shapes), sources [[id, output]], weightsOf}."""

    def __init__(self, nodes, inputs, outputs):
        self.nodes, self.inputs, self.outputs = nodes, inputs, outputs
        self.made = {
            node["id"]: make.build(node)
            for node in nodes
            if node["type"] != "input" and node["weightsOf"] == node["id"]
        }
        self.rounding = None

    @property
    def holders(self):
        return {id: layer for id, (layer, _, _) in self.made.items()}

    @property
    def trainable_weights(self):
        return [weight for layer in self.holders.values() for weight in layer.trainable_weights]

    def __call__(self, inputs, training):
        given = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        values = {id: [self.kept(x)] for id, x in zip(self.inputs, given)}
        for node in self.nodes:
            if node["type"] != "input":
                read = [values[id][output] for id, output in node["sources"]]
                values[node["id"]] = [self.kept(x) for x in self.apply(node, read, training)]
        return [value for id in self.outputs for value in values[id]]

    def apply(self, node, read, training):
        layer, before, after = self.made[node["weightsOf"]]
        read = [before(x) for x in read] if before else read
        result = layer(read if len(read) > 1 else read[0], training=training)
        result = after(result) if after else result
        return list(result) if isinstance(result, (list, tuple)) else [result]

    def kept(self, x):
        return x if self.rounding is None else rounded(x, self.rounding)
