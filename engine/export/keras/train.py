"""Trains on: python train.py images.npy labels.npy, and writes the weights back."""

import sys

import keras
import numpy as np

from model import create_model
from weights import load_weights, save_weights

# recipe: the drawing's own settings are written here.
OPTIMIZER = keras.optimizers.Adam()
LOSS = keras.losses.SparseCategoricalCrossentropy()
METRICS = ["accuracy"]
EPOCHS = 5
BATCH_SIZE = 128
VALIDATION = 0.1
# end


def main(images, labels):
    x, y = np.load(images), np.load(labels)
    model = load_weights(create_model())
    x = x.reshape(len(x), *model.input_shape[1:])
    # Files are often sorted by class, and Keras takes the last examples for validation.
    order = np.random.default_rng(1).permutation(len(x))
    # Weight decay is for kernels: biases, scales and shifts go without.
    OPTIMIZER.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    model.compile(optimizer=OPTIMIZER, loss=LOSS, metrics=METRICS)
    model.fit(x[order], y[order], batch_size=BATCH_SIZE, epochs=EPOCHS, validation_split=VALIDATION, verbose=2)
    save_weights(model)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Say which files: python train.py images.npy labels.npy")
    main(*sys.argv[1:])
