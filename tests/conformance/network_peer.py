"""A network of the layers of Keras that fixtures/layers/make.py builds, wired as a document says."""

import make
import tensorflow as tf

# What rounding to float32 changes at most, of the largest number beside it.
UNIT = 2.0**-24


def rounded(x, random):
    """A value and the gradient that comes back to it, moved as rounding to float32 would move them."""

    def moved(value):
        noise = tf.constant(random.uniform(-UNIT, UNIT, value.shape), value.dtype)
        return value + noise * tf.reduce_max(tf.abs(value))

    @tf.custom_gradient
    def call(value):
        return moved(value), moved

    return call(x)


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
