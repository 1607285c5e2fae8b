"""Trains on, and writes the weights back: python train.py x.npy y.npy, or python train.py data.npz.

A file for each input and then for each output, or one .npz file that names them.
"""

import sys

import keras
import numpy as np

# if mixing
from model import MixUp
# end if
from model import INPUTS, OUTPUTS, create_model
from weights import load_weights, save_weights

# recipe: the drawing's own settings are written here.
OPTIMIZER = keras.optimizers.Adam()
LOSSES = [keras.losses.SparseCategoricalCrossentropy()]
LOSS_WEIGHTS = [1.0]
METRICS = [["accuracy"]]
LABELS = {"y": "y"}
EPOCHS = 5
BATCH_SIZE = 128
VALIDATION = 0.1
WEIGHT_DECAY = 0.0001
# end


def read(files):
    """What goes into each input, and the labels of each output."""
    names = INPUTS + OUTPUTS
    # if borrowed
    names = [name for name in names if LABELS.get(name, name) == name]
    # end if
    if len(files) == len(names):
        data = {name: np.load(file) for name, file in zip(names, files)}
    elif len(files) == 1:
        data = np.load(files[0])
    else:
        sys.exit(f"Say which files: python train.py {' '.join(f'{name}.npy' for name in names)}, or one .npz file.")
    missing = [name for name in names if name not in data]
    if missing:
        sys.exit(f"{files[0]} holds no {missing[0]}: it must hold {', '.join(names)}.")
    labels = OUTPUTS
    # if borrowed
    labels = LABELS.values()
    # end if
    return [data[name] for name in INPUTS], [data[name] for name in labels]


# if shares
def shares_of(labels, loss, answers):
    """A share for each class: Keras smooths and mixes labels of this form."""
    if not isinstance(loss, keras.losses.CategoricalCrossentropy):
        return labels
    return keras.utils.to_categorical(labels, answers.shape[-1]).reshape(-1, *answers.shape[1:])


# end if
# if decay
def add_decay(model):
    """Half of WEIGHT_DECAY × w² of each kernel joins the loss; optimizers of Keras take decay out of the weights instead."""
    decay = keras.regularizers.L2(WEIGHT_DECAY / 2)
    for weight in model.trainable_variables:
        if "kernel" in weight.name:
            own = weight.regularizer or (lambda value: 0.0)
            weight.regularizer = lambda value, own=own: own(value) + decay(value)


# end if
# if mixing
class Mixing(keras.Model):
    """Mixes labels in training as the network mixes their examples."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        for layer in self.layers:
            if training and isinstance(layer, MixUp):
                y = keras.tree.map_structure(layer.mixed, y)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# end if
def main(files):
    x, y = read(files)
    model = load_weights(create_model())
    # if mixing
    model = Mixing(model.inputs, model.outputs)
    # end if
    x = [values.reshape(-1, *tensor.shape[1:]) for values, tensor in zip(x, model.inputs)]
    # if shares
    y = [shares_of(*each) for each in zip(y, LOSSES, model.outputs)]
    # end if
    # if mixing
    y = [labels.astype("float32") for labels in y]
    # end if
    # Files are often sorted by class, and Keras takes the last examples for validation.
    order = np.random.default_rng(1).permutation(len(x[0]))
    x, y = ([values[order] for values in arrays] for arrays in (x, y))
    # if decay
    add_decay(model)
    # end if
    model.compile(optimizer=OPTIMIZER, loss=LOSSES, loss_weights=LOSS_WEIGHTS, metrics=METRICS)
    x, y = (values if len(values) > 1 else values[0] for values in (x, y))
    model.fit(x, y, batch_size=BATCH_SIZE, epochs=EPOCHS, validation_split=VALIDATION, verbose=2)
    save_weights(model)


if __name__ == "__main__":
    main(sys.argv[1:])
