"""Trains the Keras twin of the network of weight-rules.test.ts: penalties in the loss, constraints after each step.

Input: [{"weights": {name: [...]}, "x": [...], "y": [...], "units", "smoothing", "binary"}]. Prints of each the gradients of
the first step, the losses of three steps of SGD and what Keras then reports, and the weights at the end.
"""

import json
import sys

import keras
import numpy as np
import tensorflow as tf

L1L2, constraints = keras.regularizers.L1L2, keras.constraints
OURS = {"moving_mean": "movingMean", "moving_variance": "movingVariance"}


def name_of(layer, variable):
    return f"{layer.name}/{OURS.get(variable.name, variable.name)}"


def flat(value):
    return np.ravel(np.array(value)).astype(float).tolist()


def answer(job):
    layers = [
        keras.layers.BatchNormalization(name="norm", gamma_regularizer=L1L2(l1=0.1), beta_constraint=constraints.UnitNorm()),
        keras.layers.Conv2D(
            4, 3, activation="tanh", name="conv", kernel_regularizer=L1L2(l1=0.01, l2=0.02), bias_regularizer=L1L2(l2=0.3),
            kernel_constraint=constraints.MaxNorm(0.9, axis=[0, 1, 2])),
        keras.layers.DepthwiseConv2D(
            2, name="deep", depthwise_regularizer=L1L2(l1=0.03), depthwise_constraint=constraints.MinMaxNorm(0.2, 0.6, 0.5, axis=[0, 1])),
        keras.layers.Flatten(),
        keras.layers.Dense(6, name="frozen", trainable=False, kernel_regularizer=L1L2(l2=5.0), kernel_constraint="non_neg"),
        keras.layers.Dense(5, name="hidden", activation="tanh", kernel_constraint=constraints.MaxNorm(0.7), bias_constraint="non_neg"),
        keras.layers.Dense(job["units"], name="scores", kernel_regularizer=L1L2(l2=0.05)),
    ]  # fmt: skip
    model = keras.Sequential([keras.Input((6, 5, 2)), *layers])
    named = {name_of(layer, v): v for layer in layers for v in layer.variables if "seed" not in v.name}
    for name, values in job["weights"].items():
        named[name].assign(np.reshape(np.array(values, "float32"), named[name].shape))
    x = np.reshape(np.array(job["x"], "float32"), (-1, 6, 5, 2))
    y = np.array(job["y"], "float32")
    if job["binary"]:
        y = y.reshape(-1, job["units"])
        loss = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=job["smoothing"])
    else:
        y = keras.ops.one_hot(y.astype("int32"), job["units"])
        loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=job["smoothing"])
    model.compile(optimizer=keras.optimizers.SGD(0.2), loss=loss)
    with tf.GradientTape() as tape:
        total = loss(y, model(x, training=True)) + sum(model.losses)
    trained = {name: v for name, v in named.items() if any(v is w for w in model.trainable_variables)}
    gradients = tape.gradient(total, [v.value for v in trained.values()])
    for name, values in job["weights"].items():  # the forward pass has moved the statistics
        named[name].assign(np.reshape(np.array(values, "float32"), named[name].shape))
    losses = [float(model.train_on_batch(x, y)) for _ in range(3)]
    evaluated = float(model.evaluate(x, y, batch_size=len(x), verbose=0))
    return {
        "gradients": dict(zip(trained, map(flat, gradients))), "losses": losses, "evaluated": evaluated,
        "weights": {name: flat(v) for name, v in named.items()},
    }  # fmt: skip


print(json.dumps([answer(job) for job in json.load(sys.stdin)]))
