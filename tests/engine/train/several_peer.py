"""Trains the network of several-document.ts with Keras's own compile, loss weights and metrics.

Input: {"weights": {name: [...]}, "train", "test": {name: {"shape", "values"}}, "batches": [[row, ...]], "kept": [row, ...]}.
Prints what Keras reports for every step, for the rows kept for validation, and for the test part, and the weights.
"""

import json
import sys

import keras
import numpy as np

task = json.load(sys.stdin)
ANSWERS = {"early": "kind", "kind": "kind", "place": "place", "same": "same"}


def build():
    image, side = keras.Input((6, 6, 1), name="image"), keras.Input((4,), name="side")
    flat = keras.layers.Flatten()(
        keras.layers.Conv2D(3, 3, padding="same", activation="relu", name="conv")(image))
    twin = keras.layers.Dense(5, activation="relu", name="seen")
    narrow = keras.layers.Dense(4, activation="tanh", name="narrow")(flat)
    joined = keras.layers.Concatenate()([twin(narrow), twin(side)])
    outputs = {
        "early": keras.layers.Dense(3, activation="softmax", name="early")(flat),
        "kind": keras.layers.Dense(3, activation="softmax", name="kind")(joined),
        "place": keras.layers.Dense(2, name="place")(joined),
        "same": keras.layers.Dense(1, activation="sigmoid", name="same")(joined),
    }
    return keras.Model({"image": image, "side": side}, outputs)


def rows(part, chosen=None):
    arrays = {name: np.array(a["values"], "int32" if name in ("kind", "same") else "float32").reshape(a["shape"])
              for name, a in task[part].items()}
    if chosen is not None:
        arrays = {name: array[chosen] for name, array in arrays.items()}
    x = {name: arrays[name] for name in ("image", "side")}
    return x, {name: arrays[source] for name, source in ANSWERS.items()}


model = build()
for layer in model.layers:
    for variable in layer.weights:
        values = task["weights"][f"{layer.name}/{variable.name}"]
        variable.assign(np.array(values, "float32").reshape(variable.shape))
model.compile(
    optimizer=keras.optimizers.SGD(0.1),
    loss={"early": "sparse_categorical_crossentropy", "kind": "sparse_categorical_crossentropy",
          "place": "mean_squared_error", "same": "binary_crossentropy"},
    loss_weights={"early": 0.3, "kind": 1.0, "place": 0.5, "same": 2.0},
    metrics={"early": ["accuracy"], "kind": ["accuracy"], "same": ["accuracy"]},
)


def plain(logs):
    return {name: float(value) for name, value in logs.items()}


steps = []
for batch in task["batches"]:
    model.reset_metrics()
    x, y = rows("train", batch)
    steps.append({"count": len(batch), **plain(model.train_on_batch(x, y, return_dict=True))})


def evaluate(x, y):
    # In one batch: over several, Keras's means of single outputs count a short batch like a whole one.
    return plain(model.evaluate(x, y, batch_size=1000, verbose=0, return_dict=True))


weights = {f"{layer.name}/{v.name}": v.numpy().ravel().tolist() for layer in model.layers for v in layer.weights}
print(json.dumps({"steps": steps, "validation": evaluate(*rows("train", task["kept"])),
                  "test": evaluate(*rows("test")), "weights": weights,
                  "outputs": {name: v.ravel().tolist() for name, v in model.predict(rows("test")[0], verbose=0).items()}}))
