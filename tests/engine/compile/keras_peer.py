"""Builds the Keras twin of a document, gives it our weights, and predicts or trains with it.

Input: [{"document", "weights": {"layer/name": [...]}, "inputs": {id: [...]}, "count", "train"?: {...}}]. Prints one
result per job: predictions, and after training the losses, the numbers correct and the weights.
"""

import json
import re
import sys

import keras
import numpy as np
import tensorflow as tf

CLASSES = {
    "input": "Input", "conv2d": "Conv2D", "depthwiseConv2d": "DepthwiseConv2D", "separableConv2d": "SeparableConv2D",
    "conv2dTranspose": "Conv2DTranspose", "dense": "Dense", "flatten": "Flatten", "reshape": "Reshape",
    "activation": "Activation", "reLU": "ReLU", "maxPooling2d": "MaxPooling2D", "averagePooling2d": "AveragePooling2D",
    "globalAveragePooling2d": "GlobalAveragePooling2D", "globalMaxPooling2d": "GlobalMaxPooling2D",
    "batchNormalization": "BatchNormalization", "dropout": "Dropout", "zeroPadding2d": "ZeroPadding2D",
    "add": "Add", "multiply": "Multiply", "concatenate": "Concatenate",
}
ACTIVATIONS = {
    "leakyRelu": lambda x: keras.activations.leaky_relu(x, negative_slope=0.2),
    "gelu": lambda x: keras.activations.gelu(x, approximate=False),
    "hardSigmoid": keras.activations.hard_sigmoid,
}


def snake(name):
    return re.sub("([A-Z])", lambda match: "_" + match.group(1).lower(), name)


def camel(name):
    return re.sub("_([a-z])", lambda match: match.group(1).upper(), name)


def layer_of(node, made):
    arguments = {snake(key): value for key, value in node.get("params", {}).items()}
    if node["type"] == "dense" and not isinstance(arguments["units"], int):
        raise ValueError(arguments)
    if arguments.get("activation") in ACTIVATIONS:
        arguments["activation"] = ACTIVATIONS[arguments["activation"]]
    group = node.get("sharedWeights")
    if group in made:
        return made[group]
    layer = getattr(keras.layers, CLASSES[node["type"]])(name=node["id"], **arguments)
    if group:
        made[group] = layer
    return layer


def build(document):
    sources = {}
    for edge in document["edges"]:
        sources.setdefault(edge["target"], []).append(edge["source"])
    used = {source for edges in sources.values() for source in edges}
    values, inputs, made, layers, logits = {}, {}, {}, {}, {}
    for node in document["nodes"]:
        if node["type"] == "input":
            values[node["id"]] = inputs[node["id"]] = keras.Input(node["params"]["shape"], name=node["id"])
            continue
        read = [values[source] for source in sources[node["id"]]]
        closing = node["id"] not in used and node.get("params", {}).get("activation") in ("softmax", "sigmoid")
        if closing:
            # The loss reads what comes before: the probabilities themselves have lost digits.
            params = {**node["params"], "activation": "linear"}
            layers[node["id"]] = layer_of({**node, "params": params}, made)
            logits[node["id"]] = layers[node["id"]](read[0])
            values[node["id"]] = keras.layers.Activation(node["params"]["activation"])(logits[node["id"]])
            continue
        layer = layers[node["id"]] = layer_of(node, made)
        values[node["id"]] = layer(read if node["type"] in ("add", "multiply", "concatenate") else read[0])
    outputs = {name: value for name, value in values.items() if name not in used}
    return keras.Model(inputs, {"outputs": outputs, "logits": {**outputs, **logits}}), layers


def variables(layers):
    for name, layer in layers.items():
        if layer.name == name:
            for variable in layer.weights:
                yield f"{name}/{camel(variable.name)}", variable


def set_weights(layers, weights):
    names = {name: variable for name, variable in variables(layers)}
    assert set(names) == set(weights), (sorted(names), sorted(weights))
    for name, variable in names.items():
        variable.assign(np.array(weights[name], np.float32).reshape(variable.shape))


def arrays(ports, count):
    return {name: np.array(p["values"], p["type"]).reshape([count, *p["shape"]]) for name, p in ports.items()}


def loss_of(target, results, labels):
    kind = target["loss"]
    prediction = results["logits" if kind.endswith("Crossentropy") else "outputs"][target["id"]]
    if kind in ("categoricalCrossentropy", "sparseCategoricalCrossentropy"):
        function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    elif kind == "binaryCrossentropy":
        function = keras.losses.BinaryCrossentropy(from_logits=True)
    elif kind == "meanSquaredError":
        function = keras.losses.MeanSquaredError()
    else:
        function = keras.losses.MeanAbsoluteError()
    return function(labels[target["id"]], prediction)


def optimizer_of(spec):
    kind, momentum = spec["kind"], spec.get("momentum", 0.9 if spec["kind"] == "momentum" else 0.0)
    if kind == "adam":
        return keras.optimizers.Adam(spec["learningRate"])
    return keras.optimizers.SGD(spec["learningRate"], momentum=momentum, nesterov=spec.get("nesterov", False))


def train(model, layers, task):
    optimizer = optimizer_of(task["optimizer"])
    decay = task["optimizer"].get("weightDecay", 0)
    decayed = [v for name, v in variables(layers) if name.lower().endswith("kernel") and v.trainable]
    losses = []
    for batch in task["batches"]:
        inputs, labels = arrays(batch["inputs"], batch["count"]), arrays(batch["labels"], batch["count"])
        with tf.GradientTape() as tape:
            results = model(inputs, training=True)
            loss = sum(target["weight"] * loss_of(target, results, labels) for target in task["targets"])
            penalty = sum(decay / 2 * tf.reduce_sum(tf.square(v.value)) for v in decayed)
            total = loss + penalty
        gradients = tape.gradient(total, [v.value for v in model.trainable_variables])
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        losses.append(float(loss))
    return losses


def run(job):
    keras.utils.clear_session()
    model, layers = build(job["document"])
    set_weights(layers, job["weights"])
    result = {}
    if "train" in job:
        result["losses"] = train(model, layers, job["train"])
    result["weights"] = {name: v.numpy().ravel().tolist() for name, v in variables(layers)}
    outputs = model(arrays(job["inputs"], job["count"]), training=False)["outputs"]
    result["outputs"] = {name: np.array(value).ravel().tolist() for name, value in outputs.items()}
    return result


print(json.dumps([run(job) for job in json.load(sys.stdin)]))
