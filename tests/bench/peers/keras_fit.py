"""Keras's own `fit` on NumPy arrays. Reads a job as JSON, prints the seconds of each epoch as JSON."""

import json
import sys
import time

import tensorflow as tf

job = json.load(sys.stdin)
tf.config.threading.set_intra_op_parallelism_threads(job["threads"])

import keras
import numpy as np
from data import load
from keras_networks import NETWORKS


class Clock(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ends = []

    def on_epoch_end(self, epoch, logs=None):
        self.ends.append(time.perf_counter())


keras.utils.set_random_seed(1)
keras.config.set_dtype_policy(job["policy"])
model = NETWORKS[job["network"]]()
rate = job["learningRate"]
optimizer = keras.optimizers.Adam(rate) if job["momentum"] is None else keras.optimizers.SGD(rate, job["momentum"])
model.compile(
    optimizer,
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
    jit_compile=job["jit"],
    steps_per_execution=job["stepsPerExecution"],
)
x, y = load(job["data"])
clock = Clock()
history = model.fit(x, y, batch_size=job["batchSize"], epochs=job["epochs"], verbose=0, callbacks=[clock])
print(json.dumps({
    "epochSeconds": np.diff(clock.ends).tolist(),
    "images": len(x),
    "trainable": sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
    "loss": float(history.history["loss"][-1]),
}))
