"""The weights of the network: weights.npz holds an array LAYER/WEIGHT for each, in the order of Keras."""

from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "weights.npz"


def load_weights(model, file=FILE):
    """Gives every layer its weights, and gives back the model."""
    layers = {}
    with np.load(file) as arrays:
        for key in arrays.files:
            layers.setdefault(key.rpartition("/")[0], []).append(arrays[key])
    for name, weights in layers.items():
        model.get_layer(name).set_weights(weights)
    return model


def save_weights(model, file=FILE):
    """Writes the weights back under the names that they came with."""
    with np.load(file) as arrays:
        keys = arrays.files
    places = {}
    for key in keys:
        places.setdefault(key.rpartition("/")[0], []).append(key)
    weights = {
        key: value for name, keys in places.items() for key, value in zip(keys, model.get_layer(name).get_weights())
    }
    np.savez(file, **weights)
